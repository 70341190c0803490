import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { sha256 } from '../../platform/digest.ts';
import { toPortError } from './database-errors.ts';

const shippedMigrations = join(import.meta.dirname, '../../../migrations');

/** An applied migration's file is not what was applied: nothing may be changed under a database's feet. */
export class MigrationChangedError extends Error {
  constructor(names: readonly string[]) {
    super(
      `applied migrations were changed or removed: ${names.join(', ')}. ` +
        'Restore the files of the release that applied them; changes to the schema go into a new file.',
    );
    this.name = 'MigrationChangedError';
  }
}

interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Applies pending files in order, one transaction for all. Replicas starting together wait for the first, whose lock the
 * migrator takes in that transaction.
 *
 * @returns the names applied now
 * @throws MigrationChangedError
 */
export async function applyMigrations(
  database: Kysely<unknown>,
  folder = shippedMigrations,
): Promise<readonly string[]> {
  const files = await readMigrations(folder);
  await createChecksumTable(database);
  const applied = await appliedChecksums(database);
  refuseChangedFiles(applied, files);
  // Nothing to do, also where a newer release has migrated further: each release works on the next one's schema.
  if (files.every(({ name }) => applied.has(name))) return [];
  const migrator = new Migrator({
    db: database,
    provider: {
      getMigrations: () =>
        Promise.resolve(Object.fromEntries(files.map((file) => [file.name, toMigration(file)]))),
    },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw toPortError(error);
  return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName);
}

/** Names of the files that are not applied yet. */
export async function pendingMigrations(
  database: Kysely<unknown>,
  folder = shippedMigrations,
): Promise<readonly string[]> {
  const files = await readMigrations(folder);
  const applied = await appliedChecksums(database);
  return files.map(({ name }) => name).filter((name) => !applied.has(name));
}

async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (fileName) => {
      const text = await readFile(join(folder, fileName), 'utf8');
      return { name: fileName.replace(/\.sql$/, ''), text, checksum: sha256(text).toString('hex') };
    }),
  );
}

function toMigration({ name, text, checksum }: MigrationFile): Migration {
  return {
    async up(transaction: Kysely<unknown>) {
      await sql`SET LOCAL statement_timeout = 0`.execute(transaction);
      await sql.raw(text).execute(transaction);
      await sql`INSERT INTO migration_checksums (name, sha256) VALUES (${name}, ${checksum})`.execute(
        transaction,
      );
    },
  };
}

async function createChecksumTable(database: Kysely<unknown>): Promise<void> {
  try {
    // Two sessions creating one table at once can collide in the catalogue, so they take turns.
    await database.transaction().execute(async (transaction) => {
      await sql`SELECT pg_advisory_xact_lock(7235403)`.execute(transaction);
      await sql`
        CREATE TABLE IF NOT EXISTS migration_checksums (name text PRIMARY KEY, sha256 text NOT NULL)`.execute(
        transaction,
      );
    });
  } catch (error) {
    throw toPortError(error);
  }
}

function refuseChangedFiles(applied: ReadonlyMap<string, string>, files: readonly MigrationFile[]): void {
  const checksums = new Map(files.map(({ name, checksum }) => [name, checksum]));
  const newest = files.at(-1)?.name ?? '';
  const changed = [...applied]
    .filter(([name, checksum]) => name <= newest && checksums.get(name) !== checksum)
    .map(([name]) => name);
  if (changed.length > 0) throw new MigrationChangedError(changed);
}

async function appliedChecksums(database: Kysely<unknown>): Promise<Map<string, string>> {
  try {
    const exists = await sql<{ found: boolean }>`
      SELECT to_regclass('migration_checksums') IS NOT NULL AS found`.execute(database);
    if (exists.rows[0]?.found !== true) return new Map();
    const { rows } = await sql<{ name: string; sha256: string }>`
      SELECT name, sha256 FROM migration_checksums`.execute(database);
    return new Map(rows.map((row) => [row.name, row.sha256]));
  } catch (error) {
    throw toPortError(error);
  }
}
