import type { ActivityLog } from '../activity/activity.ts';
import type { EmailProofs } from '../mail/email-proof.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { Storage } from '../storage.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { type EnforcedProviderOf, enforcedDomains } from './enforced-domains.ts';
import type { LinkParts } from './links.ts';
import type { Provider } from './provider.ts';
import type { UpstreamSignInParts } from './upstream-sign-in.ts';
import type { VisitParts } from './visits.ts';

/** Everything about accounts elsewhere. */
export interface Federation extends VisitParts, UpstreamSignInParts, LinkParts {
  readonly storage: FederationStorage;
  readonly enforcedProviderOf: EnforcedProviderOf;
}

type FederationStorage = Pick<
  Storage,
  'accounts' | 'identities' | 'passkeys' | 'upstreamTransactions' | 'unitOfWork'
>;

export interface FederationParts {
  readonly issuer: string;
  readonly providers: readonly Provider[];
  readonly storage: FederationStorage;
  readonly limits: RateLimiters;
  /** null: the service cannot send mail. */
  readonly proofs: EmailProofs | null;
  readonly random: RandomBytes;
  readonly activity: ActivityLog;
}

export function createFederation(parts: FederationParts): Federation {
  return { ...parts, enforcedProviderOf: enforcedDomains(parts.providers) };
}
