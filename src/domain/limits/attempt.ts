import type { RateLimiter } from './rate-limiter.ts';

/** One that is used up ends the attempt before it is made. */
export interface Budget {
  readonly limiter: RateLimiter;
  readonly key: string;
  /** Whose it is. */
  readonly of: 'network' | 'account';
  /** What a success gives back: only what it spent where others spend, too. */
  readonly onSuccess: 'refund' | 'reset';
}

export interface Limited {
  readonly outcome: 'limited';
  readonly retryAfterSeconds: number;
  /** Whose attempts are used up. */
  readonly of: Budget['of'];
}

/** Counts the attempt in every budget, and makes it if all allow that. Only what is no success stays counted. */
export async function attemptWithin<Result extends { readonly outcome: string }>(
  budgets: readonly Budget[],
  attempt: () => Promise<Result>,
  success: Result['outcome'],
): Promise<Result | Limited> {
  for (const { limiter, key, of } of budgets) {
    const decision = await limiter.spend(key);
    if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds, of };
  }
  let result: Result;
  try {
    result = await attempt();
  } catch (error) {
    // Our own fault is not the person's attempt.
    for (const { limiter, key } of budgets) await limiter.refund(key);
    throw error;
  }
  if (result.outcome === success) {
    for (const { limiter, key, onSuccess } of budgets) await limiter[onSuccess](key);
  }
  return result;
}
