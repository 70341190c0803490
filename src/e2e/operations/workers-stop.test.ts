import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { introspect, refresh } from '../harness/flow.ts';
import { refresher, startLoad } from '../harness/load.ts';
import type { TestClient } from '../harness/registry.ts';
import type { Replica } from '../harness/processes/replica.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { startSlowRequest } from '../harness/network/slow-request.ts';
import { logLines, pidOf, readinessOf, workersThatAnswered } from '../harness/processes/workers.ts';

let scene: Scene;
let machine: TestClient;
let replica: Replica;
const all = [1, 2];

beforeAll(async () => {
  scene = await startScene({ workers: all.length, env: { SYMBOLON_SERVER_DRAIN_DELAY_SECONDS: '2' } });
  machine = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    apis: [scene.api.audience],
  });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Each test ends one. */
beforeEach(async () => {
  replica = await scene.cluster.addReplica();
});

const slowRequest = () =>
  startSlowRequest(replica.url, machine, {
    grant_type: 'client_credentials',
    resource: scene.api.audience,
  });

/** One on each worker: connections are handed out in turn. */
async function slowRequestsOnAll() {
  const requests = all.map(slowRequest);
  await Promise.all(requests.map(({ begun }) => begun));
  return {
    async finish() {
      for (const request of requests) request.finish();
      return Promise.all(requests.map(({ status }) => status));
    },
  };
}

describe('a replica with workers', () => {
  it('that is stopped under load fails no request', async () => {
    const { cluster, client, api } = scene;
    const { issuer } = cluster;
    const { accessToken, refreshToken } = await scene.signIn();
    const app = refresher(refreshToken, (token) => refresh(issuer, client, token));
    const load = startLoad([
      () => app.refreshOnce(),
      ...Array.from({ length: 4 }, () => async () => {
        expect((await introspect(issuer, api, accessToken))['active']).toBe(true);
      }),
    ]);
    await expect.poll(() => workersThatAnswered(replica, '/token'), { timeout: 15_000 }).toEqual(all);
    expect(await cluster.retire(replica)).toBe(0);
    const { done, failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(20);
    await replica.ended;
    const lines = logLines(replica);
    for (const worker of [undefined, ...all])
      expect(lines.filter((line) => line.worker === worker).at(-1)?.msg).toBe('stopped');
  });

  it('is not ready at once when it is told to stop, and goes on serving meanwhile', async () => {
    const stopped = scene.cluster.retire(replica);
    await expect.poll(() => readinessOf(replica)).toEqual({ httpStatus: 503, status: 'draining' });
    expect((await fetch(`${replica.url}/jwks`)).status).toBe(200);
    expect((await fetch(`${replica.operatorUrl}/livez`)).status).toBe(200);
    expect(await stopped).toBe(0);
  });

  it('lets requests under way finish, on each worker', async () => {
    const slow = await slowRequestsOnAll();
    const stopped = scene.cluster.retire(replica);
    await sleep(3000);
    expect(await slow.finish()).toEqual([200, 200]);
    expect(await stopped).toBe(0);
    expect(workersThatAnswered(replica, '/token')).toEqual(all);
  });

  it('ends in good order when an interrupt reaches the whole group', async () => {
    const slow = await slowRequestsOnAll();
    for (const worker of all) process.kill(pidOf(replica, worker), 'SIGINT');
    const stopped = replica.stop('SIGINT');
    await sleep(500);
    expect(await slow.finish()).toEqual([200, 200]);
    expect(await stopped).toBe(0);
    await replica.ended;
    expect(replica.logs()).not.toContain('takes its place');
  });

  it('kills a worker that does not stop in time', async () => {
    const { cluster } = scene;
    const stubborn = await cluster.addReplica({
      SYMBOLON_SERVER_DRAIN_DELAY_SECONDS: '0',
      SYMBOLON_SERVER_SHUTDOWN_GRACE_SECONDS: '0',
    });
    process.kill(pidOf(stubborn, 2), 'SIGSTOP');
    expect(await cluster.retire(stubborn)).toBe(0);
    await stubborn.ended;
    const killed = logLines(stubborn).filter(({ msg }) => msg.includes('is killed'));
    expect(killed.map(({ worker }) => worker)).toContain(2);
  });

  it('whose primary is killed leaves no worker behind, and none drops its requests', async () => {
    const slow = await slowRequestsOnAll();
    await scene.cluster.crash(replica);
    await sleep(500);
    expect(await slow.finish()).toEqual([200, 200]);
    await replica.ended;
    const ends = logLines(replica).filter(({ msg }) => msg === 'stopped');
    expect(ends.map(({ worker }) => worker).sort()).toEqual(all);
  });
});
