import { type Budget, type Limited, attemptWithin } from '../limits/attempt.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';

export type FactorAttempt = { readonly outcome: 'accepted' | 'refused' } | Limited;

export interface Attempt {
  readonly accountId: string;
  readonly code: string;
  readonly network: string;
  /** Digest of this browser's secret, where the account was signed in to here before; null: it was not, as far as is known. */
  readonly knownDevice: Buffer | null;
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

/** Takes what somebody has typed, if that is right and the budgets allow it. */
export function attemptFactor(
  budgets: readonly Budget[],
  isRight: () => Promise<boolean>,
): Promise<FactorAttempt> {
  const attempt = async (): Promise<{ readonly outcome: 'accepted' | 'refused' }> => ({
    outcome: (await isRight()) ? 'accepted' : 'refused',
  });
  return attemptWithin(budgets, attempt, 'accepted');
}
