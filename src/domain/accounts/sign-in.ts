import { sha256 } from '../../platform/digest.ts';
import type { KnownDeviceStore } from '../activity/known-devices.ts';
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
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

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
export async function signIn(
  parts: SignInParts,
  { email, password, network, device }: SignInAttempt,
): Promise<SignInOutcome> {
  const { limits } = parts;
  if (parts.hasher.isFull(network)) throw new PasswordLaneFullError();
  // What is no address has no account, and is not worth remembering as a key; it costs the same work all the same.
  const isAddress = parseEmail(email) !== null;
  const known = isAddress && device !== null && (await parts.knownDevices.isKnown(email, device));
  const place = known ? device.toString('base64url') : network;
  const networkKey = known ? null : network;
  const accountKey = isAddress ? sha256(`${emailKey(email)}|${place}`).toString('base64url') : null;

  for (const [limit, key] of [
    [limits.signInPerNetwork, networkKey],
    [limits.signInPerAccount, accountKey],
  ] as const) {
    const decision = key === null ? null : await limit.spend(key);
    if (decision?.allowed === false)
      return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  }
  try {
    const signedIn = await authenticate(parts, { email, password, network });
    if (signedIn === null) return { outcome: 'refused' };
    if (networkKey !== null) await limits.signInPerNetwork.refund(networkKey);
    if (accountKey !== null) await limits.signInPerAccount.reset(accountKey);
    return { outcome: 'signed_in', ...signedIn };
  } catch (error) {
    // Our own fault is not the person's attempt.
    if (networkKey !== null) await limits.signInPerNetwork.refund(networkKey);
    if (accountKey !== null) await limits.signInPerAccount.refund(accountKey);
    throw error;
  }
}

async function authenticate(
  { accounts, hasher }: Pick<SignInParts, 'accounts' | 'hasher'>,
  { email, password, network }: Omit<SignInAttempt, 'device'>,
): Promise<SignedIn | null> {
  const account = await accounts.findByEmail(email);
  const matches = await hasher.verify(account?.passwordHash ?? null, password, network);
  if (account === null || account.passwordHash === null || !matches || account.disabledAt !== null)
    return null;
  const { id: accountId, passwordHash, validFrom } = account;
  if (hasher.needsRehash(passwordHash))
    await rehash({ accounts, hasher }, { accountId, passwordHash, password });
  return { accountId, validFrom };
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
