import { sql } from 'kysely';
import { type Clock, epochSeconds } from '../../../../platform/clock.ts';
import { type ExpiringTable, bucketOf, liveBuckets } from '../../../../domain/tokens/expiry-bucket.ts';
import type {
  InteractionStore,
  PushedRequestStore,
  SealedRecord,
} from '../../../../domain/tokens/token-stores.ts';
import { fromNow, type Sql } from '../../sql.ts';

/**
 * Records whose secret carries no bucket. They live for minutes in hourly buckets, so the few buckets that can hold them
 * follow from the time.
 */
const maxTtlSeconds = 3600;

export function createPushedRequestStore(db: Sql, clock: Clock): PushedRequestStore {
  const table = 'pushed_authorization_requests';
  return {
    async insert({ digest, sealed, ttlSeconds }) {
      await db.execute(sql`
        INSERT INTO pushed_authorization_requests (digest, expiry_bucket, sealed, expires_at)
        VALUES (${digest}, ${bucketFor(table, clock, ttlSeconds)}, ${sealed}, ${fromNow(ttlSeconds)})`);
    },
    find: (digest) =>
      db.row(sql<SealedRecord>`
        SELECT sealed, consumed_at IS NOT NULL AS consumed FROM pushed_authorization_requests
        WHERE digest = ${digest} AND expiry_bucket = ANY(${possibleBuckets(table, clock)})`),
    async consume(digest) {
      const consumed = await db.execute(sql`
        UPDATE pushed_authorization_requests SET consumed_at = clock_timestamp()
        WHERE digest = ${digest} AND expiry_bucket = ANY(${possibleBuckets(table, clock)}) AND consumed_at IS NULL`);
      return consumed === 1;
    },
  };
}

export function createInteractionStore(db: Sql, clock: Clock): InteractionStore {
  const table = 'interactions';
  return {
    async put({ digest, sealed, ttlSeconds }) {
      // Rewritten in place when known: a later expiry would be another bucket, and the row would exist twice.
      const known = await db.changedRow(sql<{ live: boolean }>`
        UPDATE interactions SET sealed = CASE WHEN ended_at IS NULL THEN ${sealed}::bytea ELSE sealed END
        WHERE digest = ${digest} AND expiry_bucket = ANY(${possibleBuckets(table, clock)})
        RETURNING ended_at IS NULL AS live`);
      if (known !== null) return;
      await db.execute(sql`
        INSERT INTO interactions (digest, expiry_bucket, sealed, expires_at)
        VALUES (${digest}, ${bucketFor(table, clock, ttlSeconds)}, ${sealed}, ${fromNow(ttlSeconds)})`);
    },
    async findLive(digest) {
      const row = await db.row(sql<{ sealed: Buffer }>`
        SELECT sealed FROM interactions
        WHERE digest = ${digest} AND expiry_bucket = ANY(${possibleBuckets(table, clock)})
          AND ended_at IS NULL AND expires_at > clock_timestamp()`);
      return row === null ? null : row.sealed;
    },
    async end(digest) {
      await db.execute(sql`
        UPDATE interactions SET ended_at = clock_timestamp()
        WHERE digest = ${digest} AND expiry_bucket = ANY(${possibleBuckets(table, clock)}) AND ended_at IS NULL`);
    },
  };
}

function bucketFor(table: ExpiringTable, clock: Clock, ttlSeconds: number): number {
  return bucketOf(table, epochSeconds(clock) + ttlSeconds);
}

function possibleBuckets(table: ExpiringTable, clock: Clock): number[] {
  return liveBuckets(table, epochSeconds(clock), maxTtlSeconds);
}
