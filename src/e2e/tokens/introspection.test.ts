import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { introspect, post, refresh, revoke, tokenOf } from '../harness/flow.ts';
import type { TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';

let scene: Scene;
let machine: TestClient;

beforeAll(async () => {
  scene = await startScene({ replicas: 3 });
  machine = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    apis: [scene.api.audience],
  });
});
afterAll(() => scene[Symbol.asyncDispose]());

const inactive = { active: false };
const introspectAt = (index: number, token: string) => introspect(scene.replicaUrl(index), scene.api, token);

async function machineToken(): Promise<string> {
  const form = { grant_type: 'client_credentials', resource: scene.api.audience };
  return tokenOf(await post(`${scene.replicaUrl(0)}/token`, form, machine), 'access_token');
}

describe('introspection', () => {
  it('IN-01 answers authenticated resource servers only, and only about tokens for them', async () => {
    const { issuer, registry } = scene.cluster;
    const { accessToken } = await scene.signIn();
    const url = `${issuer}/introspect`;
    const wrongSecret = { clientId: scene.api.clientId, clientSecret: 'wrong' };
    for (const who of [null, wrongSecret, { clientId: 'nobody', clientSecret: 'x' }]) {
      const { status, body } = await post(url, { token: accessToken }, who);
      expect([400, 401]).toContain(status);
      expect(body).not.toHaveProperty('active');
    }
    const foreign = await registry.createApi();
    const owner = scene.client;
    for (const who of [foreign, machine, owner])
      expect((await post(url, { token: accessToken }, who)).body, who.clientId).not.toMatchObject({
        active: true,
      });
    expect(await introspectAt(0, accessToken)).toMatchObject({ active: true });
  });

  it('IN-02 says the same of every token that is not good: inactive, and nothing else', async () => {
    const { registry } = scene.cluster;
    const foreignApi = await registry.createApi();
    const foreignClient = await registry.createClient({ apis: [foreignApi.audience] });
    const foreign = await scene.signIn({ client: foreignClient, api: foreignApi });
    const revoked = await machineToken();
    await revoke(scene.replicaUrl(0), machine, revoked);
    const { accessToken, refreshToken } = await scene.signIn();
    const forged = `${accessToken.slice(0, -1)}${accessToken.endsWith('0') ? '1' : '0'}`;
    const url = `${scene.replicaUrl(1)}/introspect`;
    const seen = new Set<string>();
    for (const token of [
      foreign.accessToken,
      revoked,
      refreshToken,
      forged,
      'unknown',
      `sym_at_${'0'.repeat(56)}`,
    ]) {
      for (const hint of ['access_token', 'refresh_token', 'nonsense']) {
        const { status, headers, body } = await post(url, { token, token_type_hint: hint }, scene.api);
        const names = [...headers.keys()].filter((name) => !/^(?:date|x-request-id)$/.test(name));
        seen.add(JSON.stringify([status, body, headers.get('cache-control'), names]));
      }
    }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain(JSON.stringify(inactive));
    expect([...seen][0]).toContain('no-store');
  });

  it('IN-05 and userinfo take no bearer from a query, a cookie, or another scheme', async () => {
    const { issuer } = scene.cluster;
    const { accessToken } = await scene.signIn({ api: null, scope: 'openid email' });
    const url = `${issuer}/userinfo`;
    const authorization = `Bearer ${accessToken}`;
    const good = await fetch(url, { headers: { authorization } });
    expect(await good.json()).toMatchObject({ sub: scene.account.id, email: scene.account.email });

    const query = `?access_token=${accessToken}`;
    const form = new URLSearchParams({ access_token: accessToken });
    const bad: Array<[string, string, RequestInit]> = [
      ['in the query', `${url}${query}`, {}],
      ['in the query of a POST', `${url}${query}`, { method: 'POST', body: new URLSearchParams() }],
      ['in header and query', `${url}${query}`, { headers: { authorization } }],
      ['in header and form', url, { method: 'POST', body: form, headers: { authorization } }],
      ['in a cookie', url, { headers: { cookie: `access_token=${accessToken}` } }],
      ['with another scheme', url, { headers: { authorization: `Foo ${accessToken}` } }],
      ['as Basic', url, { headers: { authorization: `Basic ${accessToken}` } }],
      ['twice', url, { headers: { authorization: `${authorization}, ${authorization}` } }],
      ['with something behind it', url, { headers: { authorization: `${authorization} x` } }],
      ['nowhere', url, {}],
    ];
    for (const [name, address, init] of bad) {
      const response = await fetch(address, init);
      expect([400, 401], name).toContain(response.status);
      expect(await response.text(), name).not.toContain(scene.account.id);
      expect(response.headers.get('www-authenticate'), name).toMatch(/^Bearer /);
    }
  });
});

