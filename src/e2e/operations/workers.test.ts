import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { post, revoke, type TokenAnswer } from '../harness/flow.ts';
import { startLoad } from '../harness/load.ts';
import type { Replica } from '../harness/processes/replica.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { type TcpProxy, startTcpProxy } from '../harness/network/tcp-proxy.ts';
import {
  logLines,
  metricOf,
  pidOf,
  untilReadinessIs,
  workersThatAnswered,
} from '../harness/processes/workers.ts';

let network: TcpProxy;
let scene: Scene;
let replica: Replica;
const all = [1, 2, 3];

beforeAll(async () => {
  network = await startTcpProxy(inject('postgresUrl'));
  scene = await startScene({ workers: all.length, postgresUrl: network.url });
  const [only] = scene.cluster.replicas;
  if (only === undefined) throw new Error('there should be one');
  replica = only;
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

/** Through the balancer, which opens a connection for each request. */
async function getKeys(): Promise<void> {
  const response = await fetch(`${scene.cluster.issuer}/jwks`, { signal: AbortSignal.timeout(15_000) });
  if (response.status !== 200) throw new Error(`jwks: ${response.status}`);
}

/** Requests are named by their process, then counted. */
function processThatAnswered({ headers }: TokenAnswer): string {
  return headers.get('x-request-id')?.slice(0, -8) ?? '';
}

const keysAnswered = () =>
  metricOf(replica, 'symbolon_http_request_duration_seconds_count', { route: '/jwks' });
const restartsOf = (worker: number) =>
  metricOf(replica, 'symbolon_worker_restarts_total', { worker: String(worker) });

describe('a replica with three workers', () => {
  it('migrates once and has all of them serve', async () => {
    await Promise.all(Array.from({ length: 30 }, getKeys));
    await expect.poll(() => workersThatAnswered(replica, '/jwks')).toEqual(all);
    const lines = logLines(replica);
    expect(lines.filter(({ msg }) => msg === 'migrated the database')).toHaveLength(1);
    expect(lines.find(({ msg }) => msg === 'started')).toMatchObject({ workers: all.length });
    expect(new Set(all.map((worker) => pidOf(replica, worker))).size).toBe(all.length);
  });

  it('introspects and revokes on each what any of them issued', async () => {
    const { cluster, client, api, account } = scene;
    const { accessToken } = await scene.signIn();
    const onAll = async () => {
      const ask = () => post(`${cluster.issuer}/introspect`, { token: accessToken }, api);
      const answers = await Promise.all(Array.from({ length: 24 }, ask));
      expect(new Set(answers.map(processThatAnswered)).size).toBe(all.length);
      return answers.map(({ body }) => body);
    };
    for (const body of await onAll()) expect(body).toMatchObject({ active: true, sub: account.id });
    expect((await revoke(cluster.issuer, client, accessToken)).status).toBe(200);
    for (const body of await onAll()) expect(body).toEqual({ active: false });
  });

  it('shows the sums of what they measured', async () => {
    const before = await keysAnswered();
    await Promise.all(Array.from({ length: 40 }, getKeys));
    expect(await keysAnswered()).toBe(before + 40);
    expect(await metricOf(replica, 'symbolon_worker_up')).toBe(all.length);
    for (const worker of all) expect(await restartsOf(worker)).toBe(0);
  });

  it('is ready only while each of them is, and says why not', async () => {
    await untilReadinessIs(replica, 'ready');
    await network.cut();
    await untilReadinessIs(replica, 'database unavailable');
    await network.restore();
    await untilReadinessIs(replica, 'ready');

    const halted = pidOf(replica, 2);
    process.kill(halted, 'SIGSTOP');
    try {
      await untilReadinessIs(replica, 'worker unavailable');
      expect((await fetch(`${replica.operatorUrl}/livez`)).status).toBe(200);
      expect(await keysAnswered()).toBeGreaterThan(0);
    } finally {
      process.kill(halted, 'SIGCONT');
    }
    await untilReadinessIs(replica, 'ready');
    expect(pidOf(replica, 2)).toBe(halted);
  });
});

describe('a worker that', () => {
  it('is killed is replaced while the others go on, and what it counted stays counted', async () => {
    const before = await keysAnswered();
    const victim = pidOf(replica, 1);
    const load = startLoad(Array.from({ length: 4 }, () => getKeys));
    await sleep(200);
    process.kill(victim, 'SIGKILL');
    await untilReadinessIs(replica, 'worker unavailable');
    await untilReadinessIs(replica, 'ready');
    await sleep(200);
    const { done, failures } = await load.stop();
    // A connection that the dead had not taken yet would leave its client waiting.
    expect(failures.join()).not.toContain('Timeout');
    expect(failures.length, 'only what it was working on').toBeLessThanOrEqual(4);
    expect(pidOf(replica, 1)).not.toBe(victim);
    expect(await restartsOf(1)).toBe(1);
    expect(await metricOf(replica, 'symbolon_worker_up')).toBe(all.length);
    const after = await keysAnswered();
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after).toBeLessThanOrEqual(before + done);
  });

  it('is asked to stop drains, loses nothing, and is replaced', async () => {
    const asked = pidOf(replica, 2);
    const load = startLoad(Array.from({ length: 4 }, () => getKeys));
    await sleep(200);
    process.kill(asked, 'SIGTERM');
    await expect.poll(() => pidOf(replica, 2), { timeout: 15_000 }).not.toBe(asked);
    const { done, failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(50);
    const itsLines = logLines(replica).filter(({ worker }) => worker === 2);
    expect(itsLines.map(({ msg }) => msg)).toContain('stopped');
  });

  it('ends while the database is away is replaced once that is back', async () => {
    await network.cut();
    const victim = pidOf(replica, 3);
    process.kill(victim, 'SIGKILL');
    await sleep(3000);
    expect(pidOf(replica, 3)).toBe(victim);
    expect(replica.process.exitCode).toBeNull();
    await getKeys();
    await network.restore();
    await untilReadinessIs(replica, 'ready');
    expect(pidOf(replica, 3)).not.toBe(victim);
  });

  it('hangs is killed and replaced', { timeout: 90_000 }, async () => {
    const hanging = pidOf(replica, 1);
    process.kill(hanging, 'SIGSTOP');
    await expect.poll(() => pidOf(replica, 1), { timeout: 60_000 }).not.toBe(hanging);
    await untilReadinessIs(replica, 'ready');
  });
});
