import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryInUseError, lockDataDirectory } from './data-directory.ts';

let parent: string;
let dataDir: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'symbolon-lock-'));
  dataDir = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const leaveLock = async (content: string): Promise<void> => {
  await (await lockDataDirectory(dataDir))[Symbol.asyncDispose]();
  writeFileSync(join(dataDir, 'lock'), content);
};

describe('the lock of the data directory', () => {
  it('makes a directory for its owner only, and goes when disposed', async () => {
    const lock = await lockDataDirectory(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'lock')).mode & 0o777).toBe(0o600);
    await lock[Symbol.asyncDispose]();
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  it('is refused while this process holds it, and given again afterwards', async () => {
    const lock = await lockDataDirectory(dataDir);
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(DataDirectoryInUseError);
    await lock[Symbol.asyncDispose]();
    await (await lockDataDirectory(dataDir))[Symbol.asyncDispose]();
  });

  it('is refused while another process holds it, which the message names', async () => {
    await leaveLock(String(process.ppid));
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(`in use by process ${process.ppid}.`);
    expect(existsSync(join(dataDir, 'lock'))).toBe(true);
  });

  it.each([
    ['a process that is gone', '2147483647'],
    ['an earlier process with our id, as every start in a container has', String(process.pid)],
    ['a process that ended while writing it', ''],
  ])('is taken over from %s', async (_, content) => {
    await leaveLock(content);
    await using _lock = await lockDataDirectory(dataDir);
    expect(statSync(join(dataDir, 'lock')).size).toBe(String(process.pid).length);
  });
});
