import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { AccountStore } from './account-store.ts';
import { emailKey } from './email.ts';
import type { PasswordHasher } from './password-hasher.ts';

export type SignInOutcome =
  | { readonly outcome: 'signed_in'; readonly accountId: string }
  /** Unknown address, wrong password, no password, disabled: one answer for all, after the same work. */
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  readonly network: string;
}

export interface SignInParts {
  readonly accounts: Pick<AccountStore, 'findByEmail' | 'putPasswordHash'>;
  readonly hasher: PasswordHasher;
  readonly limits: RateLimiters;
}

/**
 * Checks an e-mail address and password. Attempts are counted for the address together with the network they come from, so
 * that a stranger's guesses do not lock the owner out, and for the network as a whole. Only failures stay counted: behind one
 * address there may be an office full of people who sign in every morning.
 *
 * @throws UnavailableError when the database or the password lane cannot answer
 */
export async function signIn(
  parts: SignInParts,
  { email, password, network }: SignInAttempt,
): Promise<SignInOutcome> {
  const { accounts, hasher, limits } = parts;
  const accountKey = `${emailKey(email)}|${network}`;
  const decisions = await Promise.all([
    limits.signInPerAccount.consume(accountKey),
    limits.signInPerNetwork.consume(network),
  ]);
  const refused = decisions.find((decision) => !decision.allowed);
  if (refused !== undefined && !refused.allowed) {
    return { outcome: 'limited', retryAfterSeconds: refused.retryAfterSeconds };
  }

  const account = await accounts.findByEmail(email);
  const matches = await hasher.verify(account?.passwordHash ?? null, password);
  if (account === null || account.passwordHash === null || !matches || account.disabledAt !== null) {
    return { outcome: 'refused' };
  }
  await Promise.all([limits.signInPerAccount.reset(accountKey), limits.signInPerNetwork.refund(network)]);
  if (hasher.needsRehash(account.passwordHash))
    await accounts.putPasswordHash(account.id, await hasher.hash(password));
  return { outcome: 'signed_in', accountId: account.id };
}
