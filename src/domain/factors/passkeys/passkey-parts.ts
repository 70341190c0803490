import type { RandomBytes } from '../../../platform/random.ts';
import type { WaysInParts } from '../../accounts/ways-in.ts';
import type { ActivityLog } from '../../activity/activity.ts';
import type { EnrolledFactors } from '../../authentication/next-step.ts';
import type { RateLimiters } from '../../limits/rate-limiter.ts';
import type { Storage } from '../../storage.ts';
import type { RelyingParty } from './relying-party.ts';

/** What passkeys need of the service. */
export interface PasskeyParts {
  readonly storage: Pick<Storage, 'passkeys' | 'accounts' | 'recoveryCodes' | 'unitOfWork'>;
  readonly enrolled: EnrolledFactors;
  readonly activity: ActivityLog;
  readonly limits: Pick<RateLimiters, 'signInPerNetwork'>;
  readonly random: RandomBytes;
  readonly party: RelyingParty;
  readonly waysIn: WaysInParts;
}
