import type { RateLimiters } from '../../domain/limits/rate-limiter.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { VisitOptions } from '../account/visit.ts';
import type { StepOptions } from '../interaction/steps.ts';

export interface FederationRoutesOptions extends StepOptions, Omit<VisitOptions, 'storage'> {
  readonly limits: RateLimiters;
  readonly metrics: Metrics;
  readonly logger: Logger;
}
