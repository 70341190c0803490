import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Backend, type EmptyDatabase } from './backends.ts';
import { MigrationChangedError } from '../postgres/migrations.ts';

const shipped = path.join(import.meta.dirname, '../../../migrations');

export function migrationsContract(backend: Backend): void {
  describe('migrations', () => {
    it('are applied once each, in order, and none is pending afterwards', async () => {
      const database = await emptyDatabase(backend);
      await using storage = await database.open();
      const names = (await readdir(shipped)).map((file) => file.replace('.sql', '')).sort();
      expect(await storage.pendingMigrations()).toEqual(names);
      expect(await storage.migrate()).toEqual(names);
      expect(await storage.pendingMigrations()).toEqual([]);
      expect(await storage.migrate()).toEqual([]);
    });

    it('go on from where the release before left off', async () => {
      const database = await emptyDatabase(backend);
      const migrationsFolder = await copyOfShipped();
      await applyAll(database, migrationsFolder);
      await writeFile(path.join(migrationsFolder, '9000_more.sql'), 'CREATE TABLE more (id int); SELECT 1;');
      await using storage = await database.open({ migrationsFolder });
      expect(await storage.pendingMigrations()).toEqual(['9000_more']);
      expect(await storage.migrate()).toEqual(['9000_more']);
    });

    it('one of which fails leave nothing behind', async () => {
      const database = await emptyDatabase(backend);
      const migrationsFolder = await copyOfShipped();
      const bad = path.join(migrationsFolder, '9000_bad.sql');
      await writeFile(bad, 'CREATE TABLE half_done (id int); SELECT 1 / 0;');
      await using storage = await database.open({ migrationsFolder });
      await expect(storage.migrate()).rejects.toThrow(/division by zero/);
      await writeFile(bad, 'CREATE TABLE half_done (id int);');
      expect((await storage.migrate()).at(-1)).toBe('9000_bad');
    });

    it.each([
      ['changed', (file: string) => writeFile(file, 'SELECT 1;')],
      ['removed', (file: string) => rm(file)],
    ])('refuse to start when an applied file was %s', async (_what, change) => {
      const database = await emptyDatabase(backend);
      const migrationsFolder = await copyOfShipped();
      await applyAll(database, migrationsFolder);
      await change(path.join(migrationsFolder, '0002_clients.sql'));
      await using storage = await database.open({ migrationsFolder });
      await expect(storage.migrate()).rejects.toThrow(MigrationChangedError);
      await expect(storage.migrate()).rejects.toThrow(/0002_clients/);
    });

    it('refuse a new file that would have come before an applied one', async () => {
      const database = await emptyDatabase(backend);
      const migrationsFolder = await copyOfShipped();
      await applyAll(database, migrationsFolder);
      await writeFile(path.join(migrationsFolder, '0002_between.sql'), 'CREATE TABLE between_two (id int);');
      await using storage = await database.open({ migrationsFolder });
      await expect(storage.migrate()).rejects.toThrow(/0002_between|must always have a name that comes/);
    });
  });
}

async function emptyDatabase(backend: Backend): Promise<EmptyDatabase> {
  const database = await backend.createEmpty();
  onTestFinished(() => database.drop());
  return database;
}

async function copyOfShipped(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'symbolon-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(shipped, folder, { recursive: true });
  return folder;
}

async function applyAll(database: EmptyDatabase, migrationsFolder: string): Promise<void> {
  await using storage = await database.open({ migrationsFolder });
  await storage.migrate();
}
