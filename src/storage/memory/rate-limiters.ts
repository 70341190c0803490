import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type {
  LimitName,
  RateLimit,
  RateLimitDecision,
  RateLimiter,
  RateLimiters,
} from '../../domain/limits/rate-limiter.ts';

export type Limits = Readonly<Record<LimitName, RateLimit>>;

/** Budgets in this process only. */
export function createMemoryRateLimiters(limits: Limits): RateLimiters {
  return mapLimits(limits, (name, limit) => toRateLimiter(createMemoryLimiter(name, limit)));
}

export function createMemoryLimiter(name: string, { points, windowSeconds }: RateLimit): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix: name, points, duration: windowSeconds });
}

export function mapLimits(
  limits: Limits,
  create: (name: LimitName, limit: RateLimit) => RateLimiter,
): RateLimiters {
  const names = Object.keys(limits) as LimitName[];
  return Object.fromEntries(names.map((name) => [name, create(name, limits[name])])) as Record<
    LimitName,
    RateLimiter
  >;
}

export function toRateLimiter(limiter: RateLimiterAbstract): RateLimiter {
  return {
    async spend(key) {
      try {
        await limiter.consume(key);
        return { allowed: true };
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return refused(refusal);
        throw refusal;
      }
    },
    async refund(key) {
      await limiter.reward(key);
    },
    async reset(key) {
      await limiter.delete(key);
    },
  };
}

function refused({ msBeforeNext }: RateLimiterRes): RateLimitDecision {
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}
