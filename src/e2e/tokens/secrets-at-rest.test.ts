import { setTimeout as sleep } from 'node:timers/promises';
import { inject, afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from 'otpauth';
import { pgDump } from '../environment/database.ts';
import { redisDump } from '../environment/redis-dump.ts';
import { addAuthenticator, keyOf } from '../harness/authenticator.ts';
import {
  authorizationUrl,
  createPkce,
  introspect,
  obtainCode,
  post,
  redeem,
  refresh,
  revoke,
  signInAndConsent,
  tokenOf,
} from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { linkOf, submitPassword } from '../harness/sign-in-pages.ts';
import { findSecrets } from '../harness/secrets.ts';
import { startTcpProxy, type TcpProxy } from '../harness/network/tcp-proxy.ts';
import { type Page, type UserAgent, createUserAgent, findForm } from '../harness/network/user-agent.ts';

let scene: Scene;
let network: TcpProxy;
let webApp: TestClient;
/** Name -> every value that was handed out or handed in. */
const secrets: Record<string, string[]> = {};
const scope = 'openid email notes:read';
const state = 'canary-state-8sJ2kQz';

function keep(name: string, ...values: string[]): void {
  for (const value of values) expect(value.length, name).toBeGreaterThan(7);
  (secrets[name] ??= []).push(...values);
}

beforeAll(async () => {
  network = await startTcpProxy(inject('postgresUrl'));
  scene = await startScene({ replicas: 2, postgresUrl: network.url });
  webApp = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example/callback'],
    post_logout_redirect_uris: ['https://app.example/bye'],
    apis: [scene.api.audience],
  });
  keep('client secret', webApp.clientSecret, scene.api.clientSecret);
  keep('password', scene.account.password);
  await everythingThatWorks();
  await everythingThatFails();
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

async function everythingThatWorks(): Promise<void> {
  const { cluster, account, api, client } = scene;
  const { issuer } = cluster;
  const agent = createUserAgent(issuer);
  const native = await obtainCode({ issuer, client, scope, api, parameters: { state } }, account, agent);
  keep('code', native.code);
  keep('verifier', native.pkce.verifier);
  const first = await redeem(issuer, client, native);
  const second = await refresh(issuer, client, tokenOf(first, 'refresh_token'));
  await refresh(issuer, client, tokenOf(first, 'refresh_token'));
  const third = await refresh(issuer, client, tokenOf(second, 'refresh_token'));
  for (const answer of [first, second, third]) {
    keep('refresh token', tokenOf(answer, 'refresh_token'));
    keep('access token', tokenOf(answer, 'access_token'));
    keep('ID token', tokenOf(answer, 'id_token'));
    await introspect(issuer, api, tokenOf(answer, 'access_token'));
  }
  await revoke(issuer, client, tokenOf(second, 'access_token'));

  const pkce = createPkce();
  keep('verifier', pkce.verifier);
  const url = authorizationUrl({
    issuer,
    client: webApp,
    pkce,
    scope,
    parameters: { state, login_hint: account.email },
  });
  const parameters = Object.fromEntries(new URL(url).searchParams);
  const pushed = await post(`${issuer}/par`, parameters, webApp);
  expect(pushed.status, JSON.stringify(pushed.body)).toBe(201);
  const requestUri = String(pushed.body['request_uri']);
  keep('PAR handle', requestUri.split(':').at(-1) ?? '');
  const query = new URLSearchParams({ client_id: webApp.clientId, request_uri: requestUri });
  const answered = await signInAndConsent(agent, `${issuer}/authorize?${query.toString()}`, account);
  const code = answered.searchParams.get('code') ?? '';
  keep('code', code);
  const web = await redeem(issuer, webApp, { code, pkce });
  keep('refresh token', tokenOf(web, 'refresh_token'));
  keep('access token', tokenOf(web, 'access_token'));
  const page = await agent.open(`${issuer}/logout?id_token_hint=${tokenOf(web, 'id_token')}&state=${state}`);
  keep('form secret', findForm(page.html).hidden['xsrf'] ?? '');
  await agent.submit(page, { logout: 'yes' });
  await signUp();
  await secondFactors();
  keepOf(agent);
}

async function signUp(): Promise<void> {
  const { issuer } = scene.cluster;
  const person: TestAccount = {
    id: '',
    email: 'canary.person@example.org',
    password: 'canary lantern 5513 drift',
  };
  keep('password', person.password);
  keep('e-mail', person.email, scene.account.email);
  const agent = createUserAgent(issuer);
  const page = await agent.open(
    authorizationUrl({ issuer, client: scene.client, pkce: createPkce(), scope }),
  );
  keep('form secret', findForm(page.html).hidden['csrf'] ?? '');
  const link = /href="([^"]*\/sign-up[^"]*)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const form = await agent.open(new URL(link, page.url).href);
  const consent = await agent.submit(
    form,
    { email: person.email, password: person.password, name: 'Canary' },
    '/sign-up',
  );
  expect(consent.html).toContain('value="allow"');
  keepOf(agent);
}

async function secondFactors(): Promise<void> {
  const { issuer, registry } = scene.cluster;
  const person = await registry.createAccount();
  keep('password', person.password);
  const agent = createUserAgent(issuer);
  const { authenticator, codes } = await addAuthenticator(agent, issuer, person);
  const { hex, bytes } = Secret.fromBase32(authenticator.key);
  keep('TOTP secret', authenticator.key, hex.toLowerCase(), Buffer.from(bytes).toString('base64'));
  // Begun, and never confirmed.
  const other = await registry.createAccount();
  const page = await agent.open(`${issuer}/account`);
  expect(page.html).toContain('unused codes');
  const stranger = createUserAgent(issuer);
  const begun = await submitPassword(stranger, await stranger.open(`${issuer}/account/totp`), other);
  const key = keyOf(begun);
  keep('TOTP secret', key, Secret.fromBase32(key).hex.toLowerCase());
  keep('password', other.password);
  keep('recovery code', ...codes, ...codes.map((code) => code.replaceAll('-', '')));
  const step = await submitPassword(stranger, await beginAgain(stranger), person);
  const recovery = await stranger.open(linkOf(step, 'Use a recovery code'));
  await stranger.submit(recovery, { code: codes[0] ?? '' });
  keepOf(agent);
  keepOf(stranger);
}

async function beginAgain(agent: UserAgent): Promise<Page> {
  const { cluster, client } = scene;
  const parameters = { prompt: 'login' };
  return agent.open(
    authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce(), scope, parameters }),
  );
}

