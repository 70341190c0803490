import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { createDatabase } from '../../e2e/environment/database.ts';
import { systemClock } from '../../platform/clock.ts';
import { createLogger } from '../../platform/logger.ts';
import { type OpenStorage, openStorage, type StorageOptions } from '../open-storage.ts';

const day = 24 * 3600;

/** One place to keep everything, empty; storages opened on it see the same rows. */
export interface EmptyDatabase {
  readonly url: string | null;
  open(options?: Partial<StorageOptions>): Promise<OpenStorage>;
  drop(): Promise<void>;
}

/** A way to run the one SQL implementation; every contract holds on each. */
export interface Backend {
  readonly name: string;
  createEmpty(): Promise<EmptyDatabase>;
}

export const postgres: Backend = {
  name: 'Postgres',
  async createEmpty() {
    const { url, drop } = await createDatabase(inject('postgresUrl'));
    return { url, open: (options) => openStorage({ ...defaults, databaseUrl: url, ...options }), drop };
  },
};

export const embedded: Backend = {
  name: 'PGlite',
  async createEmpty() {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'symbolon-contract-'));
    return {
      url: null,
      open: (options) => openStorage({ ...defaults, dataDir, ...options }),
      drop: () => rm(dataDir, { recursive: true, force: true }),
    };
  },
};

export const lifetimes = { accessTokenSeconds: 30 * day, grantSeconds: 60 * day, sessionSeconds: 14 * day };

const defaults: StorageOptions = {
  databaseUrl: null,
  dataDir: '',
  poolSize: 10,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 20_000,
  lifetimes,
  clock: systemClock,
  logger: createLogger({ level: 'silent' }),
};

/** A migrated storage for the tests of one `describe`; call the result inside of tests only. */
export function useStorage(backend: Backend, options?: Partial<StorageOptions>): () => OpenStorage {
  const opened: { database?: EmptyDatabase; storage?: OpenStorage } = {};
  beforeAll(async () => {
    opened.database = await backend.createEmpty();
    opened.storage = await opened.database.open(options);
    await opened.storage.migrate();
  });
  afterAll(async () => {
    await opened.storage?.[Symbol.asyncDispose]();
    await opened.database?.drop();
  });
  return () => {
    if (opened.storage === undefined) throw new Error('the storage is open during tests only');
    return opened.storage;
  };
}

/** A migrated Postgres for the tests of one `describe`, to open storages and connections on. */
export function usePostgres(options?: Partial<StorageOptions>): () => { storage: OpenStorage; url: string } {
  const opened: { database?: EmptyDatabase; storage?: OpenStorage } = {};
  beforeAll(async () => {
    opened.database = await postgres.createEmpty();
    opened.storage = await opened.database.open(options);
    await opened.storage.migrate();
  });
  afterAll(async () => {
    await opened.storage?.[Symbol.asyncDispose]();
    await opened.database?.drop();
  });
  return () => {
    const { storage, database } = opened;
    if (storage === undefined || database === undefined || database.url === null)
      throw new Error('the database is there during tests only');
    return { storage, url: database.url };
  };
}
