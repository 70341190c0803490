/**
 * Rows that expire live in partitions of one bucket each, and a whole partition is dropped when its bucket has passed.
 * A bucket is a number: expiry in epoch seconds divided by the bucket's width. Identifiers carry their bucket, so that a
 * lookup touches one partition.
 */
const hour = 3600;
const day = 24 * hour;
const week = 7 * day;

/** Width of a bucket in seconds, by the table that holds the rows. */
export const bucketSeconds = {
  authorization_codes: hour,
  pushed_authorization_requests: hour,
  interactions: hour,
  email_proofs: hour,
  passkey_challenges: hour,
  upstream_transactions: hour,
  upstream_nonces: hour,
  access_tokens: day,
  refresh_tokens: week,
  sessions: week,
  grants: week,
  account_activities: 4 * week,
} as const;

export type ExpiringTable = keyof typeof bucketSeconds;

/** Rows stay this long after expiry, so that late readers still learn what became of them. */
export const retentionAfterExpirySeconds = 300;

export function bucketOf(table: ExpiringTable, expiresAtEpochSeconds: number): number {
  return Math.floor(expiresAtEpochSeconds / bucketSeconds[table]);
}

/** True when every row of the bucket is past its retention. */
export function isBucketOver(table: ExpiringTable, bucket: number, nowEpochSeconds: number): boolean {
  return (bucket + 1) * bucketSeconds[table] + retentionAfterExpirySeconds <= nowEpochSeconds;
}

/** Buckets in which a row may live that was written within the last `maxTtlSeconds` and has not expired. */
export function liveBuckets(table: ExpiringTable, nowEpochSeconds: number, maxTtlSeconds: number): number[] {
  const first = bucketOf(table, nowEpochSeconds - retentionAfterExpirySeconds);
  const last = bucketOf(table, nowEpochSeconds + maxTtlSeconds);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
