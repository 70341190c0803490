import { languages } from '../../http/texts/texts.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import {
  authorizationUrl,
  createPkce,
  obtainCode,
  post,
  redeem,
  refresh,
  revoke,
  signInAndConsent,
  tokenOf,
} from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { createUserAgent, findForm } from '../harness/network/user-agent.ts';

type Metadata = Readonly<Record<string, string | boolean | readonly string[]>>;

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;
let client: TestClient;
let metadata: Metadata;

beforeAll(async () => {
  cluster = await startCluster({ replicas: 2 });
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({
    apis: [api.audience],
    response_modes: ['query', 'form_post'],
  });
  metadata = await read(cluster.issuer, 'openid-configuration');
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function read(base: string, document: string): Promise<Metadata> {
  const response = await fetch(`${base}/.well-known/${document}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  // Programs in any browser may read it.
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  return (await response.json()) as Metadata;
}

/** A list of the document. */
function listed(name: string): readonly string[] {
  const value = metadata[name];
  if (!Array.isArray(value)) throw new Error(`${name} is no list: ${String(value)}`);
  return value as readonly string[];
}

function payloadOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

const authorize = (parameters: Record<string, string | undefined>) =>
  authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce(), parameters });

/** What the server says to the client about a request, without anybody signing in. */
async function refusalOf(parameters: Record<string, string | undefined>): Promise<URLSearchParams> {
  const { url } = await createUserAgent(cluster.issuer).open(authorize(parameters));
  expect(url).toMatch(client.redirectUri);
  return new URLSearchParams(new URL(url).search || new URL(url).hash.slice(1));
}

describe('IN-07 the metadata', () => {
  it('is the same by OpenID Connect and by RFC 8414, on every replica, with the exact issuer', async () => {
    expect(metadata['issuer']).toBe(cluster.issuer);
    for (const base of [cluster.issuer, ...cluster.replicas.map(({ url }) => url)]) {
      expect(await read(base, 'openid-configuration')).toEqual(metadata);
      expect(await read(base, 'oauth-authorization-server')).toEqual(metadata);
    }
  });

  it('says this and no more', () => {
    const { issuer } = cluster;
    expect(metadata).toEqual({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      pushed_authorization_request_endpoint: `${issuer}/par`,
      token_endpoint: `${issuer}/token`,
      introspection_endpoint: `${issuer}/introspect`,
      revocation_endpoint: `${issuer}/revoke`,
      userinfo_endpoint: `${issuer}/userinfo`,
      end_session_endpoint: `${issuer}/logout`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'form_post'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      revocation_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      id_token_signing_alg_values_supported: ['ES256', 'RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      subject_types_supported: ['public'],
      claim_types_supported: ['normal'],
      claims_supported: expect.any(Array) as string[],
      acr_values_supported: ['pwd', 'mfa', 'phr'],
      ui_locales_supported: [...languages],
      claims_parameter_supported: false,
      request_uri_parameter_supported: false,
      authorization_response_iss_parameter_supported: true,
    });
  });

  it('names endpoints that all answer', async () => {
    const expected: Record<string, { method: string; status: number; error?: string }> = {
      authorization_endpoint: { method: 'GET', status: 400 },
      pushed_authorization_request_endpoint: { method: 'POST', status: 400, error: 'invalid_request' },
      token_endpoint: { method: 'POST', status: 400, error: 'invalid_request' },
      introspection_endpoint: { method: 'POST', status: 400, error: 'invalid_request' },
      revocation_endpoint: { method: 'POST', status: 400, error: 'invalid_request' },
      userinfo_endpoint: { method: 'GET', status: 401, error: 'invalid_token' },
      end_session_endpoint: { method: 'GET', status: 200 },
      jwks_uri: { method: 'GET', status: 200 },
    };
    const named = Object.keys(metadata).filter((name) => /_endpoint$|_uri$/.test(name));
    expect(named.sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { method, status, error }] of Object.entries(expected)) {
      const response = await fetch(String(metadata[name]), { method, redirect: 'manual' });
      expect({ name, status: response.status }).toEqual({ name, status });
      const text = await response.text();
      if (error !== undefined) expect(JSON.parse(text)).toMatchObject({ error });
    }
  });
});

describe('IN-07 what the metadata claims', () => {
  it('every grant type works, and no other is taken', async () => {
    const web = await cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: ['https://app.example/callback'],
      grant_types: listed('grant_types_supported'),
      apis: [api.audience],
    });
    const scope = 'openid notes:read';
    const code = await obtainCode({ issuer: cluster.issuer, client: web, scope, api }, account);
    const first = await redeem(cluster.issuer, web, code);
    const token = (form: Record<string, string>) => post(`${cluster.issuer}/token`, form, web);
    const answers = {
      authorization_code: first,
      refresh_token: await refresh(cluster.issuer, web, tokenOf(first, 'refresh_token')),
      client_credentials: await token({ grant_type: 'client_credentials', resource: api.audience }),
    };
    expect(Object.keys(answers)).toEqual(listed('grant_types_supported'));
    expect(Object.values(answers).map(({ status }) => status)).toEqual([200, 200, 200]);

    for (const grantType of [
      'password',
      'implicit',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:openid:params:grant-type:ciba',
    ]) {
      const { status, body } = await token({ grant_type: grantType, username: 'a', password: 'b' });
      expect({ grantType, status, error: body['error'] }).toEqual({
        grantType,
        status: 400,
        error: 'unsupported_grant_type',
      });
    }
  });

  it('every way to authenticate works at each endpoint', async () => {
    const ways = {
      none: ({ clientId }: TestClient) => ({ body: { client_id: clientId }, headers: {} }),
      client_secret_basic: ({ clientId, clientSecret }: TestClient) => ({
        body: {},
        headers: {
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        },
      }),
      client_secret_post: ({ clientId, clientSecret }: TestClient) => ({
        body: { client_id: clientId, client_secret: clientSecret },
        headers: {},
      }),
    };
    const send = async (
      endpoint: string,
      form: Record<string, string>,
      { body, headers }: { body: object; headers: object },
    ) => {
      const response = await fetch(String(metadata[endpoint]), {
        method: 'POST',
        body: new URLSearchParams({ ...form, ...body }),
        headers: { ...headers },
      });
      return { endpoint, status: response.status };
    };
    for (const method of listed('token_endpoint_auth_methods_supported')) {
      const way = ways[method as keyof typeof ways];
      const party = await cluster.registry.createClient({
        application_type: 'web',
        token_endpoint_auth_method: method,
        redirect_uris: ['https://app.example/callback'],
      });
      const { code, pkce } = await obtainCode({ issuer: cluster.issuer, client: party }, account);
      const form = { grant_type: 'authorization_code', code, code_verifier: pkce.verifier };
      expect(
        await send('token_endpoint', { ...form, redirect_uri: party.redirectUri }, way(party)),
      ).toMatchObject({
        status: 200,
      });
      for (const endpoint of ['revocation', 'introspection']) {
        if (!listed(`${endpoint}_endpoint_auth_methods_supported`).includes(method)) continue;
        expect(await send(`${endpoint}_endpoint`, { token: 'x' }, way(party))).toMatchObject({ status: 200 });
      }
    }
  });

  it('every response mode and type works, and no other is taken', async () => {
    expect(listed('response_modes_supported')).toEqual(['query', 'form_post']);
    const agent = createUserAgent(cluster.issuer);
    const answered = await signInAndConsent(agent, authorize({ response_mode: 'query' }), account);
    expect(answered.searchParams.get('code')).toMatch(/^sym_ac_/);

    const question = await agent.open(authorize({ response_mode: 'form_post' }));
    const page = await agent.submit(question, { decision: 'allow' }, '/consent');
    const form = findForm(page.html);
    expect(form.action).toBe(client.redirectUri);
    expect(form.hidden).toMatchObject({
      code: expect.stringMatching(/^sym_ac_/) as string,
      state: 'state-of-the-client',
      iss: cluster.issuer,
    });

    for (const response_mode of ['fragment', 'web_message', 'jwt', 'query.jwt'])
      expect((await refusalOf({ response_mode })).get('error')).toMatch(
        /^(unsupported_response_mode|invalid_request)$/,
      );
    for (const response_type of ['token', 'id_token', 'code id_token', 'code token', 'none']) {
      const answer = await refusalOf({ response_type, nonce: 'n' });
      expect(answer.get('error')).toMatch(/^(unsupported_response_type|invalid_request)$/);
      expect([...answer.keys()].sort()).toEqual(['error', 'error_description', 'iss', 'state']);
    }
  });

  it('only S256 is taken, and the answer names the issuer, also when it is an error', async () => {
    expect(listed('code_challenge_methods_supported')).toEqual(['S256']);
    for (const code_challenge_method of ['plain', 'S512', undefined]) {
      const refusal = await refusalOf({ code_challenge_method });
      expect(refusal.get('error')).toBe('invalid_request');
      expect(refusal.get('iss')).toBe(cluster.issuer);
    }
  });

  it('request objects and the claims parameter are not taken', async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    expect((await refusalOf({ request: unsigned })).get('error')).toBe('request_not_supported');
    expect((await refusalOf({ request_uri: 'https://app.example/request' })).get('error')).toBe(
      'request_uri_not_supported',
    );
    const claims = JSON.stringify({ userinfo: { email: null }, id_token: { email: null } });
    const code = await obtainCode({ issuer: cluster.issuer, client, parameters: { claims } }, account);
    const tokens = await redeem(cluster.issuer, client, code);
    expect(payloadOf(tokenOf(tokens, 'id_token'))).not.toHaveProperty('email');
  });

  it('every scope is granted, and every claim is handed out', async () => {
    const seen = new Set<string>();
    // Offline access is for those who ask the person (OpenID Connect Core §11).
    const parameters = { prompt: 'consent' };
    const scope = listed('scopes_supported').join(' ');
    const code = await obtainCode({ issuer: cluster.issuer, client, scope, parameters }, account);
    const tokens = await redeem(cluster.issuer, client, code);
    expect(tokens.body['scope']).toBe(scope);
    const claims = payloadOf(tokenOf(tokens, 'id_token'));
    const authorization = `Bearer ${tokenOf(tokens, 'access_token')}`;
    const userinfo = await fetch(String(metadata['userinfo_endpoint']), { headers: { authorization } });
    for (const claim of [...Object.keys(claims), ...Object.keys((await userinfo.json()) as object)])
      seen.add(claim);
    expect((await revoke(cluster.issuer, client, tokenOf(tokens, 'refresh_token'))).status).toBe(200);
    expect([...seen]).toEqual(expect.arrayContaining([...listed('claims_supported')]));
    for (const claim of ['sub', 'name', 'email', 'email_verified', 'acr', 'amr', 'auth_time'])
      expect(listed('claims_supported')).toContain(claim);
  });
});

describe('IN-07 the key set', () => {
  it('has public members only, for every signing algorithm, the same on every replica', async () => {
    const sets = await Promise.all(
      [cluster.issuer, ...cluster.replicas.map(({ url }) => url)].map(async (base) => {
        const response = await fetch(`${base}/jwks`);
        expect(response.headers.get('content-type')).toMatch(/^application\/jwk-set\+json\b/);
        return (await response.json()) as { keys: Record<string, string>[] };
      }),
    );
    const [set = { keys: [] }, ...others] = sets;
    for (const other of others) expect(other).toEqual(set);
    const members: Record<string, string[]> = {
      EC: ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
      RSA: ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    };
    for (const key of set.keys) {
      expect(Object.keys(key).sort()).toEqual(members[key['kty'] ?? '']);
      expect(key['use']).toBe('sig');
    }
    const algorithms = new Set(set.keys.map(({ alg }) => alg));
    expect([...algorithms].sort()).toEqual([...listed('id_token_signing_alg_values_supported')].sort());
    expect(new Set(set.keys.map(({ kid }) => kid)).size).toBe(set.keys.length);
  });
});
