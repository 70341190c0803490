import type { RateLimiter, RateLimiters } from '../limits/rate-limiter.ts';

export type FactorAttempt =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused' }
  | {
      readonly outcome: 'limited';
      readonly retryAfterSeconds: number;
      /** Whose attempts are used up. */
      readonly of: 'network' | 'account';
    };

export interface Attempt {
  readonly accountId: string;
  readonly code: string;
  readonly network: string;
  /** Digest of this browser's secret, where the account was signed in to here before; null: it was not, as far as is known. */
  readonly knownDevice: Buffer | null;
}

/** One that is used up ends the attempt before it is looked at. */
interface Budget {
  readonly limiter: RateLimiter;
  readonly key: string;
  readonly of: 'network' | 'account';
  /** What a right answer gives back: only what it spent where others spend, too. */
  readonly onSuccess: 'refund' | 'reset';
}

/**
 * Six digits can be tried out, so few may be. Whoever gets this far has the password, so counting for the account locks no owner
 * out for a stranger; and against somebody who stole it, browsers that are known have attempts of their own.
 */
export function totpBudgets(limits: RateLimiters, attempt: Attempt): Budget[] {
  return budgetsOf(limits, attempt, [
    { limiter: limits.totpPerAccount, onSuccess: 'reset' },
    { limiter: limits.totpPerAccountInAll, onSuccess: 'refund' },
  ]);
}

/** Nobody guesses these; what is limited is the work. */
export function recoveryBudgets(limits: RateLimiters, attempt: Attempt): Budget[] {
  return budgetsOf(limits, attempt, [{ limiter: limits.recoveryPerAccount, onSuccess: 'reset' }]);
}

function budgetsOf(
  { signInPerNetwork }: Pick<RateLimiters, 'signInPerNetwork'>,
  { accountId, network, knownDevice }: Attempt,
  ofAccount: ReadonlyArray<Pick<Budget, 'limiter' | 'onSuccess'>>,
): Budget[] {
  const key = knownDevice === null ? accountId : `${accountId} ${knownDevice.toString('base64url')}`;
  const own = ofAccount.map((budget): Budget => ({ ...budget, key, of: 'account' }));
  if (knownDevice !== null) return own;
  return [{ limiter: signInPerNetwork, key: network, of: 'network', onSuccess: 'refund' }, ...own];
}

/** Counts the attempt in every budget, and makes it if all allow that. Only wrong answers stay counted. */
export async function attemptWithin(
  budgets: readonly Budget[],
  isRight: () => Promise<boolean>,
): Promise<FactorAttempt> {
  for (const { limiter, key, of } of budgets) {
    const decision = await limiter.spend(key);
    if (!decision.allowed) {
      return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds, of };
    }
  }
  try {
    if (!(await isRight())) return { outcome: 'refused' };
  } catch (error) {
    // Our own fault is not the person's attempt.
    for (const { limiter, key } of budgets) await limiter.refund(key);
    throw error;
  }
  for (const { limiter, key, onSuccess } of budgets) await limiter[onSuccess](key);
  return { outcome: 'accepted' };
}