describe('revocation', () => {
  it('IN-03 answers 200 for what it does not know, and ends own tokens only', async () => {
    const stranger = await scene.cluster.registry.createClient({ apis: [scene.api.audience] });
    const { accessToken, refreshToken } = await scene.signIn();
    for (const token of ['unknown', `sym_rt_${'0'.repeat(56)}`, 'sym_at_'])
      expect((await revoke(scene.replicaUrl(0), stranger, token)).status, token).toBe(200);
    for (const token of [accessToken, refreshToken])
      expect((await revoke(scene.replicaUrl(0), stranger, token)).status).toBe(200);
    expect(await introspectAt(1, accessToken)).toMatchObject({ active: true });
    expect((await refresh(scene.replicaUrl(2), scene.client, refreshToken)).status).toBe(200);

    const unauthenticated = await post(`${scene.replicaUrl(0)}/revoke`, { token: accessToken }, null);
    expect([400, 401]).toContain(unauthenticated.status);
    const withoutSecret = { ...machine, clientSecret: '' };
    const token = await machineToken();
    expect((await revoke(scene.replicaUrl(0), withoutSecret, token)).status).toBe(401);
    expect(await introspectAt(1, token)).toMatchObject({ active: true });
  });

  it('IN-03 of a refresh token takes every access token of the grant along; of an access token, none', async () => {
    const first = await scene.signIn();
    const second = await refresh(scene.replicaUrl(0), scene.client, first.refreshToken);
    const tokens = [first.accessToken, tokenOf(second, 'access_token')];
    const current = tokenOf(second, 'refresh_token');
    await revoke(scene.replicaUrl(0), scene.client, first.accessToken);
    expect(await introspectAt(1, first.accessToken)).toEqual(inactive);
    expect(await introspectAt(2, tokenOf(second, 'access_token'))).toMatchObject({ active: true });

    for (let times = 0; times < 2; times += 1)
      expect((await revoke(scene.replicaUrl(1), scene.client, current)).status).toBe(200);
    for (const index of [0, 1, 2]) {
      for (const token of tokens) expect(await introspectAt(index, token)).toEqual(inactive);
      const refused = await refresh(scene.replicaUrl(index), scene.client, current);
      expect(refused.body['error']).toBe('invalid_grant');
    }
  });

  it('IN-04 B-44 is seen at once by the other replicas, 200 times out of 200', async () => {
    const { refreshToken, accessToken } = await scene.signIn();
    const ofPerson = [accessToken];
    for (let token = refreshToken; ofPerson.length < 60;) {
      const answer = await refresh(scene.replicaUrl(ofPerson.length), scene.client, token);
      ofPerson.push(tokenOf(answer, 'access_token'));
      token = tokenOf(answer, 'refresh_token');
    }
    const ofMachine = await Promise.all(Array.from({ length: 140 }, machineToken));
    const all = [
      ...ofPerson.map((token) => ({ token, client: scene.client })),
      ...ofMachine.map((token) => ({ token, client: machine })),
    ];
    let stillActive = 0;
    const revokeOne = async ({ token, client }: (typeof all)[number]): Promise<void> => {
      for (const index of [1, 2]) expect(await introspectAt(index, token)).toMatchObject({ active: true });
      expect((await revoke(scene.replicaUrl(0), client, token)).status).toBe(200);
      const seen = await Promise.all([1, 2].map((index) => introspectAt(index, token)));
      stillActive += seen.filter(({ active }) => active !== false).length;
    };
    for (let start = 0; start < all.length; start += 20)
      await Promise.all(all.slice(start, start + 20).map(revokeOne));
    expect(all).toHaveLength(200);
    expect(stillActive).toBe(0);
  });
});
