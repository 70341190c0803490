import type { Config } from '../config/config.ts';
import { defaultConcurrency } from '../domain/accounts/passwords/password-hasher.ts';
import type { RateLimit } from '../domain/limits/rate-limiter.ts';

/**
 * One worker's part of a budget that is meant for the whole service and counted in each process: all parts together are at
 * least the budget, and above it only by rounding up.
 */
function shareOf(total: number, { server }: Config): number {
  return Math.ceil(total / server.workers);
}

export function shareOfPasswords(config: Config): Config['passwords'] {
  const { passwords } = config;
  return {
    ...passwords,
    concurrency: shareOf(passwords.concurrency ?? defaultConcurrency(), config),
    queueLimit: shareOf(passwords.queueLimit, config),
  };
}

export function shareOfRateLimits(config: Config): Config['rateLimits'] {
  const shares = Object.entries(config.rateLimits).map(([name, { points, windowSeconds }]) => {
    const share: RateLimit = { points: shareOf(points, config), windowSeconds };
    return [name, share] as const;
  });
  return Object.fromEntries(shares) as Config['rateLimits'];
}
