import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { lockDataDirectory } from './data-directory.ts';
import { createEmbeddedPool, createPostgresPool, type PostgresPoolOptions, type SqlPool } from './pool.ts';

export interface DatabaseLocation extends Omit<PostgresPoolOptions, 'databaseUrl'> {
  /** null: PGlite in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

export async function openPool({ databaseUrl, dataDir, ...options }: DatabaseLocation): Promise<SqlPool> {
  return databaseUrl === null ? openEmbedded(dataDir) : createPostgresPool({ ...options, databaseUrl });
}

async function openEmbedded(dataDir: string): Promise<SqlPool> {
  const lock = await lockDataDirectory(dataDir);
  const directory = join(dataDir, 'pglite');
  await makePrivate(directory);
  const database = await PGlite.create({
    dataDir: directory,
    parsers: { [types.BYTEA]: (text: string) => Buffer.from(text.slice(2), 'hex') },
  });
  const pool = createEmbeddedPool(database);
  return {
    connect: () => pool.connect(),
    async end() {
      await pool.end();
      await lock[Symbol.asyncDispose]();
    },
  };
}

/** PGlite lets everybody read its files, and `dataDir` may be a directory that others can enter. */
async function makePrivate(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o700);
}
