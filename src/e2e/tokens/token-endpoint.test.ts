import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorizationUrl,
  createPkce,
  obtainCode,
  post,
  redeem,
  refresh,
  signInAndConsent,
  type TokenAnswer,
} from '../harness/flow.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import type { TestClient } from '../harness/registry.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';

let scene: Scene;
let machine: TestClient;
let formClient: TestClient;
let tokenUrl: string;

beforeAll(async () => {
  scene = await startScene();
  const { registry } = scene.cluster;
  const own = { application_type: 'web', redirect_uris: [], grant_types: ['client_credentials'] };
  const apis = [scene.api.audience];
  machine = await registry.createClient({ ...own, apis, token_endpoint_auth_method: 'client_secret_basic' });
  formClient = await registry.createClient({
    ...own,
    apis,
    token_endpoint_auth_method: 'client_secret_post',
  });
  tokenUrl = `${scene.cluster.issuer}/token`;
});
afterAll(() => scene[Symbol.asyncDispose]());

const ask = () => ({ grant_type: 'client_credentials', resource: scene.api.audience, scope: 'notes:read' });
const errorOf = ({ status, body }: TokenAnswer) => [status, body['error']];
const inForm = (client: TestClient) => ({
  ...ask(),
  client_id: client.clientId,
  client_secret: client.clientSecret,
});
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the token endpoint', () => {
  it('TK-01 takes a form in the body of a POST and nothing else', async () => {
    const { refreshToken } = await scene.signIn();
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: scene.client.clientId,
    };
    const query = new URLSearchParams(form).toString();
    const json = { 'content-type': 'application/json' };
    const attempts: Array<[string, RequestInit]> = [
      [`${tokenUrl}?${query}`, {}],
      [`${tokenUrl}?${query}`, { method: 'POST' }],
      [`${tokenUrl}?${query}`, { method: 'POST', body: new URLSearchParams() }],
      [tokenUrl, { method: 'POST', body: JSON.stringify(form), headers: json }],
      [tokenUrl, { method: 'POST', body: query, headers: { 'content-type': 'text/plain' } }],
      [tokenUrl, { method: 'PUT', body: new URLSearchParams(form) }],
    ];
    for (const [url, init] of attempts) {
      const { status } = await fetch(url, init);
      expect(status, `${init.method ?? 'GET'} ${url}`).toBeGreaterThanOrEqual(400);
      expect(status, `${init.method ?? 'GET'} ${url}`).toBeLessThan(500);
    }
    const secretInQuery = new URLSearchParams({ client_secret: formClient.clientSecret });
    const { client_secret: _secret, ...withoutSecret } = inForm(formClient);
    const answer = await post(`${tokenUrl}?${secretInQuery.toString()}`, withoutSecret, null);
    expect(errorOf(answer)).toEqual([401, 'invalid_client']);
    expect((await refresh(scene.cluster.issuer, scene.client, refreshToken)).status).toBe(200);
  });

  it('TK-02 takes exactly the client authentication that is registered', async () => {
    expect((await post(tokenUrl, ask(), machine)).status).toBe(200);
    expect((await post(tokenUrl, inForm(formClient), null)).status).toBe(200);

    expect(errorOf(await post(tokenUrl, inForm(machine), null))).toEqual([401, 'invalid_client']);
    expect(errorOf(await post(tokenUrl, ask(), formClient))).toEqual([401, 'invalid_client']);
    const nothing = { ...ask(), client_id: machine.clientId };
    expect(errorOf(await post(tokenUrl, nothing, null))).toEqual([401, 'invalid_client']);
    const asConfidential = { clientId: scene.client.clientId, clientSecret: machine.clientSecret };
    expect(errorOf(await post(tokenUrl, ask(), asConfidential))).toEqual([401, 'invalid_client']);

    const both = { ...ask(), client_secret: machine.clientSecret };
    expect(errorOf(await post(tokenUrl, both, machine))).toEqual([400, 'invalid_request']);
    const twoNames = { ...ask(), client_id: formClient.clientId };
    expect(errorOf(await post(tokenUrl, twoNames, machine))).toEqual([400, 'invalid_request']);
  });

  it('TK-04 refuses client assertions, which it does not claim to know', async () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: machine.clientId,
      sub: machine.clientId,
      aud: scene.cluster.issuer,
      exp: 4e9,
      jti: 'a',
    };
    const assertion = `${encode({ alg: 'none' })}.${encode(claims)}.`;
    const form = {
      ...ask(),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
    for (const named of [form, { ...form, client_id: machine.clientId }]) {
      const { status, body } = await post(tokenUrl, named, null);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body).not.toHaveProperty('access_token');
    }
    const metadata = await (await fetch(`${scene.cluster.issuer}/.well-known/openid-configuration`)).text();
    expect(metadata).not.toMatch(/private_key_jwt|client_secret_jwt|tls_client_auth/);
  });

  it('TK-05 refuses every grant type that a client is not registered for', async () => {
    const { refreshToken } = await scene.signIn();
    const forbidden: Array<[TestClient, Record<string, string>]> = [
      [machine, { grant_type: 'refresh_token', refresh_token: refreshToken }],
      [machine, { grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://a.example' }],
      [scene.client, ask()],
    ];
    for (const [client, form] of forbidden)
      expect(errorOf(await post(tokenUrl, form, client))).toEqual([400, 'unauthorized_client']);
    for (const grantType of [
      'password',
      'implicit',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      '__proto__',
    ])
      expect(errorOf(await post(tokenUrl, { ...ask(), grant_type: grantType }, machine)), grantType).toEqual([
        400,
        'unsupported_grant_type',
      ]);
    const twice = new URLSearchParams([...Object.entries(ask()), ['grant_type', 'refresh_token']]);
    expect(errorOf(await post(tokenUrl, twice, machine))).toEqual([400, 'invalid_request']);
    expect((await refresh(scene.cluster.issuer, scene.client, refreshToken)).status).toBe(200);
  });

  it('TK-06 gives tokens of a client for itself that cannot be taken for a person', async () => {
    const { body } = await post(tokenUrl, ask(), machine);
    expect(body).not.toHaveProperty('id_token');
    expect(body).not.toHaveProperty('refresh_token');
    const told = await post(
      `${scene.cluster.issuer}/introspect`,
      { token: String(body['access_token']) },
      scene.api,
    );
    expect(told.body).toMatchObject({ active: true, client_id: machine.clientId, scope: 'notes:read' });
    expect(told.body['sub'] ?? machine.clientId).toBe(machine.clientId);
    expect(scene.account.id).toMatch(/^acc_/);
    expect(machine.clientId).not.toMatch(/^acc_/);
    const userinfo = await fetch(`${scene.cluster.issuer}/userinfo`, {
      headers: { authorization: `Bearer ${String(body['access_token'])}` },
    });
    expect(userinfo.status).toBe(401);
  });

  it('TK-09 never pretends to bind a token to a DPoP key', async () => {
    const { issuer } = scene.cluster;
    const metadata = await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).text();
    expect(metadata).not.toContain('dpop');
    const response = await fetch(tokenUrl, {
      method: 'POST',
      body: new URLSearchParams(ask()),
      headers: { dpop: 'a.b.c', authorization: basic(`${machine.clientId}:${machine.clientSecret}`) },
    });
    const { token_type: type, access_token: token } = (await response.json()) as Record<string, string>;
    expect(type).toBe('Bearer');
    const asDpop = await fetch(`${issuer}/userinfo`, { headers: { authorization: `DPoP ${token ?? ''}` } });
    expect(asDpop.status).toBeGreaterThanOrEqual(400);
    expect(asDpop.status).toBeLessThan(500);
  });
});

