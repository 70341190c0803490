import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Another process has the embedded database open; two would corrupt it. */
export class DataDirectoryInUseError extends Error {
  constructor(dataDir: string, processId: number) {
    super(
      `the data directory ${dataDir} is in use by process ${processId}. Stop it first, or use a real Postgres ` +
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
  if (!(await tryCreate(path))) {
    const owner = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
    const isHeld = owner === process.pid ? held.has(path) : isRunning(owner);
    if (isHeld) throw new DataDirectoryInUseError(dataDir, owner);
    await rm(path, { force: true });
    if (!(await tryCreate(path))) throw new DataDirectoryInUseError(dataDir, owner);
  }
  held.add(path);
  return {
    async [Symbol.asyncDispose]() {
      await rm(path, { force: true });
      held.delete(path);
    },
  };
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
