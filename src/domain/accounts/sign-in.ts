import { sha256 } from '../../platform/digest.ts';
import type { KnownDeviceStore } from '../activity/known-devices.ts';
import { type Budget, type Limited, attemptWithin } from '../limits/attempt.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import { UnavailableError } from '../../platform/unavailable-error.ts';
import type { AccountStore } from './account-store.ts';
import { emailKey, parseEmail } from './email/email.ts';
import { type PasswordHasher, PasswordLaneFullError } from './passwords/password-hasher.ts';

export interface SignedIn {
  readonly accountId: string;
  /** The account's, when the password was checked: what has ended everything since also ends this. */
  readonly validFrom: Date;
}

export type SignInOutcome =
  | ({ readonly outcome: 'signed_in' } & SignedIn)
  /** Unknown address, wrong password, no password, disabled: one answer for all, after the same work. */
  | { readonly outcome: 'refused' }
  | Limited;

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  readonly network: string;
  /** SHA-256 of the browser's secret; null: it has none, so nobody has signed in there before. */
  readonly device: Buffer | null;
}

export interface SignInParts {
  readonly knownDevices: Pick<KnownDeviceStore, 'isKnown'>;
  readonly accounts: Pick<AccountStore, 'findByEmail' | 'replacePasswordHash'>;
  readonly hasher: PasswordHasher;
  readonly limits: RateLimiters;
}

/**
 * Checks an e-mail address and password. Attempts are counted for the address together with the network they come from, so
 * that a stranger's guesses do not lock the owner out, and for the network as a whole. Only failures stay counted: behind one
 * address there may be an office full of people who sign in every morning. A browser in which the owner has signed in before
 * is counted by itself, whoever guesses from its network.
 *
 * @throws UnavailableError when the database or the password lane cannot answer
 */
export async function signIn(parts: SignInParts, attempt: SignInAttempt): Promise<SignInOutcome> {
  if (parts.hasher.isFull(attempt.network)) throw new PasswordLaneFullError();
  return attemptWithin(await budgetsOf(parts, attempt), () => authenticate(parts, attempt), 'signed_in');
}

async function budgetsOf(
  { limits, knownDevices }: SignInParts,
  { email, network, device }: SignInAttempt,
): Promise<Budget[]> {
  const { signInPerNetwork, signInPerAccount } = limits;
  const ofNetwork = { limiter: signInPerNetwork, key: network, of: 'network', onSuccess: 'refund' } as const;
  // What is no address has no account, and is not worth remembering as a key; it costs the same work all the same.
  if (parseEmail(email) === null) return [ofNetwork];
  const isKnown = device !== null && (await knownDevices.isKnown(email, device));
  const place = isKnown ? device.toString('base64url') : network;
  const key = sha256(`${emailKey(email)}|${place}`).toString('base64url');
  const ofAccount = { limiter: signInPerAccount, key, of: 'account', onSuccess: 'reset' } as const;
  return isKnown ? [ofAccount] : [ofNetwork, ofAccount];
}

async function authenticate(
  { accounts, hasher }: SignInParts,
  { email, password, network }: SignInAttempt,
): Promise<Exclude<SignInOutcome, Limited>> {
  const account = await accounts.findByEmail(email);
  const matches = await hasher.verify(account?.passwordHash ?? null, password, network);
  if (account === null || account.passwordHash === null || !matches || account.disabledAt !== null)
    return { outcome: 'refused' };
  const { id: accountId, passwordHash, validFrom } = account;
  if (hasher.needsRehash(passwordHash))
    await rehash({ accounts, hasher }, { accountId, passwordHash, password });
  return { outcome: 'signed_in', accountId, validFrom };
}

/** Next time, where the lane is full or fails: the password was right. */
async function rehash(
  { accounts, hasher }: Pick<SignInParts, 'accounts' | 'hasher'>,
  { accountId, passwordHash: old, password }: { accountId: string; passwordHash: string; password: string },
): Promise<void> {
  const passwordHash = await hasher.hash(password).catch((error: unknown) => {
    if (error instanceof UnavailableError) return null;
    throw error;
  });
  if (passwordHash !== null) await accounts.replacePasswordHash(accountId, old, passwordHash);
}
