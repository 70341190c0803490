import fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemRandom } from '../../platform/random.ts';
import { bucketOf } from './expiry-bucket.ts';
import { bucketOfIdentifier, createExpiringIdentifier } from './expiring-identifier.ts';

const now = Date.parse('2026-03-04T05:06:07Z');
const options = {
  ttlSeconds: 3600,
  clock: { now: () => new Date(now) },
  random: systemRandom,
};

it.each([
  ['gra', 'grants'],
  ['ses', 'sessions'],
] as const)('of kind %s carries the partition of its row', (prefix, table) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 24 * 3600 }), (ttlSeconds) => {
      const id = createExpiringIdentifier(prefix, { ...options, ttlSeconds });
      expect(id).toMatch(new RegExp(`^${prefix}_[0-9A-Za-z]{26}$`));
      expect(bucketOfIdentifier(prefix, id)).toBe(bucketOf(table, Math.floor(now / 1000) + ttlSeconds));
    }),
  );
});

it('is never the same twice', () => {
  const ids = Array.from({ length: 1000 }, () => createExpiringIdentifier('ses', options));
  expect(new Set(ids).size).toBe(1000);
});

it('is known only as what it is', () => {
  const grant = createExpiringIdentifier('gra', options);
  expect(bucketOfIdentifier('ses', grant)).toBeNull();
  for (const text of [
    '',
    'gra',
    grant.slice(0, -1),
    `${grant}0`,
    ` ${grant}`,
    `${grant}\n`,
    grant.replace('gra', 'GRA'),
  ])
    expect(bucketOfIdentifier('gra', text)).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      expect(bucketOfIdentifier('gra', text)).toBeNull();
    }),
  );
});
