import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Logger } from '../../platform/logger.ts';
import {
  type ExpiringTable,
  bucketOf,
  bucketSeconds,
  isBucketOver,
} from '../../domain/tokens/expiry-bucket.ts';
import { UnavailableError } from '../../platform/unavailable-error.ts';
import { toPortError } from './database-errors.ts';

/** Longest life of a row in each table, by which partitions are created ahead. */
export type Lifetimes = Readonly<Record<ExpiringTable, number>>;

interface Partition {
  readonly name: string;
  readonly bucket: number;
  readonly state: 'attached' | 'detaching' | 'detached';
}

/** One replica at a time; the others wait, and then find nothing left to do. */
const creationLock = 7_235_402;
/** Apart from the other: dropping may wait for long, and a replica that starts must not wait for that. */
const removalLock = 7_235_404;
const longestWaitMs = 60_000;
const pauseMs = 100;
/** Partitions exist this many buckets beyond the longest life, so that a few missed rounds are harmless. */
const spareBuckets = 2;

const tables = Object.keys(bucketSeconds) as ExpiringTable[];

export interface PartitionOptions {
  readonly database: Kysely<unknown>;
  readonly lifetimes: Lifetimes;
  readonly logger: Logger;
}

/** Creates the partitions that rows may need soon: what a start has to wait for. Time is the database's. */
export async function createPartitionsAhead({
  database,
  lifetimes,
  logger,
}: PartitionOptions): Promise<void> {
  await inTurn(database, creationLock, async (connection, now) => {
    for (const table of tables) await createAhead({ connection, table, now, logger }, now + lifetimes[table]);
  });
}

/**
 * Creates partitions ahead, and drops those whose rows are all past retention. Detaching before dropping keeps the lock on
 * the parent table short, but has to wait for every transaction that looks at the table, a backup's included: it may fail,
 * and is tried again in the next round.
 */
export async function maintainPartitions(options: PartitionOptions): Promise<void> {
  const { database, logger } = options;
  await createPartitionsAhead(options);
  await inTurn(database, removalLock, async (connection, now) => {
    for (const table of tables) await dropExpired({ connection, table, now, logger });
  });
}

async function inTurn(
  database: Kysely<unknown>,
  lock: number,
  work: (connection: Kysely<unknown>, now: number) => Promise<void>,
): Promise<void> {
  try {
    await database.connection().execute(async (connection) => {
      await takeTurn(connection, lock);
      try {
        await work(connection, await databaseNow(connection));
      } finally {
        await sql`SELECT pg_advisory_unlock(${lock})`.execute(connection);
      }
    });
  } catch (error) {
    throw toPortError(error);
  }
}

/** Asks again and again: waiting in one statement would end at the statement timeout. */
async function takeTurn(connection: Kysely<unknown>, lock: number): Promise<void> {
  for (let attempt = 0; attempt < longestWaitMs / pauseMs; attempt += 1) {
    const { rows } = await sql<{ locked: boolean }>`
      SELECT pg_try_advisory_lock(${lock}) AS locked`.execute(connection);
    if (rows[0]?.locked === true) return;
    await sleep(pauseMs);
  }
  throw new UnavailableError('database', { cause: new Error('another replica maintains the partitions') });
}

interface TableMaintenance {
  readonly connection: Kysely<unknown>;
  readonly table: ExpiringTable;
  readonly now: number;
  readonly logger: Logger;
}

async function createAhead(
  { connection, table, now }: TableMaintenance,
  longestExpiry: number,
): Promise<void> {
  const partitions = await listPartitions(connection, table);
  const existing = new Set(
    partitions.filter(({ state }) => state === 'attached').map(({ bucket }) => bucket),
  );
  const last = bucketOf(table, longestExpiry) + spareBuckets;
  for (let bucket = bucketOf(table, now); bucket <= last; bucket += 1) {
    if (!existing.has(bucket)) await createPartition(connection, table, bucket);
  }
}

async function dropExpired({ connection, table, now, logger }: TableMaintenance): Promise<void> {
  for (const partition of await listPartitions(connection, table)) {
    if (!isBucketOver(table, partition.bucket, now)) continue;
    await dropPartition(connection, table, partition);
    logger.info({ table, partition: partition.name }, 'dropped an expired partition');
  }
}

async function createPartition(
  connection: Kysely<unknown>,
  table: ExpiringTable,
  bucket: number,
): Promise<void> {
  const name = sql.table(`${table}_p${bucket}`);
  // Made aside and attached, which lets requests go on; creating it in place would lock the whole table. The fill factor
  // leaves room for the update that spends or ends a row, so that it stays on its page and touches no index.
  await sql`
    CREATE TABLE IF NOT EXISTS ${name} (LIKE ${sql.table(table)} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)
    WITH (fillfactor = 85)`.execute(connection);
  await sql`
    ALTER TABLE ${sql.table(table)} ATTACH PARTITION ${name} FOR VALUES IN (${sql.lit(bucket)})`.execute(
    connection,
  );
}

async function dropPartition(
  connection: Kysely<unknown>,
  table: ExpiringTable,
  partition: Partition,
): Promise<void> {
  const name = sql.table(partition.name);
  if (partition.state !== 'detached') {
    const how = sql.raw(partition.state === 'detaching' ? 'FINALIZE' : 'CONCURRENTLY');
    await sql`ALTER TABLE ${sql.table(table)} DETACH PARTITION ${name} ${how}`.execute(connection);
  }
  await sql`DROP TABLE IF EXISTS ${name}`.execute(connection);
}

/**
 * Partitions by name, including detached ones that an earlier round did not live to drop. First the one, if any, whose
 * detaching was cut off between its two phases: while it is pending no other can be detached.
 */
async function listPartitions(connection: Kysely<unknown>, table: ExpiringTable): Promise<Partition[]> {
  const { rows } = await sql<Omit<Partition, 'bucket'>>`
    SELECT c.relname AS name,
      CASE WHEN i.inhrelid IS NULL THEN 'detached' WHEN i.inhdetachpending THEN 'detaching' ELSE 'attached' END AS state
    FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
    WHERE c.relkind = 'r'
      AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = ${table}::regclass)
      AND c.relname ~ ${`^${table}_p[0-9]+$`}
    ORDER BY i.inhdetachpending DESC NULLS LAST, c.relname`.execute(connection);
  return rows.map(({ name, state }) => ({
    name,
    state,
    bucket: Number(name.slice(name.lastIndexOf('_p') + 2)),
  }));
}

async function databaseNow(connection: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    SELECT floor(extract(epoch FROM clock_timestamp()))::double precision AS now`.execute(connection);
  return rows[0]?.now ?? 0;
}
