import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { introspect, post, refresh, tokenOf } from '../harness/flow.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { startTcpProxy } from '../harness/network/tcp-proxy.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await startScene({ replicas: 2 });
});
afterAll(() => scene[Symbol.asyncDispose]());

const refreshAt = (index: number, token: string, more: Record<string, string> = {}) =>
  refresh(scene.replicaUrl(index), scene.client, token, more);
const successorOf = async (token: string): Promise<string> =>
  tokenOf(await refreshAt(0, token), 'refresh_token');

describe('refresh tokens', () => {
  it('RT-01 are issued only to clients registered for them', async () => {
    const { registry } = scene.cluster;
    const apis = [scene.api.audience];
    const without = await registry.createClient({ apis, grant_types: ['authorization_code'] });
    const { answer } = await scene.signIn({ client: without, scope: 'openid offline_access notes:read' });
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('refresh_token');

    const { refreshToken } = await scene.signIn();
    const borrowed = await refresh(scene.replicaUrl(0), without, refreshToken);
    expect([borrowed.status, borrowed.body['error']]).toEqual([400, 'unauthorized_client']);
    expect((await refreshAt(0, refreshToken)).status).toBe(200);
  });

  it('RT-02 B-12 stay good when another client presents them', async () => {
    const stranger = await scene.cluster.registry.createClient({ apis: [scene.api.audience] });
    const { refreshToken, accessToken } = await scene.signIn();
    const spent = refreshToken;
    const current = await successorOf(spent);
    for (const token of [spent, current]) {
      const stolen = await refresh(scene.replicaUrl(1), stranger, token);
      expect([stolen.status, stolen.body['error']]).toEqual([400, 'invalid_grant']);
    }
    expect(await introspect(scene.replicaUrl(1), scene.api, accessToken)).toMatchObject({ active: true });
    expect((await refreshAt(0, current)).status).toBe(200);
  });

  it('RT-03 B-07 rotate: each refresh gives a new one, and only the newest goes on', async () => {
    const { refreshToken: first } = await scene.signIn();
    const second = await successorOf(first);
    const third = await successorOf(second);
    expect(new Set([first, second, third]).size).toBe(3);
    expect((await refreshAt(1, third)).status).toBe(200);
  });

  it('RT-07 narrow the scope of one access token, and never widen it', async () => {
    const { refreshToken: first } = await scene.signIn({ scope: 'openid notes:read' });
    const wider = await refreshAt(0, first, { scope: 'openid notes:read notes:write' });
    expect([wider.status, wider.body['error']]).toEqual([400, 'invalid_scope']);

    const { refreshToken } = await scene.signIn();
    const narrow = await refreshAt(1, refreshToken, { scope: 'notes:read' });
    expect(narrow.body['scope']).toBe('notes:read');
    expect(await introspect(scene.replicaUrl(0), scene.api, tokenOf(narrow, 'access_token'))).toMatchObject({
      scope: 'notes:read',
    });
    const whole = await refreshAt(0, tokenOf(narrow, 'refresh_token'));
    expect(whole.body['scope']).toBe('notes:read notes:write');
    expect((await refreshAt(0, first)).status, 'the refused request spent nothing').toBe(200);
  });

  it('B-12 are not spent by a request for an API outside of the grant', async () => {
    const other = await scene.cluster.registry.createApi();
    const { refreshToken } = await scene.signIn();
    for (const resource of [other.audience, 'https://nowhere.example', 'no uri']) {
      const refused = await refreshAt(0, refreshToken, { resource });
      expect([refused.status, refused.body['error']], resource).toEqual([400, 'invalid_target']);
    }
    const next = await refreshAt(1, refreshToken);
    expect(next.status).toBe(200);
    expect((await refreshAt(0, tokenOf(next, 'refresh_token'))).status).toBe(200);
  });

  it('RT-09 need the client to authenticate, and stay unspent when it does not', async () => {
    const confidential = await scene.cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: ['https://app.example/callback'],
      apis: [scene.api.audience],
    });
    const { refreshToken } = await scene.signIn({ client: confidential });
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const url = `${scene.replicaUrl(0)}/token`;
    const wrong = { ...confidential, clientSecret: `${confidential.clientSecret}x` };
    const attempts = [
      await post(url, { ...form, client_id: confidential.clientId }, null),
      await post(url, form, wrong),
    ];
    for (const { status, body } of attempts) expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect((await post(url, form, confidential)).status).toBe(200);
  });
});

describe('a refresh whose response got lost', () => {
  it('RT-05 is answered again, with the very same tokens', async () => {
    const { refreshToken } = await scene.signIn();
    await using network = await startTcpProxy(scene.replicaUrl(0));
    const lost = network.breakAt('grant_type=refresh_token', 'after');
    await expect(refresh(network.url, scene.client, refreshToken)).rejects.toThrow();
    await lost;

    const second = await refreshAt(1, refreshToken);
    const third = await refreshAt(0, refreshToken);
    expect(second.status).toBe(200);
    expect(third.body).toEqual(second.body);
    const api = scene.api;
    expect(await introspect(scene.replicaUrl(0), api, tokenOf(second, 'access_token'))).toMatchObject({
      active: true,
    });
    expect((await refreshAt(0, tokenOf(second, 'refresh_token'))).status).toBe(200);
  });

  it('RT-05 is not answered again for another scope or API, which ends nothing', async () => {
    const { refreshToken } = await scene.signIn();
    const first = await refreshAt(0, refreshToken);
    for (const different of [{ scope: 'notes:read' }, { resource: 'https://nowhere.example' }]) {
      const refused = await refreshAt(1, refreshToken, different);
      expect(refused.status).toBe(400);
      expect(refused.body).not.toHaveProperty('refresh_token');
    }
    expect((await refreshAt(1, refreshToken)).body).toEqual(first.body);
    expect((await refreshAt(1, tokenOf(first, 'refresh_token'))).status).toBe(200);
  });

  it('B-11 is not answered once its successor was used: then it is a replay', async () => {
    const { refreshToken: grandparent } = await scene.signIn();
    const parent = await successorOf(grandparent);
    const newest = await refreshAt(0, parent);
    const replay = await refreshAt(1, grandparent);
    expect([replay.status, replay.body['error']]).toEqual([400, 'invalid_grant']);
    for (const token of [parent, tokenOf(newest, 'refresh_token')])
      expect((await refreshAt(0, token)).body['error']).toBe('invalid_grant');
    expect(await introspect(scene.replicaUrl(1), scene.api, tokenOf(newest, 'access_token'))).toEqual({
      active: false,
    });
  });

  it('RT-06 B-10 may race with others: 100 at once give one successor and no error', async () => {
    const { refreshToken } = await scene.signIn();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => refreshAt(index, refreshToken)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const successors = new Set(answers.map((answer) => tokenOf(answer, 'refresh_token')));
    expect(successors.size).toBe(1);
    expect((await refreshAt(0, [...successors].join(''))).status).toBe(200);
  });
});
