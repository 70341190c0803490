import { createSignInOptions, type SignInOptions } from '../../domain/factors/passkeys/passkey-options.ts';
import type { PasskeyParts } from '../../domain/factors/passkeys/passkey-parts.ts';
import type { PendingInteraction } from '../../protocol/interactions/interactions.ts';

export interface WaysInOptions {
  /** Whether there can be codes by mail: for a forgotten password, or instead of one. */
  readonly canMail: boolean;
  /** null: at this address there are no passkeys. */
  readonly passkeys: PasskeyParts | null;
}

/** What the sign-in page offers beside the password: the same to everybody. */
export interface WaysIn {
  readonly canMail: boolean;
  readonly passkey: SignInOptions | null;
}

export async function waysIn(
  { uid: transaction }: PendingInteraction,
  { canMail, passkeys }: WaysInOptions,
): Promise<WaysIn> {
  const passkey =
    passkeys === null ? null : await createSignInOptions(passkeys, { transaction, accountId: null });
  return { canMail, passkey };
}
