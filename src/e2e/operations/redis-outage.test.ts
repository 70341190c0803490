import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '@redis/client';
import { startRedis } from '../environment/redis-server.ts';
import type { RunningServer } from '../environment/tethered-server.ts';
import { authorizationUrl, createPkce, introspect, refresh, revoke, tokenOf } from '../harness/flow.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { startTcpProxy, type TcpProxy } from '../harness/network/tcp-proxy.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';

let redis: RunningServer;
let network: TcpProxy;
let scene: Scene;
const points = 5;

beforeAll(async () => {
  redis = await startRedis();
  network = await startTcpProxy(redis.url);
  scene = await startScene({
    replicas: 2,
    redisUrl: network.url,
    env: { SYMBOLON_RATE_LIMITS_SIGN_IN_PER_ACCOUNT_POINTS: String(points) },
  });
});
// An outage that hits no open connection would prove nothing.
beforeEach(() => untilBudgetIsShared());
afterEach(() => network.restore());
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
  await redis.stop();
});

const refused = 422;
const limited = 429;

/** Guesses at one replica until it says no more; the statuses. */
async function guess(base: string, email: string, count: number): Promise<number[]> {
  const { issuer } = scene.cluster;
  const agent = createUserAgent(issuer, base);
  const page = await agent.open(authorizationUrl({ issuer, client: scene.client, pkce: createPkce() }));
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1)
    statuses.push((await agent.submit(page, { email, password: `wrong ${index}` }, '/sign-in')).status);
  return statuses;
}

/** Redis counts for both replicas: what one of them has spent, the other refuses. */
async function untilBudgetIsShared(): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const account = await scene.cluster.registry.createAccount();
    const first = await guess(scene.replicaUrl(0), account.email, points);
    expect(first).toEqual(Array.from({ length: points }, () => refused));
    const [second] = await guess(scene.replicaUrl(1), account.email, 1);
    if (second === limited) return;
    expect(Date.now(), 'the budget is not shared').toBeLessThan(deadline);
    await sleep(200);
  }
}

/** Sign-in, tokens, introspection, refresh, revocation. */
async function wholeFlow(): Promise<void> {
  const { cluster, client, api } = scene;
  const tokens = await scene.signIn();
  expect(await introspect(cluster.issuer, api, tokens.accessToken)).toMatchObject({ active: true });
  const next = await refresh(cluster.issuer, client, tokens.refreshToken);
  expect(next.status).toBe(200);
  expect((await revoke(cluster.issuer, client, tokenOf(next, 'refresh_token'))).status).toBe(200);
  expect(await introspect(cluster.issuer, api, tokens.accessToken)).toEqual({ active: false });
}

async function breakNetwork(outage: 'gone' | 'stalled'): Promise<void> {
  if (outage === 'gone') await network.cut();
  else network.stall();
}

async function isReady(): Promise<boolean> {
  const answers = await Promise.all(
    scene.cluster.replicas.map(({ operatorUrl }) => fetch(`${operatorUrl}/readyz`)),
  );
  return answers.every(({ ok }) => ok);
}

describe('promise 5: while Redis is', () => {
  it.each(['gone', 'stalled'] as const)('%s, everything works, and replicas stay ready', async (outage) => {
    const before = await scene.signIn();
    await breakNetwork(outage);
    for (let times = 0; times < 3; times += 1) await wholeFlow();
    expect((await refresh(scene.cluster.issuer, scene.client, before.refreshToken)).status).toBe(200);
    expect(await isReady()).toBe(true);
    await network.restore();
    await wholeFlow();
  });

  it.each(['gone', 'stalled'] as const)(
    '%s, each replica still limits sign-ins by itself',
    async (outage) => {
      const account = await scene.cluster.registry.createAccount();
      await breakNetwork(outage);
      for (const base of [scene.replicaUrl(0), scene.replicaUrl(1)]) {
        const statuses = await guess(base, account.email, points + 2);
        expect(statuses).toEqual([...Array.from({ length: points }, () => refused), limited, limited]);
      }
      await network.restore();
    },
  );

  it('back, replicas share one budget again, by themselves', async () => {
    await network.cut();
    await scene.signIn();
    await network.restore();
    await untilBudgetIsShared();
  });

  it('emptied, no token, session or code notices', async () => {
    const { cluster, client, api } = scene;
    const { accessToken, refreshToken, agent } = await scene.signIn();
    const connection = createClient({ url: redis.url });
    await connection.connect();
    await connection.flushAll();
    connection.destroy();
    expect(await introspect(cluster.issuer, api, accessToken)).toMatchObject({ active: true });
    const next = await refresh(cluster.issuer, client, refreshToken);
    await refresh(cluster.issuer, client, tokenOf(next, 'refresh_token'));
    const page = await agent.open(
      authorizationUrl({
        issuer: cluster.issuer,
        client,
        pkce: createPkce(),
        parameters: { prompt: 'none' },
      }),
    );
    expect(page.url, 'still signed in').not.toContain('login_required');
    const replay = await refresh(cluster.issuer, client, refreshToken);
    expect(replay.body['error'], 'what was spent stays spent').toBe('invalid_grant');
  });
});
