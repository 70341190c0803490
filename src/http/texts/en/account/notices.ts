/** Mails that tell people what happened to their account. `{browser}` is such as "Firefox (Linux)". */
export const notices = {
  subject: 'A change to your account at {issuer}',
  newDeviceSubject: 'A new sign-in to your account at {issuer}',
  from: 'It was done with this browser: {browser}.',
  at: 'It happened on {time} UTC.',
  fromNetwork: 'It came from {network}.',
  notYou:
    'If it was not you, choose a new password at once: open {address}, and end every session there that you do not know.',

  new_device:
    'Somebody signed in to your account for {detail}, in a browser in which you have not signed in before.',
  new_device_here: 'Somebody signed in to your account, in a browser in which you have not signed in before.',
  password_changed: 'Your password was changed, and you were signed out everywhere else.',
  password_removed:
    'The operator of this service has made your password worthless and signed you out everywhere. To choose another one, sign in and choose "Forgot your password?".',
  factors_removed:
    'The operator of this service has removed your authenticator app, passkeys and recovery codes, and signed you out everywhere. You can add new ones once you have signed in.',
  passkey_added: 'The passkey "{detail}" was added to your account. It can be signed in with from now on.',
  passkey_removed: 'The passkey "{detail}" was removed from your account.',
  passkey_copied:
    'The passkey "{detail}" was refused: it seems that somebody has a copy of it. Remove it from your account, and add a new one.',
  totp_added: 'An authenticator app was added to your account. Its codes are asked for at every sign-in.',
  totp_removed: 'The authenticator app was removed from your account. Its codes are not asked for any more.',
  recovery_codes_made: 'New recovery codes were made for your account. Earlier ones are worthless.',
  recovery_code_used:
    'A recovery code was used to sign in to your account. If you lost your other factor, replace it soon.',
  codes_tried: 'Somebody entered your password and then several wrong codes. They were not let in.',
  identity_linked: 'An account at {detail} was linked to yours. It can be signed in with from now on.',
  identity_unlinked: 'The account at {detail} was unlinked from yours.',
};