describe('TK-10 input that is too much or no text', () => {
  const hostile: Array<[string, () => RequestInit]> = [
    ['a body of 1 MB', () => ({ body: new URLSearchParams({ ...ask(), padding: 'x'.repeat(1 << 20) }) })],
    ['a body of 65 KB', () => ({ body: new URLSearchParams({ ...ask(), padding: 'x'.repeat(65 * 1024) }) })],
    [
      '2000 parameters',
      () => ({ body: `${new URLSearchParams(ask()).toString()}&${'scope=a&'.repeat(2000)}` }),
    ],
    ['a NUL in the client id', () => ({ body: 'grant_type=client_credentials&client_id=a%00b' })],
    [
      'a NUL in the resource',
      () => ({ body: new URLSearchParams({ ...ask(), resource: 'https://a.example/\0' }) }),
    ],
    ['a NUL in the scope', () => ({ body: new URLSearchParams({ ...ask(), scope: 'a\0b' }) })],
    ['a NUL in the grant type', () => ({ body: 'grant_type=%00' })],
    ['bytes that are no UTF-8', () => ({ body: 'grant_type=client_credentials&client_id=%FF%FE%C0%80' })],
    ['a lone percent sign', () => ({ body: 'grant_type=%&client_id=%zz' })],
    ['a huge client id', () => ({ body: new URLSearchParams({ ...ask(), client_id: 'c'.repeat(40_000) }) })],
    ['huge Basic credentials', () => ({ headers: { authorization: basic(`a:${'s'.repeat(11_000)}`) } })],
    ['Basic with a NUL', () => ({ headers: { authorization: basic('a\0b:c') } })],
    ['Basic with an escaped NUL', () => ({ headers: { authorization: basic('a%00b:c') } })],
    ['Basic that is no UTF-8', () => ({ headers: { authorization: 'Basic //79/P06//8=' } })],
    ['Basic without a colon', () => ({ headers: { authorization: basic('nothing') } })],
    ['another scheme', () => ({ headers: { authorization: 'Foo abc' } })],
    ['an unpaired surrogate', () => ({ body: 'grant_type=client_credentials&client_id=%ED%A0%80' })],
  ];

  it.each(hostile)('%s is refused with 4xx at every endpoint for programs', async (_name, init) => {
    for (const path of ['/token', '/introspect', '/revoke', '/par']) {
      const { body = new URLSearchParams(ask()), headers = {} } = init();
      const response = await fetch(`${scene.replicaUrl(0)}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        signal: AbortSignal.timeout(5000),
      });
      expect(response.status, path).toBeGreaterThanOrEqual(400);
      expect(response.status, path).toBeLessThan(500);
    }
  });

  it.each(['nonce', 'state', 'acr_values', 'login_hint'])(
    'a NUL in %s of an authorization request is told to the client',
    async (name) => {
      const { cluster, client, account } = scene;
      const url = authorizationUrl({
        issuer: cluster.issuer,
        client,
        pkce: createPkce(),
        parameters: { [name]: 'a\0b' },
      });
      const answered = await signInAndConsent(createUserAgent(cluster.issuer), url, account);
      expect(answered.searchParams.get('error')).toBe('invalid_request');
    },
  );

  it('leaves the service well', async () => {
    const { cluster, account, client, api } = scene;
    const code = await obtainCode({ issuer: cluster.issuer, client, api }, account);
    expect((await redeem(cluster.issuer, client, code)).status).toBe(200);
  });
});
