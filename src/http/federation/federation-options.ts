import type { PasswordResetParts } from '../../domain/accounts/password-reset.ts';
import type { RateLimiters } from '../../domain/limits/rate-limiter.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { PasskeyParts } from '../../domain/factors/passkeys/passkey-parts.ts';
import type { VisitOptions } from '../account/visit.ts';
import type { StepOptions } from '../interaction/steps.ts';

export interface FederationRoutesOptions extends StepOptions, Omit<VisitOptions, 'storage'> {
  readonly limits: RateLimiters;
  /** null: the service cannot send mail. */
  readonly reset: PasswordResetParts | null;
  /** null: at this address there are no passkeys. */
  readonly passkeys: PasskeyParts | null;
  readonly metrics: Metrics;
  readonly logger: Logger;
}
