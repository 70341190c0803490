import { once } from 'node:events';
import { type AddressInfo, type Server, createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAsHolder, sealForHolder } from '../../domain/keys/keyring.ts';
import { sha256 } from '../../platform/digest.ts';
import { systemRandom } from '../../platform/random.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { authorizationUrl, createPkce, type Pkce, post, redeem } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { decide, headingOf, submitPassword } from '../harness/sign-in-pages.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';
import { expectErrorPage, navigate, redirected } from './answers.ts';

let cluster: Cluster;
let issuer: string;
let account: TestAccount;
let client: TestClient;
let publicClient: TestClient;
let outside: Server;
let outsideUrl: string;
let connections = 0;

beforeAll(async () => {
  cluster = await startCluster();
  ({ issuer } = cluster);
  account = await cluster.registry.createAccount();
  client = await cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example.com/callback'],
  });
  publicClient = await cluster.registry.createClient();
  outside = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(outside, 'listening');
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
});
afterAll(async () => {
  outside.close();
  await cluster[Symbol.asyncDispose]();
});

const unsigned = (claims: object): string =>
  `${encode({ alg: 'none' })}.${encode({ client_id: client.clientId, ...claims })}.`;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a request object', () => {
  it('AZ-16 by value is refused', async () => {
    for (const request of [unsigned({ redirect_uri: 'https://evil.example/' }), 'nonsense', 'a.b.c.d.e']) {
      const url = authorizationUrl({ issuer, client, pkce: createPkce(), parameters: { request } });
      const told = redirected(await navigate(url));
      expect(told.origin + told.pathname).toBe(client.redirectUri);
      expect(told.searchParams.get('error')).toBe('request_not_supported');
    }
  });

  it.each(['', '/r.jwt', '/r.jwt#hash', '/a?b=c'])(
    'AZ-16 by reference (%j) is refused unfetched',
    async (path) => {
      const parameters = { request_uri: `${outsideUrl}${path}` };
      const told = redirected(
        await navigate(authorizationUrl({ issuer, client, pkce: createPkce(), parameters })),
      );
      expect(told.searchParams.get('error')).toBe('request_uri_not_supported');
      expect(connections).toBe(0);
    },
  );

  it('AZ-16 is refused at the pushed request endpoint too', async () => {
    const by = { request: unsigned({}), request_uri: `${outsideUrl}/r.jwt` };
    for (const [name, value] of Object.entries(by)) {
      const form = { ...parametersOf(client, createPkce()), [name]: value };
      expect(await post(`${issuer}/par`, form, client)).toMatchObject({
        status: 400,
        body: { error: `${name}_not_supported` },
      });
    }
    expect(connections).toBe(0);
  });

  it('AZ-16 is not offered by the metadata', async () => {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`);
    const metadata = (await response.json()) as Record<string, unknown>;
    expect(metadata['request_uri_parameter_supported']).toBe(false);
    expect(metadata['request_parameter_supported']).not.toBe(true);
  });
});

function parametersOf(of: TestClient, pkce: Pkce): Record<string, string> {
  const url = new URL(authorizationUrl({ issuer, client: of, pkce }));
  return Object.fromEntries(url.searchParams);
}

async function push(of: TestClient, pkce: Pkce, more: Record<string, string> = {}): Promise<string> {
  const answer = await post(`${issuer}/par`, { ...parametersOf(of, pkce), ...more }, of);
  expect(answer).toMatchObject({ status: 201 });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body['expires_in']).toBeLessThanOrEqual(60);
  return String(answer.body['request_uri']);
}

function pushedUrl(of: TestClient, requestUri: string, more: Record<string, string> = {}): string {
  const parameters = new URLSearchParams({ client_id: of.clientId, request_uri: requestUri, ...more });
  return `${issuer}/authorize?${parameters.toString()}`;
}

/** Moves the expiry, which is inside of what is sealed for the holder of the handle, into the past. */
async function ageBy(seconds: number, requestUri: string): Promise<void> {
  const id = requestUri.slice('urn:ietf:params:oauth:request_uri:'.length);
  const digest = sha256(id);
  const database = new pg.Client({ connectionString: cluster.database.url });
  await database.connect();
  const { rows } = await database.query<{ sealed: Buffer }>(
    'SELECT sealed FROM pushed_authorization_requests WHERE digest = $1',
    [digest],
  );
  const payload = JSON.parse(openAsHolder(id, rows[0]?.sealed ?? Buffer.of())) as { exp: number };
  const aged = sealForHolder(id, JSON.stringify({ ...payload, exp: payload.exp - seconds }), systemRandom);
  const changed = 'UPDATE pushed_authorization_requests SET sealed = $1 WHERE digest = $2';
  await database.query(changed, [aged, digest]);
  await database.end();
}

describe('a pushed authorization request', () => {
  it('AZ-17 survives reloads before the sign-in, then works once', async () => {
    const pkce = createPkce();
    const url = pushedUrl(client, await push(client, pkce));
    const agent = createUserAgent(issuer);
    for (let reload = 0; reload < 3; reload += 1)
      expect(headingOf(await agent.open(url))).toMatch(/sign in/i);
    const consent = await submitPassword(agent, await agent.open(url), account);
    const answered = new URL((await decide(agent, consent, 'allow')).url);
    const code = answered.searchParams.get('code') ?? '';
    expect((await redeem(issuer, client, { code, pkce })).status).toBe(200);
    for (const browser of [agent, createUserAgent(issuer)]) {
      const again = await browser.open(url);
      expect(again.status).toBe(400);
      expect(again.html).toContain('invalid_request_uri');
    }
  });

  it('AZ-17 gives one code when two browsers finish it', async () => {
    const url = pushedUrl(publicClient, await push(publicClient, createPkce()));
    const finish = async () => {
      const agent = createUserAgent(issuer);
      const consent = await submitPassword(agent, await agent.open(url), account);
      return decide(agent, consent, 'allow');
    };
    const ends = await Promise.all([finish(), finish()]);
    const codes = ends.filter(({ url: end }) => end.includes('code='));
    expect(codes).toHaveLength(1);
  });

  it('AZ-17 belongs to the client that pushed it', async () => {
    for (const [owner, other] of [
      [client, publicClient],
      [publicClient, client],
    ] as const) {
      const requestUri = await push(owner, createPkce());
      expectErrorPage(await navigate(pushedUrl(other, requestUri)), 400);
      expectErrorPage(await navigate(pushedUrl({ ...other, clientId: 'nobody' }, requestUri)), 400);
      const own = await navigate(pushedUrl(owner, requestUri));
      expect(redirected(own).pathname).toMatch(/^\/interaction\//);
    }
  });

  it('AZ-17 is not changed by parameters beside it', async () => {
    const requestUri = await push(publicClient, createPkce());
    const agent = createUserAgent(issuer);
    const more = { state: 'other', redirect_uri: 'https://evil.example/', scope: 'openid email' };
    const page = await agent.open(pushedUrl(publicClient, requestUri, more));
    const consent = await submitPassword(agent, page, account);
    expect(consent.html).not.toContain('See your email');
    const answered = new URL((await decide(agent, consent, 'allow')).url);
    expect(answered.origin + answered.pathname).toBe(publicClient.redirectUri);
    expect(answered.searchParams.get('state')).toBe('state-of-the-client');
  });

  it('AZ-17 ends after a minute', async () => {
    const requestUri = await push(client, createPkce());
    await ageBy(61, requestUri);
    expectErrorPage(await navigate(pushedUrl(client, requestUri)), 400);
  });

  it('AZ-17 cannot be guessed or malformed into anything', async () => {
    const prefix = 'urn:ietf:params:oauth:request_uri:';
    const genuine = await push(client, createPkce());
    const broken = [
      prefix,
      `${prefix}x`,
      `${genuine}x`,
      genuine.slice(0, -1),
      genuine.toUpperCase(),
      `${prefix}%00`,
      `${prefix}\0`,
      `${prefix}${'a'.repeat(4000)}`,
      `${genuine} `,
    ];
    for (const requestUri of broken) expectErrorPage(await navigate(pushedUrl(client, requestUri)), 400);
  });

  it('AZ-17 is checked when it is pushed', async () => {
    const wrong: Record<string, string>[] = [
      { redirect_uri: 'https://evil.example/' },
      { response_type: 'token' },
      { code_challenge_method: 'plain' },
      { prompt: 'nonsense' },
      { scope: 'openid "' },
    ];
    for (const parameters of wrong) {
      const form = { ...parametersOf(client, createPkce()), ...parameters };
      expect((await post(`${issuer}/par`, form, client)).status).toBe(400);
    }
    const stranger = { ...client, clientSecret: 'not the secret' };
    const form = parametersOf(client, createPkce());
    expect((await post(`${issuer}/par`, form, stranger)).body['error']).toBe('invalid_client');
  });

  it('AZ-17 may be all that a client uses', async () => {
    const strict = await cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: ['https://app.example.com/callback'],
      require_pushed_authorization_requests: true,
    });
    const direct = await navigate(authorizationUrl({ issuer, client: strict, pkce: createPkce() }));
    expect(redirected(direct).searchParams.get('error')).toBe('invalid_request');
    const pushed = await navigate(pushedUrl(strict, await push(strict, createPkce())));
    expect(redirected(pushed).pathname).toMatch(/^\/interaction\//);
  });
});
