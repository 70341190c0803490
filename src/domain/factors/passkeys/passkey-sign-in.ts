import { sha256 } from '../../../platform/digest.ts';
import type { Account } from '../../accounts/account-store.ts';
import type { SignedIn } from '../../accounts/sign-in.ts';
import type { Origin } from '../../activity/activity.ts';
import { type Limited, attemptWithin } from '../../limits/attempt.ts';
import { inUnitOfWork } from '../../unit-of-work.ts';
import type { PasskeyParts } from './passkey-parts.ts';
import { parseSignInResponse, type SignInResponse, verifySignIn } from './passkey-responses.ts';
import type { OwnedPasskey } from './passkey-store.ts';

export interface PasskeyAttempt {
  /** The browser's secret for this sign-in. */
  readonly transaction: string;
  /** Whose passkey it has to be; null: whoever's it is signs in. */
  readonly accountId: string | null;
  /** What the authenticator said, as the browser's JSON. */
  readonly response: string;
  readonly origin: Origin;
  /** Of the mail that tells the owner of a copied passkey. */
  readonly language: string;
}

export type PasskeySignIn =
  | ({ readonly outcome: 'signed_in' } & SignedIn)
  | { readonly outcome: 'refused'; readonly reason: RefusedPasskey }
  | Limited;

/** For the log: who asks learns none of it. */
export type RefusedPasskey =
  | 'malformed'
  | 'challenge'
  | 'unknown'
  | 'owner'
  | 'signature'
  | 'account'
  /** Something else has used the passkey in between: it was copied off its device. */
  | 'copied';

type Verdict = Exclude<PasskeySignIn, Limited>;

/**
 * Signs in with a passkey, which counts as two factors: something its owner has, and has unlocked. Attempts are counted for the
 * network; there is nothing to guess, only work to be made.
 *
 * @throws UnavailableError when the database cannot answer
 */
export function signInWithPasskey(parts: PasskeyParts, attempt: PasskeyAttempt): Promise<PasskeySignIn> {
  const { signInPerNetwork: limiter } = parts.limits;
  const { network } = attempt.origin;
  const budgets = [{ limiter, key: network, of: 'network', onSuccess: 'refund' }] as const;
  return attemptWithin(budgets, () => judge(parts, attempt), 'signed_in');
}

/** WebAuthn Level 3, section 7.2. */
async function judge(parts: PasskeyParts, attempt: PasskeyAttempt): Promise<Verdict> {
  const { storage, party } = parts;
  const { passkeys, accounts } = storage;
  const { transaction, accountId, response: text } = attempt;
  const response = parseSignInResponse(text);
  if (response === null) return refused('malformed');
  // Spent before anything else is looked at: nothing can be tried twice against one challenge.
  const challenge = { transactionDigest: sha256(transaction), purpose: 'sign_in' } as const;
  if (!(await passkeys.consumeChallenge(challenge, sha256(response.challenge)))) return refused('challenge');
  const passkey = await passkeys.findByCredentialId(Buffer.from(response.id, 'base64url'));
  if (passkey === null) return refused('unknown');
  if (!isOwner(passkey, accountId, response)) return refused('owner');
  const verified = await verifySignIn(party, response, passkey);
  if (verified === null) return refused('signature');
  const account = await accounts.findById(passkey.accountId);
  if (account === null || account.disabledAt !== null) return refused('account');
  if (await passkeys.recordUse({ id: passkey.id, ...verified })) return signedIn(account);
  const isGone = (await passkeys.findByCredentialId(passkey.credentialId)) === null;
  if (isGone) return refused('unknown');
  await noteCopy(parts, attempt, passkey);
  return refused('copied');
}

/** The owner is told: nobody else can tell which of the two is theirs. */
async function noteCopy(
  { storage, activity }: PasskeyParts,
  { origin, language }: PasskeyAttempt,
  { accountId, name }: OwnedPasskey,
): Promise<void> {
  await inUnitOfWork(storage, () =>
    activity.note({ accountId, kind: 'passkey_copied', detail: name, ...origin }, language),
  );
}

/** Who signs in by a passkey alone is named by the authenticator, and must be who we know by that name (section 7.2, step 6). */
function isOwner(passkey: OwnedPasskey, accountId: string | null, { response }: SignInResponse): boolean {
  const named = response.userHandle === null ? null : Buffer.from(response.userHandle, 'base64url');
  if (named !== null && !named.equals(passkey.userHandle)) return false;
  return accountId === null ? named !== null : accountId === passkey.accountId;
}

function refused(reason: RefusedPasskey): Verdict {
  return { outcome: 'refused', reason };
}

function signedIn({ id, validFrom }: Account): Verdict {
  return { outcome: 'signed_in', accountId: id, validFrom };
}
