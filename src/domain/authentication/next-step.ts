import { type Acr, type Method, type Strength, isAtLeast, strengthOf } from './strength.ts';

export type SecondFactor = 'totp' | 'passkey';

/** What an account can be asked for beside its first method. */
export interface EnrolledFactors {
  find(accountId: string): Promise<ReadonlySet<SecondFactor>>;
}

export interface FactorStore extends EnrolledFactors {
  /** Those and the recovery codes. */
  removeAll(accountId: string): Promise<void>;
}

export type NextStep =
  | { readonly step: 'done'; readonly strength: Strength }
  | { readonly step: 'first' }
  | { readonly step: 'second'; readonly factors: ReadonlySet<SecondFactor> }
  /** The account has nothing that would do. */
  | { readonly step: 'unmet' };

interface Sofar {
  readonly methods: readonly Method[];
  readonly enrolled: ReadonlySet<SecondFactor>;
  readonly wanted: Acr;
}

/**
 * What has to follow what was done. Whoever has a second factor is asked for it at every sign-in, whatever the app wants: that
 * is what it was set up for, and no way in leads around it.
 */
export function nextStep({ methods, enrolled, wanted }: Sofar): NextStep {
  const strength = strengthOf(methods);
  if (strength === null) return { step: 'first' };
  const least: Acr = enrolled.size > 0 && wanted === 'pwd' ? 'mfa' : wanted;
  if (isAtLeast(strength.acr, least)) return { step: 'done', strength };
  const useful = least === 'phr' ? new Set([...enrolled].filter((factor) => factor === 'passkey')) : enrolled;
  return useful.size === 0 ? { step: 'unmet' } : { step: 'second', factors: useful };
}
