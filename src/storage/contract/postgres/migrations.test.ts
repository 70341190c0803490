import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { postgres } from '../backends.ts';
import { createSubject, insertTokens, liveOf } from '../subjects.ts';

const shipped = path.join(import.meta.dirname, '../../../../migrations');

it('promise 6: ten replicas that start at once on an empty database apply each migration once', async () => {
  const database = await postgres.createEmpty();
  onTestFinished(() => database.drop());
  const names = (await readdir(shipped)).map((file) => file.replace('.sql', '')).sort();
  const applied = await Promise.all(
    Array.from({ length: 10 }, async () => {
      await using replica = await database.open({ poolSize: 2 });
      const mine = await replica.migrate();
      // Whoever applied them: each replica can serve as soon as it is through.
      expect(await liveOf(replica, await insertTokens(replica, await createSubject(replica)))).toHaveLength(
        3,
      );
      expect(await replica.pendingMigrations()).toEqual([]);
      return mine;
    }),
  );
  expect(applied.flat()).toEqual(names);
});

it('a migration may take longer than a statement of a request', async () => {
  const database = await postgres.createEmpty();
  onTestFinished(() => database.drop());
  const migrationsFolder = await mkdtemp(path.join(tmpdir(), 'symbolon-migrations-'));
  onTestFinished(() => rm(migrationsFolder, { recursive: true, force: true }));
  await cp(shipped, migrationsFolder, { recursive: true });
  await writeFile(
    path.join(migrationsFolder, '9000_slow.sql'),
    'SELECT pg_sleep(4); CREATE TABLE slow (id int);',
  );
  const applied = await Promise.all(
    Array.from({ length: 2 }, async () => {
      await using replica = await database.open({ migrationsFolder, statementTimeoutMs: 2000 });
      return await replica.migrate();
    }),
  );
  expect(applied.flat().at(-1)).toBe('9000_slow');
});
