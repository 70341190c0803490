import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { freePort } from '../../../e2e/environment/free-port.ts';
import { startRedis } from '../../../e2e/environment/redis-server.ts';
import { redisDump } from '../../../e2e/environment/redis-dump.ts';
import type { RateLimit, RateLimiter } from '../../../domain/limits/rate-limiter.ts';
import { createLogger } from '../../../platform/logger.ts';
import type { Limits } from '../../memory/rate-limiters.ts';
import { connectRedis, type RedisConnection } from '../../redis/connection.ts';
import { createRedisRateLimiters } from '../../redis/rate-limiters.ts';
import { createSecret } from '../subjects.ts';

const limit: RateLimit = { points: 3, windowSeconds: 600 };
const limits: Limits = {
  signInPerAccount: limit,
  signInPerNetwork: { points: 5, windowSeconds: 600 },
  signUpPerNetwork: limit,
  clientAuthenticationPerClient: limit,
  clientAuthenticationPerNetwork: limit,
  interactionsPerNetwork: { points: 1, windowSeconds: 1 },
  mailPerAddress: { points: 1, windowSeconds: 1 },
  mailPerAddressInAll: { points: 1, windowSeconds: 1 },
  totpPerAccount: { points: 1, windowSeconds: 1 },
  totpPerAccountInAll: { points: 1, windowSeconds: 1 },
  recoveryPerAccount: { points: 1, windowSeconds: 1 },
  warningPerAccount: { points: 1, windowSeconds: 1 },
  accountFormsPerAccount: { points: 1, windowSeconds: 1 },
  signInNotesPerAccount: { points: 1, windowSeconds: 1 },
  mailPerNetwork: { points: 1, windowSeconds: 1 },
};
const logger = createLogger({ level: 'silent' });

async function connectTo(url: string): Promise<RedisConnection> {
  const connection = connectRedis(url, logger);
  onTestFinished(() => connection[Symbol.asyncDispose]());
  await expect.poll(() => connection.client.isReady, { timeout: 5_000 }).toBe(true);
  return connection;
}

async function replica(url = inject('redisUrl')) {
  return createRedisRateLimiters(limits, limits, await connectTo(url));
}

/** How many of the next attempts pass. */
async function allowedOf(attempts: number, limiter: RateLimiter, key: string): Promise<number> {
  const decisions = [];
  for (let count = 0; count < attempts; count += 1) decisions.push(await limiter.spend(key));
  return decisions.filter(({ allowed }) => allowed).length;
}

describe('rate limits in Redis', () => {
  it('are one budget for all replicas', async () => {
    const [one, two] = [await replica(), await replica()];
    const key = createSecret();
    expect(await allowedOf(2, one.signInPerAccount, key)).toBe(2);
    expect(await allowedOf(2, two.signInPerAccount, key)).toBe(1);
    const refused = await one.signInPerAccount.spend(key);
    expect(refused).toMatchObject({ allowed: false });
    if (!refused.allowed) {
      expect(refused.retryAfterSeconds).toBeGreaterThan(500);
      expect(refused.retryAfterSeconds).toBeLessThanOrEqual(600);
    }
  });

  it('let exactly the budget through when 50 attempts come at once', async () => {
    const limiters = await replica();
    const key = createSecret();
    const decisions = await Promise.all(
      Array.from({ length: 50 }, () => limiters.signInPerNetwork.spend(key)),
    );
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(5);
  });

  it('count each key and each limit apart, and start anew after a reset or the window', async () => {
    const limiters = await replica();
    const key = createSecret();
    expect(await allowedOf(4, limiters.signInPerAccount, key)).toBe(3);
    expect(await allowedOf(1, limiters.signInPerAccount, `${key}x`)).toBe(1);
    expect(await allowedOf(1, limiters.signUpPerNetwork, key)).toBe(1);
    await limiters.signInPerAccount.reset(key);
    expect(await allowedOf(4, limiters.signInPerAccount, key)).toBe(3);
    expect(await allowedOf(2, limiters.interactionsPerNetwork, key)).toBe(1);
    await sleep(1500);
    expect(await allowedOf(1, limiters.interactionsPerNetwork, key)).toBe(1);
  });

  it('give one point back after a refund, to whichever replica asks next', async () => {
    const [one, two] = [await replica(), await replica()];
    const key = createSecret();
    expect(await allowedOf(3, one.signInPerAccount, key)).toBe(3);
    await one.signInPerAccount.refund(key);
    expect(await allowedOf(3, two.signInPerAccount, key)).toBe(1);
  });

  it('leave nothing in Redis that does not end by itself', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const limiters = await replica(redis.url);
    await limiters.signInPerAccount.spend('somebody@example.com|192.0.2.1');
    const dump = await redisDump(redis.url);
    expect(dump.split('\n')).toHaveLength(1);
    expect(dump).toContain('symbolon:limit:signInPerAccount');
  });
});

describe('promise 5: rate limits while Redis is gone', () => {
  it('go on in each process: a whole budget of its own, never an unlimited one', async () => {
    const redis = await startRedis();
    const [one, two] = [await replica(redis.url), await replica(redis.url)];
    const key = createSecret();
    expect(await allowedOf(4, one.signInPerAccount, key)).toBe(3);
    await redis.stop();
    for (const limiters of [one, two]) {
      const begin = performance.now();
      expect(await allowedOf(6, limiters.signInPerAccount, key)).toBe(3);
      await limiters.signInPerAccount.reset(key);
      expect(await allowedOf(6, limiters.signInPerAccount, key)).toBe(3);
      expect(performance.now() - begin).toBeLessThan(5_000);
    }
  });

  it('work from the start when Redis was never there', async () => {
    await using connection = connectRedis(`redis://127.0.0.1:${await freePort()}`, logger);
    const limiters = createRedisRateLimiters(limits, limits, connection);
    expect(await allowedOf(6, limiters.signInPerAccount, 'somebody')).toBe(3);
    await expect(connection.ping()).rejects.toThrow();
  });
});
