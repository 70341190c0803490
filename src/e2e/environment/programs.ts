/** Where this machine keeps the programs that the tests need; a candidate counts only if it is usable. */
import { execFile } from 'node:child_process';
import { access, constants, glob, realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const probeTimeoutMs = 30_000;

const systemFolders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
const postgresFolders = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/opt/postgresql*/bin',
];
const macBrowsers = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The folder with `initdb`, `postgres` and `pg_dump` of one version. */
export async function findPostgres(): Promise<string | null> {
  const installed = (await Promise.all(postgresFolders.map(expand))).flat().sort(newestFirst);
  for (const folder of [...searchPath(), ...installed]) {
    // Debian links single programs into the path: the others are beside the link's target.
    const initdb = await realpath(path.join(folder, 'initdb')).catch(() => null);
    if (initdb === null) continue;
    const complete = await Promise.all(
      ['initdb', 'postgres', 'pg_dump'].map((name) => isExecutable(path.join(path.dirname(initdb), name))),
    );
    if (complete.every(Boolean)) return path.dirname(initdb);
  }
  return null;
}

export function findRedis(): Promise<string | null> {
  return firstUsable(onPath('redis-server'), ['--version']);
}

export function findChromium(): Promise<string | null> {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  return firstUsable([...names.flatMap(onPath), ...macBrowsers], ['--version']);
}

/** A Python interpreter that can import Authlib and the HTTP library it uses. */
export function findAuthlibPython(): Promise<string | null> {
  return firstUsable(onPath('python3'), ['-c', 'import authlib.integrations.requests_client']);
}

function searchPath(): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [...new Set([...folders, ...systemFolders])];
}

function onPath(name: string): string[] {
  return searchPath().map((folder) => path.join(folder, name));
}

async function firstUsable(candidates: readonly string[], args: readonly string[]): Promise<string | null> {
  for (const candidate of candidates) {
    if (!(await isExecutable(candidate))) continue;
    const usable = await run(candidate, args, { timeout: probeTimeoutMs }).then(
      () => true,
      () => false,
    );
    if (usable) return candidate;
  }
  return null;
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function expand(pattern: string): Promise<string[]> {
  const folders: string[] = [];
  for await (const folder of glob(pattern)) folders.push(folder);
  return folders;
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}
