import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DataDirectoryInUseError, lockDataDirectory } from '../../postgres/data-directory.ts';
import { embedded, removeTemplates } from '../backends.ts';
import { insertAccount } from '../subjects.ts';

afterAll(removeTemplates);

describe('the lock of a data directory', () => {
  let dataDir: string;
  const lockFile = () => path.join(dataDir, 'lock');
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'symbolon-lock-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  });

  it('is refused to a second holder, and free again after the first', async () => {
    const first = await lockDataDirectory(dataDir);
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(DataDirectoryInUseError);
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(new RegExp(`in use by process ${process.pid}`));
    await first[Symbol.asyncDispose]();
    const second = await lockDataDirectory(dataDir);
    await second[Symbol.asyncDispose]();
    await expect(stat(lockFile())).rejects.toThrow(/ENOENT/);
  });

  it('is refused while another process that has it lives, and taken over when it is gone', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    await once(other, 'spawn');
    await writeFile(lockFile(), String(other.pid));
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(new RegExp(`in use by process ${other.pid}`));
    other.kill('SIGKILL');
    await once(other, 'exit');
    await using _lock = await lockDataDirectory(dataDir);
    expect(await readFile(lockFile(), 'utf8')).toBe(String(process.pid));
  });

  it.each(['', 'nonsense', '0', '-1', '99999999999', String(process.pid)])(
    'left behind with the content "%s" is taken over',
    async (content) => {
      await writeFile(lockFile(), content);
      await using _lock = await lockDataDirectory(dataDir);
      expect(await readFile(lockFile(), 'utf8')).toBe(String(process.pid));
    },
  );

  it.each(['nobody', 'a process that is gone'])(
    'left by %s goes to one of four processes that start at once',
    async (previous) => {
      if (previous !== 'nobody') await writeFile(lockFile(), '99999999');
      const module = path.join(import.meta.dirname, '../../postgres/data-directory.ts');
      const program = `
        const { lockDataDirectory } = await import(${JSON.stringify(pathToFileURL(module).href)});
        await lockDataDirectory(${JSON.stringify(dataDir)}).then(
          () => process.stdout.write('mine'),
          (error) => process.stdout.write(error.name),
        );
        setInterval(() => undefined, 1000);`;
      const contenders = Array.from({ length: 4 }, () =>
        spawn(process.execPath, ['--input-type=module', '-e', program]),
      );
      const answers = await Promise.all(
        contenders.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])),
      );
      for (const contender of contenders) contender.kill('SIGKILL');
      expect(answers.sort()).toEqual([...Array<string>(3).fill('DataDirectoryInUseError'), 'mine']);
    },
  );

  it('makes a directory that is not there, for its owner alone', async () => {
    const absent = path.join(dataDir, 'not', 'there');
    await using _lock = await lockDataDirectory(absent);
    expect((await stat(absent)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(absent, 'lock'))).mode & 0o777).toBe(0o600);
  });

  it('goes to one of 20 who want it at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDirectory(dataDir)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(DataDirectoryInUseError);
    }
  });
});

describe('embedded storage', () => {
  it('is refused while it is open, and keeps its rows for the next opening', async () => {
    const database = await embedded.createEmpty();
    onTestFinished(() => database.drop());
    let accountId: string;
    {
      await using storage = await database.open();
      await storage.migrate();
      accountId = await insertAccount(storage);
      await expect(database.open()).rejects.toThrow(DataDirectoryInUseError);
      expect(await storage.accounts.findById(accountId)).not.toBeNull();
    }
    await using again = await database.open();
    expect(await again.pendingMigrations()).toEqual([]);
    expect(await again.accounts.findById(accountId)).not.toBeNull();
  });
});
