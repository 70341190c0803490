import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import { defaultConcurrency } from '../domain/accounts/passwords/password-hasher.ts';
import { shareOfPasswords, shareOfRateLimits } from './share.ts';

function configWith(env: Record<string, string>): Config {
  const result = loadConfig({
    env: {
      SYMBOLON_ISSUER: 'https://id.example.com',
      DATABASE_URL: 'postgres://symbolon:pw@db.internal/symbolon',
      SYMBOLON_SECRET: 'Yq3vT8mK1zR6bN0cXwL5hJ9dF2gP7sUa',
      ...env,
    },
    cwd: join(tmpdir(), 'symbolon-directory-without-files'),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

it('a single process has every budget whole', () => {
  const config = configWith({ SYMBOLON_PASSWORDS_CONCURRENCY: '7' });
  expect(shareOfPasswords(config)).toEqual(config.passwords);
  expect(shareOfRateLimits(config)).toEqual(config.rateLimits);
});

it('workers have equal parts of what is counted in each process, rounded up', () => {
  const config = configWith({ SYMBOLON_SERVER_WORKERS: '4', SYMBOLON_PASSWORDS_CONCURRENCY: '6' });
  expect(shareOfPasswords(config)).toEqual({ ...config.passwords, concurrency: 2, queueLimit: 8 });
  expect(shareOfRateLimits(config)).toEqual({
    signInPerAccount: { points: 3, windowSeconds: 900 },
    signInPerNetwork: { points: 25, windowSeconds: 900 },
    signUpPerNetwork: { points: 5, windowSeconds: 3600 },
    clientAuthenticationPerClient: { points: 8, windowSeconds: 300 },
    clientAuthenticationPerNetwork: { points: 25, windowSeconds: 300 },
    interactionsPerNetwork: { points: 250, windowSeconds: 300 },
    mailPerAddress: { points: 2, windowSeconds: 3600 },
    mailPerAddressInAll: { points: 8, windowSeconds: 86_400 },
    mailPerNetwork: { points: 13, windowSeconds: 3600 },
    totpPerAccount: { points: 2, windowSeconds: 300 },
    totpPerAccountInAll: { points: 13, windowSeconds: 86_400 },
    recoveryPerAccount: { points: 3, windowSeconds: 3600 },
    warningPerAccount: { points: 1, windowSeconds: 86_400 },
    accountFormsPerAccount: { points: 30, windowSeconds: 3600 },
    signInNotesPerAccount: { points: 8, windowSeconds: 3600 },
  });
});

it('every worker hashes at least one password at a time, and at least one may wait', () => {
  const config = configWith({
    SYMBOLON_SERVER_WORKERS: '64',
    SYMBOLON_PASSWORDS_CONCURRENCY: '1',
    SYMBOLON_PASSWORDS_QUEUE_LIMIT: '1',
  });
  expect(shareOfPasswords(config)).toMatchObject({ concurrency: 1, queueLimit: 1 });
});

it('shares out the default concurrency, too', () => {
  const config = configWith({ SYMBOLON_SERVER_WORKERS: '2' });
  expect(shareOfPasswords(config).concurrency).toBe(Math.ceil(defaultConcurrency() / 2));
});
