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
 * Six digits can be tried out, so few may be. Whoever gets this far has the password: counting for the account locks nobody out
 * who is a stranger to it, and the owner still has passkeys and recovery codes, which are counted apart.
 */
export function totpBudgets(limits: RateLimiters, { accountId, network }: Attempt): Budget[] {
  return [
    { limiter: limits.signInPerNetwork, key: network, of: 'network', onSuccess: 'refund' },
    { limiter: limits.totpPerAccount, key: accountId, of: 'account', onSuccess: 'reset' },
    { limiter: limits.totpPerAccountInAll, key: accountId, of: 'account', onSuccess: 'refund' },
  ];
}

/** Nobody guesses these; what is limited is the work. */
export function recoveryBudgets(limits: RateLimiters, { accountId, network }: Attempt): Budget[] {
  return [
    { limiter: limits.signInPerNetwork, key: network, of: 'network', onSuccess: 'refund' },
    { limiter: limits.recoveryPerAccount, key: accountId, of: 'account', onSuccess: 'reset' },
  ];
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
