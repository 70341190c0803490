import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { createUserAgent, findForm } from '../harness/network/user-agent.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { type PublishedScene, startPublishedScene } from './published-scene.ts';

let at: PublishedScene;
let account: TestAccount;
let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  at = await startPublishedScene();
  const { registry } = at.cluster;
  account = await registry.createAccount();
  api = await registry.createApi();
  client = await registry.createClient({ apis: [api.audience], response_modes: ['query', 'form_post'] });
});
afterAll(() => at[Symbol.asyncDispose]());

function payloadOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

const authorize = (parameters: Record<string, string | undefined>) =>
  authorizationUrl({ issuer: at.cluster.issuer, client, pkce: createPkce(), parameters });

/** What the server says to the client about a request, without anybody signing in. */
async function refusalOf(parameters: Record<string, string | undefined>): Promise<URLSearchParams> {
  const { url } = await createUserAgent(at.cluster.issuer).open(authorize(parameters));
  expect(url).toMatch(client.redirectUri);
  return new URLSearchParams(new URL(url).search || new URL(url).hash.slice(1));
}

describe('IN-07 what the metadata claims', () => {
  it('every grant type works, and no other is taken', async () => {
    const web = await at.cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: ['https://app.example/callback'],
      grant_types: at.listed('grant_types_supported'),
      apis: [api.audience],
    });
    const scope = 'openid notes:read';
    const code = await obtainCode({ issuer: at.cluster.issuer, client: web, scope, api }, account);
    const first = await redeem(at.cluster.issuer, web, code);
    const token = (form: Record<string, string>) => post(`${at.cluster.issuer}/token`, form, web);
    const answers = {
      authorization_code: first,
      refresh_token: await refresh(at.cluster.issuer, web, tokenOf(first, 'refresh_token')),
      client_credentials: await token({ grant_type: 'client_credentials', resource: api.audience }),
    };
    expect(Object.keys(answers)).toEqual(at.listed('grant_types_supported'));
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
      const response = await fetch(String(at.metadata[endpoint]), {
        method: 'POST',
        body: new URLSearchParams({ ...form, ...body }),
        headers: { ...headers },
      });
      return { endpoint, status: response.status };
    };
    for (const method of at.listed('token_endpoint_auth_methods_supported')) {
      const way = ways[method as keyof typeof ways];
      const party = await at.cluster.registry.createClient({
        application_type: 'web',
        token_endpoint_auth_method: method,
        redirect_uris: ['https://app.example/callback'],
      });
      const { code, pkce } = await obtainCode({ issuer: at.cluster.issuer, client: party }, account);
      const form = { grant_type: 'authorization_code', code, code_verifier: pkce.verifier };
      expect(
        await send('token_endpoint', { ...form, redirect_uri: party.redirectUri }, way(party)),
      ).toMatchObject({
        status: 200,
      });
      for (const endpoint of ['revocation', 'introspection']) {
        if (!at.listed(`${endpoint}_endpoint_auth_methods_supported`).includes(method)) continue;
        expect(await send(`${endpoint}_endpoint`, { token: 'x' }, way(party))).toMatchObject({ status: 200 });
      }
    }
  });

  it('every response mode and type works, and no other is taken', async () => {
    expect(at.listed('response_modes_supported')).toEqual(['query', 'form_post']);
    const agent = createUserAgent(at.cluster.issuer);
    const answered = await signInAndConsent(agent, authorize({ response_mode: 'query' }), account);
    expect(answered.searchParams.get('code')).toMatch(/^sym_ac_/);

    const question = await agent.open(authorize({ response_mode: 'form_post' }));
    const page = await agent.submit(question, { decision: 'allow' }, '/consent');
    const form = findForm(page.html);
    expect(form.action).toBe(client.redirectUri);
    expect(form.hidden).toMatchObject({
      code: expect.stringMatching(/^sym_ac_/) as string,
      state: 'state-of-the-client',
      iss: at.cluster.issuer,
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
    expect(at.listed('code_challenge_methods_supported')).toEqual(['S256']);
    for (const code_challenge_method of ['plain', 'S512', undefined]) {
      const refusal = await refusalOf({ code_challenge_method });
      expect(refusal.get('error')).toBe('invalid_request');
      expect(refusal.get('iss')).toBe(at.cluster.issuer);
    }
  });

  it('request objects and the claims parameter are not taken', async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    expect((await refusalOf({ request: unsigned })).get('error')).toBe('request_not_supported');
    expect((await refusalOf({ request_uri: 'https://app.example/request' })).get('error')).toBe(
      'request_uri_not_supported',
    );
    const claims = JSON.stringify({ userinfo: { email: null }, id_token: { email: null } });
    const code = await obtainCode({ issuer: at.cluster.issuer, client, parameters: { claims } }, account);
    const tokens = await redeem(at.cluster.issuer, client, code);
    expect(payloadOf(tokenOf(tokens, 'id_token'))).not.toHaveProperty('email');
  });

  it('every scope is granted, and every claim is handed out', async () => {
    const seen = new Set<string>();
    // Offline access is for those who ask the person (OpenID Connect Core §11).
    const parameters = { prompt: 'consent' };
    const scope = at.listed('scopes_supported').join(' ');
    const code = await obtainCode({ issuer: at.cluster.issuer, client, scope, parameters }, account);
    const tokens = await redeem(at.cluster.issuer, client, code);
    expect(tokens.body['scope']).toBe(scope);
    const claims = payloadOf(tokenOf(tokens, 'id_token'));
    const authorization = `Bearer ${tokenOf(tokens, 'access_token')}`;
    const userinfo = await fetch(String(at.metadata['userinfo_endpoint']), { headers: { authorization } });
    for (const claim of [...Object.keys(claims), ...Object.keys((await userinfo.json()) as object)])
      seen.add(claim);
    expect((await revoke(at.cluster.issuer, client, tokenOf(tokens, 'refresh_token'))).status).toBe(200);
    expect([...seen]).toEqual(expect.arrayContaining([...at.listed('claims_supported')]));
    for (const claim of ['sub', 'name', 'email', 'email_verified', 'acr', 'amr', 'auth_time'])
      expect(at.listed('claims_supported')).toContain(claim);
  });
});
