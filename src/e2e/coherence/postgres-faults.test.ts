import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../environment/postgres-server.ts';
import type { RunningServer } from '../environment/tethered-server.ts';
import { pausePostgres } from '../harness/postgres/paused-postgres.ts';
import { startUnrest } from './unrest.ts';
import { type Watch, startWatch } from './watch.ts';

const pauseMs = 3000;

let server: RunningServer;
let watch: Watch;

beforeAll(async () => {
  server = await startPostgres();
  watch = await startWatch({
    replicas: 2,
    postgresUrl: server.url,
    env: { SYMBOLON_STORAGE_STATEMENT_TIMEOUT_MS: '500', SYMBOLON_STORAGE_CONNECT_TIMEOUT_MS: '1000' },
  });
});
afterAll(async () => {
  await watch[Symbol.asyncDispose]();
  await server.stop();
});

describe('promises 3 and 5: while Postgres is', () => {
  it('paused and goes on, nothing that ended is seen active, and nothing live is seen ended', async () => {
    const unrest = await startUnrest(watch);
    await unrest.untilEnded(20);
    const goOn = await pausePostgres(server.url);
    await sleep(pauseMs);
    goOn();
    await unrest.untilEnded(40);
    const { unavailable } = await unrest.finish();
    expect(unavailable, 'without its database no process can tell').toBeGreaterThan(0);
  });

  it.each([
    ['restarted', 'SIGINT'],
    ['crashed and recovers', 'SIGQUIT'],
  ] as const)('%s, the same', async (_name, signal) => {
    const unrest = await startUnrest(watch);
    for (let times = 0; times < 2; times += 1) {
      await unrest.untilEnded(20);
      await server.restart(signal);
    }
    await unrest.untilEnded(40);
    await unrest.finish();
  });
});
