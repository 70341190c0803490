import { execFile } from 'node:child_process';
import { appendFile, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findPostgres } from './programs.ts';
import { freePort } from './free-port.ts';
import { startTethered, type RunningServer, type SystemUser } from './tethered-server.ts';

const run = promisify(execFile);
const superuser = 'symbolon';

/** Tests kill backends and servers, never the machine, so they do without what survives its crash. */
const forTests = { max_connections: '300', fsync: 'off', full_page_writes: 'off' };

/**
 * A PostgreSQL of our own, in a directory of its own: never the machine's cluster.
 *
 * @param settings beyond PostgreSQL's own defaults, as in postgresql.conf
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = forTests,
): Promise<RunningServer> {
  const binaries = await findPostgres();
  if (binaries === null) throw new Error('PostgreSQL is not installed.');
  const directory = await mkdtemp(path.join(tmpdir(), 'symbolon-postgres-'));
  const data = path.join(directory, 'data');
  const port = await freePort();
  try {
    const user = await unprivilegedUser();
    if (user !== undefined) await chown(directory, user.uid, user.gid);
    const initdb = ['--pgdata', data, '--username', superuser, '--auth', 'trust', '--no-sync'];
    await run(path.join(binaries, 'initdb'), [...initdb, '--encoding', 'UTF8', '--locale', 'C'], {
      cwd: directory,
      ...user,
    });
    const all = { listen_addresses: "'127.0.0.1'", port, unix_socket_directories: "''", ...settings };
    const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}\n`);
    await appendFile(path.join(data, 'postgresql.conf'), lines.join(''));
    const server = { command: path.join(binaries, 'postgres'), args: ['-D', data], directory, user };
    return await startTethered(server, `postgres://${superuser}@127.0.0.1:${port}/postgres`, probe);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root. */
async function unprivilegedUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => null);
    if (ids !== null) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
  }
  throw new Error('Running as root, and there is no user "postgres" or "nobody" to run PostgreSQL as.');
}

async function probe(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}
