import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bucketOf,
  bucketSeconds,
  type ExpiringTable,
  isBucketOver,
  liveBuckets,
  retentionAfterExpirySeconds,
} from './expiry-bucket.ts';

const anyTable = fc.constantFrom(...(Object.keys(bucketSeconds) as ExpiringTable[]));
const anyTime = fc.integer({ min: 1_600_000_000, max: 4_000_000_000 });
const anyTtl = fc.integer({ min: 0, max: 90 * 24 * 3600 });

it('is never over before the row has been expired for the retention', () => {
  fc.assert(
    fc.property(anyTable, anyTime, anyTtl, (table, now, ttl) => {
      const expiresAt = now + ttl;
      expect(isBucketOver(table, bucketOf(table, expiresAt), expiresAt + retentionAfterExpirySeconds)).toBe(
        false,
      );
    }),
  );
});

it('is over one width and the retention after the expiry at the latest', () => {
  fc.assert(
    fc.property(anyTable, anyTime, (table, expiresAt) => {
      const end = expiresAt + bucketSeconds[table] + retentionAfterExpirySeconds;
      expect(isBucketOver(table, bucketOf(table, expiresAt), end)).toBe(true);
    }),
  );
});

it('is among the live ones from the writing of a row to the end of its retention', () => {
  const maxTtl = 3600;
  fc.assert(
    fc.property(
      anyTable,
      anyTime,
      fc.integer({ min: 0, max: maxTtl }),
      fc.nat(),
      (table, now, ttl, later) => {
        const bucket = bucketOf(table, now + ttl);
        const readAt = now + (later % (ttl + retentionAfterExpirySeconds + 1));
        expect(liveBuckets(table, readAt, maxTtl)).toContain(bucket);
      },
    ),
  );
});

it('of an hour are few, so that a lookup touches few partitions', () => {
  fc.assert(
    fc.property(anyTime, (now) => {
      expect(liveBuckets('interactions', now, 3600).length).toBeLessThanOrEqual(3);
    }),
  );
});
