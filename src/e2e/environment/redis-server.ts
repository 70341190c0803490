import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@redis/client';
import { findRedis } from './programs.ts';
import { freePort } from './free-port.ts';
import { startTethered, type RunningServer } from './tethered-server.ts';

/** A Redis of our own that writes nothing to disk. */
export async function startRedis(): Promise<RunningServer> {
  const command = await findRedis();
  if (command === null) throw new Error('redis-server is not installed.');
  const port = await freePort();
  const directory = await mkdtemp(path.join(tmpdir(), 'symbolon-redis-'));
  const listen = ['--bind', '127.0.0.1', '--port', String(port)];
  // One database for each deployment that a run starts.
  const databases = ['--databases', '4096'];
  const args = [...listen, ...databases, '--dir', directory, '--save', '', '--appendonly', 'no'];
  return startTethered({ command, args, directory }, `redis://127.0.0.1:${port}`, probe);
}

async function probe(url: string): Promise<void> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    if (client.isOpen) client.destroy();
  }
}
