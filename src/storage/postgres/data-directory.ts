import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Another process has the embedded database open; two would corrupt it. */
export class DataDirectoryInUseError extends Error {
  constructor(dataDir: string, processId: number) {
    const who = Number.isNaN(processId) ? 'another process' : `process ${processId}`;
    super(
      `the data directory ${dataDir} is in use by ${who}. Stop it first, or use a real Postgres ` +
        '(DATABASE_URL), which many processes can share.',
    );
    this.name = 'DataDirectoryInUseError';
  }
}

/** Locks of this very process. */
const held = new Set<string>();

/**
 * Makes the directory ours until disposed. The lock is a file with our process id; one left by a process that is gone is
 * taken over, also when its id is now ours: in a container every start has the same one.
 *
 * @throws DataDirectoryInUseError
 */
export async function lockDataDirectory(dataDir: string): Promise<AsyncDisposable> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = resolve(dataDir, 'lock');
  if (held.has(path)) throw new DataDirectoryInUseError(dataDir, process.pid);
  held.add(path);
  if (!(await tryCreate(path)) && !(await takeOver(path))) {
    held.delete(path);
    throw new DataDirectoryInUseError(dataDir, await readOwner(path));
  }
  return {
    async [Symbol.asyncDispose]() {
      await rm(path, { force: true });
      held.delete(path);
    },
  };
}

/**
 * A file with our id that this process did not write is from an earlier start. Whoever replaces a lock holds another one
 * meanwhile: the first is there at every moment, and nobody replaces what somebody else has just put there.
 */
async function takeOver(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  if (isAnother(owner)) return false;
  const claim = `${path}.claim`;
  if (!(await tryCreate(claim))) {
    if (isAnother(await readOwner(claim))) return false;
    // Its owner died over it.
    await rm(claim, { force: true });
    if (!(await tryCreate(claim))) return false;
  }
  try {
    if (!Object.is(await readOwner(path), owner)) return false;
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, String(process.pid), { mode: 0o600 });
    await rename(draft, path);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

function isAnother(owner: number): boolean {
  return owner !== process.pid && isRunning(owner);
}

/** The process id in the file; NaN when there is none, also not a moment later: files are made before they are written. */
async function readOwner(path: string): Promise<number> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== '') return Number.parseInt(text ?? '', 10);
    await sleep(30);
  }
  return Number.NaN;
}

async function tryCreate(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
