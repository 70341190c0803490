import { createSignInOptions, type SignInOptions } from '../../domain/factors/passkeys/passkey-options.ts';
import type { Storage } from '../../domain/storage.ts';
import type { PasskeyParts } from '../../domain/factors/passkeys/passkey-parts.ts';
import type { PendingInteraction } from '../../protocol/interactions/pending-interaction.ts';

export interface WaysInOptions {
  /** Whether there can be codes by mail: for a forgotten password, or instead of one. */
  readonly canMail: boolean;
  /** null: at this address there are no passkeys. */
  readonly passkeys: PasskeyParts | null;
  readonly storage: Pick<Storage, 'accounts'>;
}

/** What the sign-in page offers: beside the password, the same to everybody. */
export interface WaysIn {
  /** Of whoever is signed in here already and is asked to sign in again: they need not type who they are. */
  readonly sessionEmail: string | null;
  readonly canMail: boolean;
  readonly passkey: SignInOptions | null;
}

export async function waysIn(
  interaction: PendingInteraction,
  { canMail, passkeys, storage }: WaysInOptions,
): Promise<WaysIn> {
  const { uid: transaction } = interaction;
  const passkey =
    passkeys === null ? null : await createSignInOptions(passkeys, { transaction, accountId: null });
  return {
    sessionEmail: await emailOfSession(interaction, storage),
    canMail,
    passkey,
  };
}

async function emailOfSession(
  { accountId, wantsAnotherAccount }: PendingInteraction,
  { accounts }: WaysInOptions['storage'],
): Promise<string | null> {
  if (accountId === null || wantsAnotherAccount) return null;
  return (await accounts.findById(accountId))?.email ?? null;
}
