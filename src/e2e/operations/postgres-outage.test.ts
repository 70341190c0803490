import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  authorizationUrl,
  createPkce,
  introspect,
  obtainCode,
  redeem,
  refresh,
  tokenOf,
} from '../harness/flow.ts';
import type { TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { startTcpProxy, type TcpProxy } from '../harness/network/tcp-proxy.ts';
import { type Page, type UserAgent, createUserAgent, findForm } from '../harness/network/user-agent.ts';

let network: TcpProxy;
let scene: Scene;
let machine: TestClient;

beforeAll(async () => {
  network = await startTcpProxy(inject('postgresUrl'));
  scene = await startScene({
    postgresUrl: network.url,
    env: { SYMBOLON_STORAGE_STATEMENT_TIMEOUT_MS: '500', SYMBOLON_STORAGE_CONNECT_TIMEOUT_MS: '1000' },
  });
  machine = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    apis: [scene.api.audience],
  });
});
afterEach(() => network.restore());
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

interface Held {
  readonly agent: UserAgent;
  readonly page: Page;
  readonly accessToken: string;
  readonly plainToken: string;
  readonly refreshToken: string;
  readonly signedIn: Awaited<ReturnType<typeof obtainCode>>;
}

/** Everything a client and a browser can be in the middle of. */
async function hold(): Promise<Held> {
  const { cluster, client, api, account } = scene;
  const { issuer } = cluster;
  const tokens = await scene.signIn();
  const plain = await scene.signIn({ api: null, scope: 'openid email' });
  const signedIn = await obtainCode({ issuer, client, api, scope: 'openid notes:read' }, account);
  const visitor = createUserAgent(issuer);
  const page = await visitor.open(authorizationUrl({ issuer, client, pkce: createPkce() }));
  return { ...tokens, agent: visitor, page, plainToken: plain.accessToken, signedIn };
}

type Attempt = () => Promise<Response>;

