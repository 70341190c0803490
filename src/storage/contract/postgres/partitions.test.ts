import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  bucketSeconds,
  type ExpiringTable,
  retentionAfterExpirySeconds,
} from '../../../domain/tokens/expiry-bucket.ts';
import { lifetimes, postgres, useDatabase } from '../backends.ts';
import { createSubject, insertAccessToken, insertTokens, liveOf, newKey } from '../subjects.ts';
import { connect } from './connection.ts';

const longest: Record<ExpiringTable, number> = {
  authorization_codes: 3600,
  pushed_authorization_requests: 3600,
  interactions: 3600,
  email_proofs: 3600,
  passkey_challenges: 3600,
  upstream_transactions: 3600,
  upstream_nonces: 3600,
  access_tokens: lifetimes.accessTokenSeconds,
  refresh_tokens: lifetimes.grantSeconds,
  sessions: lifetimes.sessionSeconds,
  grants: lifetimes.grantSeconds,
  account_activities: 180 * 86_400,
};
const tables = Object.keys(bucketSeconds) as ExpiringTable[];

describe('promise 7: partitions', () => {
  const opened = useDatabase(postgres);

  it.each(tables)('of %s reach from now to beyond the longest life of a row', async (table) => {
    await using onlooker = await connect(opened());
    const now = await databaseSeconds(onlooker);
    const buckets = await attachedBuckets(onlooker, table);
    const first = bucketOf(table, now - 5);
    const last = bucketOf(table, now + longest[table]);
    expect(buckets.at(0)).toBeLessThanOrEqual(first + 1);
    // Two missed rounds of maintenance are harmless.
    expect(buckets.at(-1)).toBeGreaterThanOrEqual(last + 2);
    expect(buckets).toEqual(Array.from({ length: buckets.length }, (_, index) => (buckets[0] ?? 0) + index));
  });

  it('take rows at every point of the longest life', async () => {
    const { storage } = opened();
    const { accountId, clientId, grantId } = await createSubject(storage);
    for (let part = 0; part <= 20; part += 1) {
      const accessTtl = (lifetimes.accessTokenSeconds * part) / 20;
      const refreshTtl = (lifetimes.grantSeconds * part) / 20;
      const token = { accountId, clientId, grantId, payload: {} };
      await storage.accessTokens.insert({
        ...token,
        key: newKey('access_token', accessTtl),
        kind: 'access_token',
        ttlSeconds: accessTtl,
      });
      await storage.refreshTokens.insert({
        ...token,
        key: newKey('refresh_token', refreshTtl),
        ttlSeconds: refreshTtl,
      });
    }
  });

  it('long past are dropped with their rows, and rows within retention stay', async () => {
    const { storage } = opened();
    await using onlooker = await connect(opened());
    const tokens = await insertTokens(storage, await createSubject(storage));
    const table = 'access_tokens';
    const now = await databaseSeconds(onlooker);
    const past = bucketOf(table, now - 30 * 24 * 3600);
    // The newest bucket whose last row may have expired less than the retention ago.
    const retained = bucketOf(table, now - retentionAfterExpirySeconds);
    await addPartition(onlooker, table, past, true);
    await addPartition(onlooker, table, retained, true);
    const before = await attachedBuckets(onlooker, table);
    await storage.maintainPartitions();
    expect(await attachedBuckets(onlooker, table)).toEqual(before.filter((bucket) => bucket !== past));
    expect(await relationExists(onlooker, `${table}_p${past}`)).toBe(false);
    expect(await liveOf(storage, tokens)).toHaveLength(3);
  });

  it.each(tables)('of %s are dropped when their time is over', async (table) => {
    await using onlooker = await connect(opened());
    const now = await databaseSeconds(onlooker);
    const over = bucketOf(table, now - retentionAfterExpirySeconds) - 1;
    await addPartition(onlooker, table, over, false);
    await opened().storage.maintainPartitions();
    expect(await relationExists(onlooker, `${table}_p${over}`)).toBe(false);
  });

  it('are replaced when one is missing', async () => {
    await using onlooker = await connect(opened());
    const bucket = bucketOf('access_tokens', (await databaseSeconds(onlooker)) + 24 * 3600);
    await onlooker.query(`DROP TABLE access_tokens_p${bucket}`);
    await opened().storage.maintainPartitions();
    expect(await attachedBuckets(onlooker, 'access_tokens')).toContain(bucket);
  });

  it('made aside by a round that was cut off are attached in the next', async () => {
    await using onlooker = await connect(opened());
    const bucket = bucketOf('access_tokens', (await databaseSeconds(onlooker)) + 2 * 24 * 3600);
    await onlooker.query(`DROP TABLE access_tokens_p${bucket}`);
    await onlooker.query(
      `CREATE TABLE access_tokens_p${bucket} (LIKE access_tokens INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)`,
    );
    await opened().storage.maintainPartitions();
    expect(await attachedBuckets(onlooker, 'access_tokens')).toContain(bucket);
  });

  it('whose detaching was cut off half-way are gone after the next round, and so are the others', async () => {
    const { storage } = opened();
    await using onlooker = await connect(opened());
    const table = 'authorization_codes';
    const now = await databaseSeconds(onlooker);
    const [oldest, middle, newest] = [3000, 2000, 1000].map((hours) =>
      bucketOf(table, now - hours * 3600),
    ) as [number, number, number];
    for (const bucket of [oldest, middle, newest]) await addPartition(onlooker, table, bucket, true);
    await cutOffDetach(onlooker, opened(), table, middle);
    await storage.maintainPartitions();
    for (const bucket of [oldest, middle, newest])
      expect(await relationExists(onlooker, `${table}_p${bucket}`)).toBe(false);
  });

  it('detached by a round that did not live to drop them are dropped in the next', async () => {
    await using onlooker = await connect(opened());
    const bucket = bucketOf('interactions', (await databaseSeconds(onlooker)) - 1000 * 3600);
    await addPartition(onlooker, 'interactions', bucket, true);
    await onlooker.query(`ALTER TABLE interactions DETACH PARTITION interactions_p${bucket}`);
    await opened().storage.maintainPartitions();
    expect(await relationExists(onlooker, `interactions_p${bucket}`)).toBe(false);
  });

  it('that cannot be dropped now keep nothing that is needed from being created', async () => {
    const { database, storage } = opened();
    await using onlooker = await connect(opened());
    const now = await databaseSeconds(onlooker);
    const stuck = bucketOf('authorization_codes', now - 500 * 3600);
    const needed = bucketOf('grants', now + 3 * 7 * 24 * 3600);
    await addPartition(onlooker, 'authorization_codes', stuck, true);
    await onlooker.query(`DROP TABLE grants_p${needed}`);
    await using reader = await connect(opened());
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await reader.query('SELECT FROM authorization_codes');
    await using hasty = await database.open({ statementTimeoutMs: 500 });
    // A start, which must not wait for whoever reads, such as a backup.
    await hasty.migrate();
    expect(await attachedBuckets(onlooker, 'grants')).toContain(needed);
    await expect(hasty.maintainPartitions()).rejects.toThrow();
    await reader.query('ROLLBACK');
    await storage.maintainPartitions();
    expect(await relationExists(onlooker, `authorization_codes_p${stuck}`)).toBe(false);
  });

  it('maintained by several replicas at once come out right, and requests go on meanwhile', async () => {
    const { database, storage } = opened();
    await using onlooker = await connect(opened());
    const now = await databaseSeconds(onlooker);
    for (const table of tables) {
      await addPartition(onlooker, table, bucketOf(table, now - 20 * bucketSeconds[table]), true);
      await onlooker.query(`DROP TABLE ${table}_p${bucketOf(table, now + longest[table]) + 2}`);
    }
    const subject = await createSubject(storage);
    await using other = await database.open({ poolSize: 2 });
    const maintained = Promise.all([
      storage.maintainPartitions(),
      other.maintainPartitions(),
      other.maintainPartitions(),
    ]);
    const written = await Promise.all(Array.from({ length: 30 }, () => insertAccessToken(storage, subject)));
    await maintained;
    for (const table of tables) {
      const buckets = await attachedBuckets(onlooker, table);
      expect(buckets).not.toContain(bucketOf(table, now - 20 * bucketSeconds[table]));
      expect(buckets).toContain(bucketOf(table, now + longest[table]) + 2);
    }
    for (const key of written)
      expect(await storage.accessTokens.findLive(key, 'access_token')).not.toBeNull();
  });
});