function keepOf({ setCookies, visited }: UserAgent): void {
  for (const line of setCookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value !== '') keep(name.includes('session') ? 'session cookie' : 'interaction cookie', value);
  }
  for (const url of visited) {
    const uid = /\/(?:interaction|authorize)\/([^/?]+)/.exec(url)?.[1];
    if (uid !== undefined) keep('interaction', uid);
  }
}

async function everythingThatFails(): Promise<void> {
  const { cluster, account, api, client } = scene;
  const { issuer } = cluster;
  const agent = createUserAgent(issuer);
  const wrongPassword = 'canary mistake 7741 harbour';
  keep('password', wrongPassword);
  const url = authorizationUrl({ issuer, client, pkce: createPkce(), scope, api, parameters: { state } });
  const page = await agent.open(url);
  expect(
    (await agent.submit(page, { email: account.email, password: wrongPassword }, '/sign-in')).status,
  ).toBe(422);
  expect(
    (
      await agent.submit(
        page,
        { email: account.email, password: account.password, csrf: 'forged-canary-1' },
        '/sign-in',
      )
    ).status,
  ).toBe(403);
  keep('form secret', 'forged-canary-1');
  await agent.request(`${page.url}&code=canary-code-in-query`);
  keep('in a query', 'canary-code-in-query', 'canary-token-in-path', 'canary-secret-in-query');
  await agent.open(`${issuer}/canary-token-in-path`);
  await fetch(`${issuer}/token?client_secret=canary-secret-in-query`, { method: 'POST' });
  await agent.open(url.replace(encodeURIComponent(client.redirectUri), 'https%3A%2F%2Fevil.example'));
  await agent.open(`${url}&nonce=%00`);

  const signedIn = await obtainCode({ issuer, client, scope, api, parameters: { state } }, account, agent);
  keep('code', signedIn.code);
  const wrongVerifier = createPkce();
  keep('verifier', wrongVerifier.verifier, signedIn.pkce.verifier);
  expect((await redeem(issuer, client, { code: signedIn.code, pkce: wrongVerifier })).status).toBe(400);
  const wrongSecret = 'sym_cs_canary00000000000000000000000000000000000000';
  keep('client secret', wrongSecret);
  expect((await introspectWith(wrongSecret)).status).toBe(401);
  const { clientId } = scene.api;
  await post(
    `${issuer}/token`,
    { grant_type: 'client_credentials', client_id: clientId, client_secret: wrongSecret },
    null,
  );
  await fetch(`${issuer}/userinfo`, { headers: { authorization: 'Bearer canary-bearer-000001' } });
  keep('access token', 'canary-bearer-000001');

  const tokens = await redeem(issuer, client, signedIn);
  keep('access token', tokenOf(tokens, 'access_token'));
  keep('refresh token', tokenOf(tokens, 'refresh_token'));
  expect((await redeem(issuer, client, signedIn)).status, 'a replay').toBe(400);
  await everythingThatFailsWithTheDatabase(agent);
  keepOf(agent);
}

