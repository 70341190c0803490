import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elapse } from '../harness/elapse.ts';
import { introspect, redeem, obtainCode, refresh, tokenOf } from '../harness/flow.ts';
import { type Scene, startScene } from '../harness/scene.ts';

const day = 86_400;
let scene: Scene;

beforeAll(async () => {
  scene = await startScene({ replicas: 2, env: { SYMBOLON_TOKENS_REFRESH_RETRY_WINDOW_SECONDS: '1' } });
});
afterAll(() => scene[Symbol.asyncDispose]());

const refreshAt = (index: number, token: string) => refresh(scene.replicaUrl(index), scene.client, token);
const pass = (seconds: number): Promise<void> => elapse(scene.cluster.database.url, seconds);

describe('after the retry window', () => {
  it('RT-04 B-08 a spent refresh token is a replay: the family, the grant and its access tokens end', async () => {
    const first = await scene.signIn();
    const next = await refreshAt(0, first.refreshToken);
    const within = await refreshAt(1, first.refreshToken);
    expect(within.body).toEqual(next.body);
    await sleep(1200);
    const replay = await refreshAt(1, first.refreshToken);
    expect([replay.status, replay.body['error']]).toEqual([400, 'invalid_grant']);
    const newest = await refreshAt(0, tokenOf(next, 'refresh_token'));
    expect([newest.status, newest.body['error']]).toEqual([400, 'invalid_grant']);
    for (const token of [first.accessToken, tokenOf(next, 'access_token')])
      expect(await introspect(scene.replicaUrl(0), scene.api, token)).toEqual({ active: false });
  });

  it('RT-04 a replay in one sign-in ends nothing in another of the same person and app', async () => {
    const [first, second] = [await scene.signIn(), await scene.signIn()];
    await refreshAt(0, first.refreshToken);
    await sleep(1200);
    expect((await refreshAt(0, first.refreshToken)).status).toBe(400);
    expect((await refreshAt(1, second.refreshToken)).status).toBe(200);
  });

  it('RT-05 the unspent successor goes on as if nothing had happened', async () => {
    const { refreshToken } = await scene.signIn();
    const next = tokenOf(await refreshAt(0, refreshToken), 'refresh_token');
    await sleep(1200);
    expect((await refreshAt(1, next)).status).toBe(200);
  });
});

describe('RT-08 lifetimes', () => {
  it('end a refresh token that was idle for 30 days, and not one day before', async () => {
    const { refreshToken } = await scene.signIn();
    await pass(29 * day);
    const next = tokenOf(await refreshAt(0, refreshToken), 'refresh_token');
    await pass(31 * day);
    const late = await refreshAt(1, next);
    expect([late.status, late.body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('end the sign-in after 90 days, however often it was refreshed', async () => {
    let { refreshToken } = await scene.signIn();
    let passedDays = 0;
    for (; passedDays < 85; passedDays += 17) {
      const answer = await refreshAt(passedDays, refreshToken);
      expect(answer.status, `after ${passedDays} days`).toBe(200);
      refreshToken = tokenOf(answer, 'refresh_token');
      await pass(17 * day);
    }
    const last = await refreshAt(0, refreshToken);
    expect(last.status, 'after 85 days').toBe(200);
    await pass(6 * day);
    const after = await refreshAt(1, tokenOf(last, 'refresh_token'));
    expect([after.status, after.body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('end a chain at its last retry, too: a lost response does not extend it', async () => {
    const { refreshToken } = await scene.signIn();
    await pass(29 * day);
    const next = await refreshAt(0, refreshToken);
    await pass(2 * day);
    expect((await refreshAt(0, refreshToken)).body['error']).toBe('invalid_grant');
    expect(next.status).toBe(200);
  });

  it('end an authorization code after a minute', async () => {
    const { cluster, client, api, account } = scene;
    const [early, late] = [
      await obtainCode({ issuer: cluster.issuer, client, api }, account),
      await obtainCode({ issuer: cluster.issuer, client, api }, account),
    ];
    await pass(50);
    expect((await redeem(scene.replicaUrl(0), client, early)).status).toBe(200);
    await pass(20);
    const answer = await redeem(scene.replicaUrl(1), client, late);
    expect([answer.status, answer.body['error']]).toEqual([400, 'invalid_grant']);
  });
});
