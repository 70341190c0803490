import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { RateLimiters } from '../../domain/limits/rate-limiter.ts';
import { createMemoryLimiter, type Limits, mapLimits, toRateLimiter } from '../memory/rate-limiters.ts';
import type { RedisConnection } from './connection.ts';

/** Budgets shared by all processes; while Redis does not answer, each process counts by itself against `alone`. */
export function createRedisRateLimiters(
  limits: Limits,
  alone: Limits,
  { client }: RedisConnection,
): RateLimiters {
  return mapLimits(limits, (name, limit) =>
    toRateLimiter(
      new RateLimiterRedis({
        storeClient: client,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
        keyPrefix: `symbolon:limit:${name}`,
        points: limit.points,
        duration: limit.windowSeconds,
        insuranceLimiter: createMemoryLimiter(name, alone[name]),
      }),
    ),
  );
}