function everyEndpoint({
  agent,
  page,
  accessToken,
  plainToken,
  refreshToken,
  signedIn,
}: Held): Record<string, Attempt> {
  const { cluster, client, api, account } = scene;
  const { issuer } = cluster;
  const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${issuer}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers });
  const { clientId } = client;
  const basic = {
    authorization: `Basic ${Buffer.from(`${api.clientId}:${api.clientSecret}`).toString('base64')}`,
  };
  const request = authorizationUrl({ issuer, client, pkce: createPkce() });
  const signIn = findForm(page.html, '/sign-in');
  const answers = { ...signIn.hidden, email: account.email, password: account.password };
  return {
    authorize: () => agent.request(request),
    'sign-in page': () => agent.request(page.url),
    'sign-in': () =>
      agent.request(new URL(signIn.action, page.url).href, {
        method: 'POST',
        body: new URLSearchParams(answers),
      }),
    logout: () => agent.request(`${issuer}/logout`),
    par: () => form('/par', Object.fromEntries(new URL(request).searchParams)),
    code: () =>
      form('/token', {
        grant_type: 'authorization_code',
        code: signedIn.code,
        code_verifier: signedIn.pkce.verifier,
        redirect_uri: client.redirectUri,
        client_id: clientId,
      }),
    refresh: () =>
      form('/token', { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId }),
    'client credentials': () =>
      form('/token', {
        grant_type: 'client_credentials',
        resource: api.audience,
        client_id: machine.clientId,
        client_secret: machine.clientSecret,
      }),
    'wrong client secret': () =>
      form('/token', {
        grant_type: 'client_credentials',
        client_id: machine.clientId,
        client_secret: 'wrong',
      }),
    introspect: () => form('/introspect', { token: accessToken }, basic),
    revoke: () => form('/revoke', { token: accessToken, client_id: clientId }),
    userinfo: () => fetch(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${plainToken}` } }),
  };
}

/** Every endpoint says 503, soon, and gives no verdict. */
async function expectUnavailable(held: Held, withinMs: number): Promise<void> {
  const cookies = new Map(held.agent.cookies);
  const startedAt = Date.now();
  await Promise.all(
    Object.entries(everyEndpoint(held)).map(async ([name, attempt]) => {
      const response = await attempt();
      const text = await response.text();
      expect(response.status, name).toBe(503);
      expect(Number(response.headers.get('retry-after')), name).toBeGreaterThan(0);
      expect(text, name).not.toMatch(/invalid_grant|invalid_client|invalid_token|"active"|signed out/i);
      expect(response.headers.get('www-authenticate'), name).toBeNull();
      expect(response.headers.get('cache-control'), name).toContain('no-store');
      expect(Date.now() - startedAt, `${name} took too long`).toBeLessThan(withinMs);
    }),
  );
  expect(held.agent.cookies).toEqual(cookies);
}

async function probe(): Promise<Record<string, number>> {
  const { issuer, replicas } = scene.cluster;
  const operatorUrl = replicas[0]?.operatorUrl ?? '';
  const urls = {
    discovery: `${issuer}/.well-known/openid-configuration`,
    jwks: `${issuer}/jwks`,
    livez: `${operatorUrl}/livez`,
    readyz: `${operatorUrl}/readyz`,
    metrics: `${operatorUrl}/metrics`,
  };
  const statuses = Object.entries(urls).map(
    async ([name, url]) => [name, (await fetch(url)).status] as const,
  );
  return Object.fromEntries(await Promise.all(statuses));
}

/** By itself, within a few seconds. */
async function untilReady(): Promise<void> {
  const deadline = Date.now() + 5000;
  while ((await probe())['readyz'] !== 200) {
    expect(Date.now(), 'it does not come back').toBeLessThan(deadline);
    await sleep(50);
  }
}

/** Nothing was spent, revoked or forgotten meanwhile. */
async function expectUnharmed({ agent, page, accessToken, refreshToken, signedIn }: Held): Promise<void> {
  const { cluster, client, api, account } = scene;
  const { issuer } = cluster;
  expect(await introspect(issuer, api, accessToken)).toMatchObject({ active: true, sub: account.id });
  expect((await redeem(issuer, client, signedIn)).status).toBe(200);
  const next = await refresh(issuer, client, refreshToken);
  expect(next.status).toBe(200);
  expect((await refresh(issuer, client, tokenOf(next, 'refresh_token'))).status).toBe(200);
  const consent = await agent.submit(page, { email: account.email, password: account.password }, '/sign-in');
  expect(consent.html).toContain('value="allow"');
}

const well = { discovery: 200, jwks: 200, livez: 200, readyz: 200, metrics: 200 };

describe('while Postgres is', () => {
  it.each(['gone', 'stalled'] as const)(
    '%s, every endpoint answers 503 and gives no verdict, and all goes on when it is back',
    async (outage) => {
      const held = await hold();
      expect(await probe()).toEqual(well);
      // A missing server is found out at once, a stalled one when the statement's time is over.
      const withinMs = outage === 'gone' ? 3000 : 6000;
      if (outage === 'gone') await network.cut();
      else network.stall();
      await expectUnavailable(held, withinMs);
      expect(await probe()).toEqual({ ...well, readyz: 503 });
      await expectUnavailable(held, withinMs);
      expect(scene.cluster.replicas[0]?.process.exitCode).toBeNull();

      await network.restore();
      await untilReady();
      await expectUnharmed(held);
      expect(await probe()).toEqual(well);
    },
  );

  it('restarting, connections that died in the pool fail no request', async () => {
    const { refreshToken } = await scene.signIn();
    await network.cut();
    await network.restore();
    await untilReady();
    const answers: number[] = [];
    for (let token = refreshToken; answers.length < 10;) {
      const answer = await refresh(scene.cluster.issuer, scene.client, token);
      answers.push(answer.status);
      token = tokenOf(answer, 'refresh_token');
    }
    expect(answers).toEqual(Array.from({ length: 10 }, () => 200));
  });
});
