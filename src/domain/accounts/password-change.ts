import type { ActivityLog, Origin } from '../activity/activity.ts';
import { attemptWithin } from '../limits/attempt.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { Storage } from '../storage.ts';
import { inUnitOfWork } from '../unit-of-work.ts';
import type { Account } from './account-store.ts';
import { type PasswordHasher, PasswordLaneFullError } from './passwords/password-hasher.ts';
import { checkPassword, type PasswordPolicy, type PasswordProblem } from './passwords/password-policy.ts';

export interface PasswordChangeParts {
  readonly storage: Pick<Storage, 'accounts' | 'sessions' | 'knownDevices' | 'unitOfWork'>;
  readonly hasher: PasswordHasher;
  readonly limits: RateLimiters;
  readonly policy: PasswordPolicy;
  readonly activity: ActivityLog;
}

export interface PasswordChange {
  readonly account: Account;
  /** The session that stays signed in. */
  readonly sessionUid: string;
  /** Not looked at where the account has no password. */
  readonly current: string;
  readonly password: string;
  /** SHA-256 of this browser's secret, which goes on being known; null: it has none. */
  readonly device: Buffer | null;
  readonly origin: Origin;
  /** Of the page, for the mail. */
  readonly language: string;
}

export type ChangedPassword =
  | { readonly outcome: 'changed' }
  /** `wrong`: `current` is not the password. `over`: the password was replaced meanwhile, or this session has ended. */
  | { readonly outcome: 'wrong' | 'over' }
  | { readonly outcome: 'invalid'; readonly password: PasswordProblem }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

/**
 * Sets the password of somebody who is signed in, has just shown who they are, and knows the current one if there is any. Ends
 * everything of the account but this session, and says so by mail.
 *
 * @throws UnavailableError when the database or the password lane cannot answer
 */
export async function changePassword(
  parts: PasswordChangeParts,
  change: PasswordChange,
): Promise<ChangedPassword> {
  const { storage, hasher, policy } = parts;
  const { account, password, origin } = change;
  const problem = checkPassword(password, policy, account.email);
  if (problem !== null) return { outcome: 'invalid', password: problem };
  if (hasher.isFull(origin.network)) throw new PasswordLaneFullError();
  const expected = await storage.accounts.findPasswordHash(account.id);
  if (expected !== null) {
    const attempt = await verify(parts, change, expected);
    if (attempt.outcome !== 'right') return attempt;
  }
  const passwordHash = await hasher.hash(password, origin.network);
  return (await put(parts, change, { expected, passwordHash }))
    ? { outcome: 'changed' }
    : { outcome: 'over' };
}

type Verdict = { readonly outcome: 'right' } | { readonly outcome: 'wrong' };

/** Counted for the account: only who is signed in to it gets this far, so no stranger can use its attempts up. */
function verify(
  { hasher, limits }: PasswordChangeParts,
  { account, current, origin: { network } }: PasswordChange,
  expected: string,
) {
  const budgets = [
    { limiter: limits.signInPerNetwork, key: network, of: 'network', onSuccess: 'refund' },
    { limiter: limits.signInPerAccount, key: `${account.id}|${network}`, of: 'account', onSuccess: 'reset' },
  ] as const;
  const attempt = async (): Promise<Verdict> =>
    (await hasher.verify(expected, current, network)) ? { outcome: 'right' } : { outcome: 'wrong' };
  return attemptWithin(budgets, attempt, 'right');
}

/** All of it, or nothing where somebody else was quicker: who has just got their account back keeps it. */
async function put(
  { storage, activity }: PasswordChangeParts,
  { account, sessionUid, device, origin, language }: PasswordChange,
  { expected, passwordHash }: { readonly expected: string | null; readonly passwordHash: string },
): Promise<boolean> {
  const work = async (): Promise<boolean> => {
    const isReplaced = await storage.accounts.replacePasswordHash(account.id, expected, passwordHash);
    const now = isReplaced ? await storage.accounts.findById(account.id) : null;
    const isHere = now?.disabledAt === null && now.validFrom.getTime() === account.validFrom.getTime();
    if (!isHere || !(await storage.sessions.endOthers(account.id, sessionUid))) return false;
    await storage.knownDevices.forgetOthers(account.id, device);
    await activity.note(
      { accountId: account.id, kind: 'password_changed', detail: null, ...origin },
      language,
    );
    return true;
  };
  return inUnitOfWork(storage, work, (isPut) => isPut);
}
