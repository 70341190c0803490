/** A budget of attempts for each key in a window of time. Losing the counters loses precision, nothing else. */
export interface RateLimiter {
  /** Spends one point. Never throws for an unreachable store: a process-local budget takes over. */
  spend(key: string): Promise<RateLimitDecision>;
  /** Gives one spent point back. */
  refund(key: string): Promise<void>;
  /** Gives the whole budget back, after proof that the attempts were the owner's. */
  reset(key: string): Promise<void>;
}

export type RateLimitDecision =
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

export interface RateLimit {
  readonly points: number;
  readonly windowSeconds: number;
}

export type LimitName =
  | 'signInPerAccount'
  | 'signInPerNetwork'
  | 'signUpPerNetwork'
  | 'clientAuthenticationPerClient'
  | 'clientAuthenticationPerNetwork'
  | 'interactionsPerNetwork'
  | 'mailPerAddress'
  | 'mailPerAddressInAll'
  | 'mailPerNetwork'
  | 'totpPerAccount'
  | 'totpPerAccountInAll'
  | 'recoveryPerAccount'
  | 'warningPerAccount'
  | 'signInNotesPerAccount'
  | 'accountFormsPerAccount';

export type RateLimiters = Readonly<Record<LimitName, RateLimiter>>;
