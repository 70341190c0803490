import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase, type TestDatabase } from '../environment/database.ts';
import { freePort } from '../environment/free-port.ts';
import { masterSecret } from '../harness/processes/cluster.ts';
import { type Replica, startReplica } from '../harness/processes/replica.ts';
import { logLines } from '../harness/processes/workers.ts';
import { createSymbolon } from './symbolon.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

async function start(args: readonly string[], more: Record<string, string> = {}): Promise<Replica> {
  const env = {
    SYMBOLON_MODE: 'development',
    SYMBOLON_ISSUER: 'http://localhost:4400',
    SYMBOLON_SECRET: masterSecret,
    DATABASE_URL: database.url,
    PORT: String(await freePort()),
    SYMBOLON_SERVER_OPERATOR_PORT: String(await freePort()),
    ...more,
  };
  const config = ['--config', path.join(import.meta.dirname, '../harness/cluster.yaml')];
  const replica = await startReplica(env, ['src/cli/main.ts', ...config, 'start', ...args]);
  onTestFinished(async () => {
    await replica.stop('SIGKILL');
  });
  return replica;
}

function startedLine(replica: Replica) {
  return logLines(replica).find(({ msg }) => msg === 'started');
}

describe('symbolon start', () => {
  it('is one process unless told otherwise', async () => {
    const replica = await start([]);
    await expect.poll(() => startedLine(replica)).toBeDefined();
    expect(startedLine(replica)).not.toHaveProperty('workers');
    expect(logLines(replica).filter(({ worker }) => worker !== undefined)).toEqual([]);
    expect(await replica.stop()).toBe(0);
  });

  it('--workers has as many serve, whatever the configuration says', async () => {
    const replica = await start(['--workers', '2'], { SYMBOLON_SERVER_WORKERS: '3' });
    await expect.poll(() => startedLine(replica)).toMatchObject({ workers: 2 });
    const serving = logLines(replica).filter(({ msg }) => msg === 'a worker serves');
    expect(serving.map(({ worker }) => worker).sort()).toEqual([1, 2]);
    expect(await replica.stop()).toBe(0);
  });

  it.each(['0', '65', '1.5', 'two', ''])('--workers "%s" is a usage error', async (count) => {
    const symbolon = createSymbolon({});
    const { exitCode, error } = await symbolon.failure(['start', '--workers', count]);
    expect(exitCode).toBe(2);
    expect(error).toMatch(/--workers.*expected a whole number from 1 to 64/);
  });
});

describe('workers that cannot start', () => {
  it('for the port is taken are not tried: the start fails with code 1', async () => {
    const first = await start([]);
    const port = new URL(first.url).port;
    await expect(start(['--workers', '2'], { PORT: port })).rejects.toThrow(
      `another program has port ${port}: end that one, or set SYMBOLON_SERVER_PORT`,
    );
  });

  it('are tried a few times, then the start fails with code 1 and their reason', async () => {
    const first = await start([]);
    expect(await first.stop()).toBe(0);
    // The signing keys are sealed under the first secret.
    const failing = start(['--workers', '2'], { SYMBOLON_SECRET: [...masterSecret].reverse().join('') });
    await expect(failing).rejects.toThrow(/symbolon: no worker can be started: .*secret/);
  });
});
