import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { createDatabase } from '../../e2e/environment/database.ts';
import { systemClock, systemMonotonicMs } from '../../platform/clock.ts';
import { createLogger } from '../../platform/logger.ts';
import { systemRandom } from '../../platform/random.ts';
import { type OpenStorage, openStorage, type StorageOptions } from '../open-storage.ts';

const day = 24 * 3600;

/** One place to keep everything, empty; storages opened on it see the same rows. */
export interface EmptyDatabase {
  /** null: PGlite. */
  readonly url: string | null;
  open(options?: Partial<StorageOptions>): Promise<OpenStorage>;
  drop(): Promise<void>;
}

/** A way to run the one SQL implementation; every contract holds on each. */
export interface Backend {
  readonly name: string;
  createEmpty(): Promise<EmptyDatabase>;
  /** May be made quicker than by applying the migrations each time. */
  createMigrated(): Promise<EmptyDatabase>;
}

export const postgres: Backend = {
  name: 'Postgres',
  async createEmpty() {
    const created = await createDatabase(inject('postgresUrl'));
    return {
      url: created.url,
      open: (options) => openStorage({ ...defaults, databaseUrl: created.url, ...options }),
      drop: () => created.drop(),
    };
  },
  async createMigrated() {
    const database = await postgres.createEmpty();
    await using storage = await database.open();
    await storage.migrate();
    return database;
  },
};

export const embedded: Backend = {
  name: 'PGlite',
  createEmpty: () => copyOf('empty'),
  createMigrated: () => copyOf('migrated'),
};

/** Copying a cluster is many times faster than making one. */
const templates = new Map<'empty' | 'migrated', Promise<string>>();

async function copyOf(kind: 'empty' | 'migrated'): Promise<EmptyDatabase> {
  const template = templates.get(kind) ?? createTemplate(kind);
  templates.set(kind, template);
  const dataDir = await temporaryFolder();
  await cp(await template, dataDir, { recursive: true });
  return {
    url: null,
    open: (options) => openStorage({ ...defaults, dataDir, ...options }),
    drop: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function createTemplate(kind: 'empty' | 'migrated'): Promise<string> {
  const dataDir = await temporaryFolder();
  await using storage = await openStorage({ ...defaults, dataDir });
  if (kind === 'migrated') await storage.migrate();
  return dataDir;
}

/** For the end of a file that used `embedded`. */
export async function removeTemplates(): Promise<void> {
  for (const dataDir of templates.values()) await rm(await dataDir, { recursive: true, force: true });
}

function temporaryFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'symbolon-contract-'));
}

export const lifetimes = { accessTokenSeconds: 30 * day, grantSeconds: 60 * day, sessionSeconds: 14 * day };

const defaults: StorageOptions = {
  databaseUrl: null,
  dataDir: '',
  poolSize: 10,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 20_000,
  lifetimes,
  settleMs: 0,
  clock: systemClock,
  monotonicMs: systemMonotonicMs,
  random: systemRandom,
  logger: createLogger({ level: 'silent' }),
};

/** A migrated storage for the tests of one `describe`; call the result inside of tests only. */
export function useStorage(backend: Backend, options?: Partial<StorageOptions>): () => OpenStorage {
  const opened = useDatabase(backend, options);
  return () => opened().storage;
}

/** The same with what it is on, for tests that open more storages or connections of their own. */
export function useDatabase(backend: Backend, options?: Partial<StorageOptions>): () => OpenDatabase {
  let opened: OpenDatabase | null = null;
  beforeAll(async () => {
    const database = await backend.createMigrated();
    opened = { database, storage: await database.open(options) };
  });
  afterAll(async () => {
    await opened?.storage[Symbol.asyncDispose]();
    await opened?.database.drop();
  });
  return () => {
    if (opened === null) throw new Error('the database is there during tests only');
    return opened;
  };
}

export interface OpenDatabase {
  readonly database: EmptyDatabase;
  readonly storage: OpenStorage;
}
