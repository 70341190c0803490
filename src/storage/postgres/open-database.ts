import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangeSink } from '../../domain/coherence/coherence.ts';
import type { MonotonicMs } from '../../platform/clock.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { followChanges } from './change-feed.ts';
import { lockDataDirectory } from './data-directory.ts';
import { followEmbeddedChanges } from './embedded-change-feed.ts';
import { createEmbeddedPool, createPostgresPool, type PostgresPoolOptions, type SqlPool } from './pool.ts';
import { createEmbeddedReads, createPostgresReads, type PreparedReads } from './prepared-reads.ts';

export interface DatabaseLocation extends Omit<PostgresPoolOptions, 'databaseUrl'> {
  /** null: PGlite in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly monotonicMs: MonotonicMs;
  readonly random: RandomBytes;
}

/** The ways to one database. */
export interface DatabaseConnections {
  readonly pool: SqlPool;
  readonly reads: PreparedReads;
  followChanges(sink: ChangeSink): AsyncDisposable;
}

/** Reads are batched, so that a few connections carry many; see `domain/introspection`. */
const readConnections = 2;
/** One row by its key: a database that takes longer is not there. */
const readTimeoutMs = 2000;

export async function openDatabase(location: DatabaseLocation): Promise<DatabaseConnections> {
  const { databaseUrl } = location;
  return databaseUrl === null ? openEmbedded(location) : openPostgres({ ...location, databaseUrl });
}

function openPostgres(location: DatabaseLocation & { databaseUrl: string }): DatabaseConnections {
  const pool = createPostgresPool(location);
  const reads = createPostgresReads({
    ...location,
    connections: readConnections,
    timeoutMs: Math.min(readTimeoutMs, location.statementTimeoutMs ?? readTimeoutMs),
  });
  return {
    pool: {
      connect: () => pool.connect(),
      async end() {
        await Promise.all([reads.end(), pool.end()]);
      },
    },
    reads,
    followChanges: (sink) => followChanges(location, sink),
  };
}

async function openEmbedded({
  dataDir,
  monotonicMs,
  logger,
}: DatabaseLocation): Promise<DatabaseConnections> {
  const lock = await lockDataDirectory(dataDir);
  const directory = join(dataDir, 'pglite');
  await makePrivate(directory);
  // A large library, which a service on a server of its own never needs.
  const { PGlite, types } = await import('@electric-sql/pglite');
  const database = await PGlite.create({
    dataDir: directory,
    parsers: { [types.BYTEA]: (text: string) => Buffer.from(text.slice(2), 'hex') },
  });
  const pool = createEmbeddedPool(database);
  return {
    pool: {
      connect: () => pool.connect(),
      async end() {
        await pool.end();
        await lock[Symbol.asyncDispose]();
      },
    },
    reads: createEmbeddedReads(pool),
    followChanges: (sink) => followEmbeddedChanges({ database, pool, monotonicMs, logger }, sink),
  };
}

/** PGlite lets everybody read its files, and `dataDir` may be a directory that others can enter. */
async function makePrivate(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o700);
}