async function introspectWith(clientSecret: string) {
  return post(`${scene.cluster.issuer}/introspect`, { token: 'x' }, { ...scene.api, clientSecret });
}

async function everythingThatFailsWithTheDatabase(agent: UserAgent): Promise<void> {
  const { cluster, account, api, client } = scene;
  const { issuer } = cluster;
  const tokens = await scene.signIn({ scope, agent });
  keep('refresh token', tokens.refreshToken);
  keep('access token', tokens.accessToken);
  keep('code', tokens.code);
  void network.breakAt('INSERT INTO refresh_tokens', 'after');
  expect((await refresh(issuer, client, tokens.refreshToken)).status).toBe(503);
  const page = await agent.open(
    authorizationUrl({
      issuer,
      client,
      pkce: createPkce(),
      scope,
      api,
      parameters: { prompt: 'login', state },
    }),
  );
  await network.cut();
  const uid = new URL(page.url).pathname.split('/').at(-1) ?? '';
  for (const path of [`/interaction/${uid}`, `/authorize/${uid}`])
    expect((await agent.request(`${issuer}${path}`)).status, path).toBe(503);
  expect(
    (await agent.submit(page, { email: account.email, password: account.password }, '/sign-in')).status,
  ).toBe(503);
  expect((await post(`${issuer}/introspect`, { token: tokens.accessToken }, api)).status).toBe(503);
  await network.restore();
}

describe('no secret', () => {
  it('TK-08 can be found in a dump of Postgres', async () => {
    const dump = await pgDump(scene.cluster.database.url);
    const { 'e-mail': emails = [], ...unstored } = secrets;
    expect(findSecrets(dump, { emails }), 'the dump has the rows').toHaveLength(emails.length);
    expect(findSecrets(dump, { ...unstored, state })).toEqual([]);
  });

  it('TK-08 can be found in a dump of Redis', async () => {
    const dump = await redisDump(scene.cluster.redisUrl);
    expect(dump).toContain('symbolon:limit');
    const { 'e-mail': _counted, ...unstored } = secrets;
    expect(findSecrets(dump, { ...unstored, state })).toEqual([]);
  });

  it('OS-02 can be found in the log at its most talkative level, and no e-mail address either', async () => {
    await sleep(200);
    const log = scene.cluster.replicas.map((replica) => replica.logs()).join('\n');
    for (const event of [
      'request refused',
      'request failed: unavailable',
      'page failed',
      'grant ended',
      '"/token"',
    ])
      expect(log).toContain(event);
    expect(findSecrets(log, { ...secrets, state })).toEqual([]);
  });

  it('OS-02 can be found in the metrics', async () => {
    for (const replica of scene.cluster.replicas) {
      const metrics = await (await fetch(`${replica.operatorUrl}/metrics`)).text();
      expect(metrics).toContain('symbolon_http_request_duration_seconds');
      expect(findSecrets(metrics, { ...secrets, state })).toEqual([]);
    }
  });

  it('was left out of the search', () => {
    const kinds = [
      'client secret',
      'password',
      'code',
      'verifier',
      'refresh token',
      'access token',
      'ID token',
      'PAR handle',
      'form secret',
      'session cookie',
      'TOTP secret',
      'recovery code',
      'interaction',
      'interaction cookie',
    ];
    expect(Object.keys(secrets)).toEqual(expect.arrayContaining(kinds));
    const planted = Buffer.from(`{"log":"${secrets['code']?.[0] ?? ''}"}`);
    for (const form of ['utf8', 'hex', 'base64'] as const)
      expect(findSecrets(planted.toString(form), secrets)).toHaveLength(1);
  });
});
