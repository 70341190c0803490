/** True: its owner is told by mail too. */
const kinds = {
  signed_in: false,
  new_device: true,
  account_created: false,
  password_changed: true,
  /** Told by a mail of its own. */
  password_reset: false,
  password_removed: true,
  factors_removed: true,
  /** The old address is told by a mail of its own. */
  email_changed: false,
  email_verified: false,
  address_claimed: true,
  profile_changed: false,
  passkey_added: true,
  passkey_removed: true,
  passkey_copied: true,
  totp_added: true,
  totp_removed: true,
  recovery_codes_made: true,
  recovery_code_used: true,
  codes_tried: true,
  identity_linked: true,
  identity_unlinked: true,
  session_ended: false,
  other_sessions_ended: false,
  app_withdrawn: false,
} as const satisfies Record<string, boolean>;

export type ActivityKind = keyof typeof kinds;

/** Those of which the owner is told by mail. */
export type NoticeKind = {
  [Kind in ActivityKind]: (typeof kinds)[Kind] extends true ? Kind : never;
}[ActivityKind];

export function isNotice(kind: ActivityKind): kind is NoticeKind {
  return kinds[kind];
}