async function databaseSeconds(onlooker: pg.Client): Promise<number> {
  const { rows } = await onlooker.query<{ now: number }>(
    'SELECT extract(epoch FROM clock_timestamp())::double precision AS now',
  );
  return Math.floor(rows[0]?.now ?? 0);
}

async function attachedBuckets(onlooker: pg.Client, table: ExpiringTable): Promise<number[]> {
  const { rows } = await onlooker.query<{ name: string }>(
    'SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass AND NOT inhdetachpending',
    [table],
  );
  return rows.map(({ name }) => Number(name.replace(`${table}_p`, ''))).sort((a, b) => a - b);
}

async function relationExists(onlooker: pg.Client, name: string): Promise<boolean> {
  const { rows } = await onlooker.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    name,
  ]);
  return rows[0]?.found === true;
}

/** @param filled with a row, where that is an access token */
async function addPartition(
  onlooker: pg.Client,
  table: ExpiringTable,
  bucket: number,
  filled: boolean,
): Promise<void> {
  await onlooker.query(
    `CREATE TABLE IF NOT EXISTS ${table}_p${bucket} PARTITION OF ${table} FOR VALUES IN (${bucket})`,
  );
  if (!filled || table !== 'access_tokens') return;
  await onlooker.query(
    `INSERT INTO access_tokens (digest, expiry_bucket, kind, client_id, payload, expires_at)
     VALUES (sha256($1::int::text::bytea), $1::int, 'client_credentials', 'nobody', '{}', to_timestamp($1::int::bigint * 86400))`,
    [bucket],
  );
}

/** A reader makes the detaching wait between its two phases, where it is then cut off. */
async function cutOffDetach(
  onlooker: pg.Client,
  opened: Parameters<typeof connect>[0],
  table: ExpiringTable,
  bucket: number,
): Promise<void> {
  await using reader = await connect(opened);
  await reader.query('BEGIN');
  await reader.query(`SELECT FROM ${table}`);
  await onlooker.query("SET statement_timeout = '1s'");
  await expect(
    onlooker.query(`ALTER TABLE ${table} DETACH PARTITION ${table}_p${bucket} CONCURRENTLY`),
  ).rejects.toThrow(/statement timeout/);
  await onlooker.query('RESET statement_timeout');
  await reader.query('ROLLBACK');
  const { rowCount } = await onlooker.query(
    'SELECT FROM pg_inherits WHERE inhparent = $1::regclass AND inhdetachpending',
    [table],
  );
  expect(rowCount).toBe(1);
}
