import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { introspect, post, refresh } from '../harness/flow.ts';
import { refresher, startLoad } from '../harness/load.ts';
import type { TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { startSlowRequest } from '../harness/network/slow-request.ts';

let scene: Scene;
let machine: TestClient;

beforeAll(async () => {
  scene = await startScene({ replicas: 2, env: { SYMBOLON_SERVER_DRAIN_DELAY_SECONDS: '2' } });
  machine = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    apis: [scene.api.audience],
  });
});
afterAll(() => scene[Symbol.asyncDispose]());

describe('promise 6: a rolling restart', () => {
  it('fails no request, and every process ends with code 0', async () => {
    const { cluster, client, api } = scene;
    const { issuer } = cluster;
    const { accessToken, refreshToken } = await scene.signIn();
    const app = refresher(refreshToken, (token) => refresh(issuer, client, token));
    const load = startLoad([
      () => app.refreshOnce(),
      ...Array.from({ length: 3 }, () => async () => {
        expect((await introspect(issuer, api, accessToken))['active']).toBe(true);
      }),
      async () => {
        const form = { grant_type: 'client_credentials', resource: api.audience };
        expect((await post(`${issuer}/token`, form, machine)).status).toBe(200);
      },
      async () => {
        await scene.signIn();
        await sleep(50);
      },
    ]);
    const codes: Array<number | null> = [];
    for (const old of [...cluster.replicas]) {
      await cluster.addReplica();
      codes.push(await cluster.retire(old));
    }
    const { done, failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(100);
    expect(codes).toEqual([0, 0]);
    for (const old of cluster.replicas.slice(0, 2)) expect(old.logs()).toContain('stopped');
    expect((await refresh(issuer, client, app.newest())).status).toBe(200);
  });

  it('lets a request that is under way finish', async () => {
    const { cluster } = scene;
    const replica = cluster.replicas.at(-2);
    if (replica === undefined) throw new Error('there should be two');
    const form = { grant_type: 'client_credentials', resource: scene.api.audience };
    const slow = startSlowRequest(replica.url, machine, form);
    await slow.begun;
    const stopped = cluster.retire(replica);
    await sleep(300);
    slow.finish();
    expect(await slow.status).toBe(200);
    expect(await stopped).toBe(0);
  });
});
