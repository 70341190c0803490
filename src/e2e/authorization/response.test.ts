import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { authorizationUrl, createPkce, post, redeem, signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { beginSignIn, decide, submitPassword } from '../harness/sign-in-pages.ts';
import { createUserAgent, findForm } from '../harness/network/user-agent.ts';
import { expectErrorPage, expectNothingInternal, navigate, redirected } from './answers.ts';

let cluster: Cluster;
let account: TestAccount;
let client: TestClient;
let formPostClient: TestClient;

const web = {
  application_type: 'web',
  token_endpoint_auth_method: 'client_secret_basic',
  redirect_uris: ['https://app.example.com/callback'],
};

beforeAll(async () => {
  cluster = await startCluster();
  client = await cluster.registry.createClient(web);
  formPostClient = await cluster.registry.createClient({ ...web, response_modes: ['query', 'form_post'] });
});
/** A new person each time: what somebody agreed to once is not asked again. */
beforeEach(async () => {
  account = await cluster.registry.createAccount();
});
afterAll(() => cluster[Symbol.asyncDispose]());

type Parameters = Readonly<Record<string, string | undefined>>;

function request(parameters: Parameters = {}, of: TestClient = client): string {
  return authorizationUrl({ issuer: cluster.issuer, client: of, pkce: createPkce(), parameters });
}

/** What the client is told in the query of its redirect URI. */
async function refusal(parameters: Parameters, of: TestClient = client): Promise<URLSearchParams> {
  const target = redirected(await navigate(request(parameters, of)));
  expect(target.origin + target.pathname).toBe(of.redirectUri);
  expect(target.hash).toBe('');
  expect(target.searchParams.has('code')).toBe(false);
  return target.searchParams;
}

async function metadata(): Promise<Record<string, unknown>> {
  const response = await fetch(`${cluster.issuer}/.well-known/openid-configuration`);
  return (await response.json()) as Record<string, unknown>;
}

describe('the flows', () => {
  it.each([
    'token',
    'id_token',
    'id_token token',
    'code token',
    'code id_token',
    'code id_token token',
    'none',
    'CODE',
    'code code2',
    'password',
  ])('AZ-06 response_type %s is refused', async (responseType) => {
    const error = (await refusal({ response_type: responseType, nonce: 'n' })).get('error') ?? '';
    // Some types imply a response mode, which is refused first.
    expect(['unsupported_response_type', 'invalid_request']).toContain(error);
  });

  it('AZ-06 a request without response_type is refused', async () => {
    expect((await refusal({ response_type: undefined })).get('error')).toBe('invalid_request');
  });

  it.each([
    'password',
    'implicit',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:openid:params:grant-type:ciba',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'AUTHORIZATION_CODE',
    'nonsense',
  ])('AZ-06 grant_type %s is refused', async (grantType) => {
    const form = { grant_type: grantType, username: account.email, password: account.password };
    expect(await post(`${cluster.issuer}/token`, form, client)).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
  });

  it('AZ-06 CO-01 the metadata names nothing else', async () => {
    const supported = await metadata();
    expect(supported).toMatchObject({
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'form_post'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
    const grantTypes = supported['grant_types_supported'] as string[];
    expect(grantTypes.toSorted()).toEqual(['authorization_code', 'client_credentials', 'refresh_token']);
    expect(supported['token_endpoint_auth_methods_supported']).not.toContain('client_secret_jwt');
  });
});

describe('the response mode', () => {
  it.each(['fragment', 'form_post', 'jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt', 'web_message', 'x'])(
    'AZ-07 %s is refused, in the query, for a client registered for query only',
    async (mode) => {
      const error = (await refusal({ response_mode: mode })).get('error') ?? '';
      expect(['invalid_request', 'unsupported_response_mode']).toContain(error);
    },
  );

  it('AZ-07 fragment is refused for a client registered for form_post', async () => {
    expect((await refusal({ response_mode: 'fragment' }, formPostClient)).get('error')).toBe(
      'invalid_request',
    );
  });

  it('AZ-07 query is the default', async () => {
    for (const parameters of [{}, { response_mode: 'query' }]) {
      const answer = await signInAndConsent(createUserAgent(cluster.issuer), request(parameters), account);
      expect(answer.hash).toBe('');
      expect(answer.searchParams.get('code')).toMatch(/^sym_ac_/);
    }
  });

  it('AZ-07 form_post answers with a form that its own policy lets through', async () => {
    const agent = createUserAgent(cluster.issuer);
    const state = `"><script>alert(1)</script>&amp;'`;
    const pkce = createPkce();
    const parameters = { response_mode: 'form_post', state };
    const url = authorizationUrl({ issuer: cluster.issuer, client: formPostClient, pkce, parameters });
    let page = await submitPassword(agent, await agent.open(url), account);
    page = await decide(agent, page, 'allow');
    expect(page.status).toBe(200);
    const form = findForm(page.html);
    expect(form.action).toBe(formPostClient.redirectUri);
    expect(form.hidden).toMatchObject({ state, iss: cluster.issuer });
    expect(page.html).not.toContain('alert(1)</script>');
    expectScriptAllowed(page.html, page.headers);
    expect(directive(page.headers, 'form-action')).toContain('https://app.example.com');
    expect(page.headers.get('cache-control')).toBe('no-store');

    const code = form.hidden['code'] ?? '';
    expect((await redeem(cluster.issuer, formPostClient, { code, pkce })).status).toBe(200);
  });

  it('AZ-07 form_post tells an error in the same way', async () => {
    const answer = await navigate(request({ response_mode: 'form_post', prompt: 'none' }, formPostClient));
    expect(answer.headers.get('location')).toBeNull();
    const form = findForm(answer.body);
    expect(form.action).toBe(formPostClient.redirectUri);
    expect(form.hidden).toMatchObject({ error: 'login_required', iss: cluster.issuer });
    expectScriptAllowed(answer.body, answer.headers);
    expect(directive(answer.headers, 'form-action')).toContain('https://app.example.com');
  });
});

function directive(headers: Headers, name: string): string[] {
  const policy = headers.get('content-security-policy') ?? '';
  const [, ...sources] =
    policy
      .split(/;\s*/)
      .find((each) => each.startsWith(`${name} `))
      ?.split(' ') ?? [];
  return sources;
}

function expectScriptAllowed(html: string, headers: Headers): void {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script);
  expect(scripts).toHaveLength(1);
  const digest = createHash('sha256')
    .update(scripts[0] ?? '')
    .digest('base64');
  expect(directive(headers, 'script-src')).toEqual([`'sha256-${digest}'`]);
}

describe('the issuer in the response', () => {
  it('AZ-08 is that of the metadata, byte for byte, in success and in every error', async () => {
    const issuer = (await metadata())['issuer'];
    expect(issuer).toBe(cluster.issuer);
    const answered = await signInAndConsent(createUserAgent(cluster.issuer), request(), account);
    expect(answered.searchParams.getAll('iss')).toEqual([issuer]);

    const errors: Parameters[] = [
      { prompt: 'none' },
      { prompt: 'nonsense' },
      { response_type: 'token' },
      { response_mode: 'fragment' },
      { code_challenge: undefined, code_challenge_method: undefined },
      { request: 'e30.e30.' },
      { scope: 'openid "' },
      { resource: 'https://nobody.example' },
      { max_age: '-1' },
    ];
    for (const parameters of errors) {
      const told = await refusal(parameters);
      expect(told.getAll('iss'), told.toString()).toEqual([issuer]);
      expect(told.get('state')).toBe('state-of-the-client');
    }
  });

  it('AZ-08 is there when the person declines', async () => {
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
    const declined = await decide(agent, await submitPassword(agent, page, account), 'deny');
    const told = new URL(declined.url).searchParams;
    expect(told.get('error')).toBe('access_denied');
    expect(told.getAll('iss')).toEqual([cluster.issuer]);
  });
});

describe('the parameters', () => {
  const repeatable = [
    'response_type',
    'response_mode',
    'scope',
    'nonce',
    'prompt',
    'code_challenge',
    'code_challenge_method',
    'max_age',
    'id_token_hint',
    'login_hint',
    'ui_locales',
    'acr_values',
    'state',
  ];

  it.each(repeatable)('AZ-09 %s sent twice is an error', async (name) => {
    const url = new URL(request());
    url.searchParams.append(name, url.searchParams.get(name) ?? 'x');
    if (url.searchParams.getAll(name).length === 1) url.searchParams.append(name, 'x');
    const told = redirected(await navigate(url.href)).searchParams;
    expect(told.get('error')).toBe('invalid_request');
    expect(told.get('iss')).toBe(cluster.issuer);
    expect(told.get('state')).toBe(name === 'state' ? null : 'state-of-the-client');
  });

  it.each(['client_id', 'redirect_uri'])('AZ-09 %s sent twice is an error page', async (name) => {
    const url = new URL(request());
    url.searchParams.append(name, url.searchParams.get(name) ?? '');
    expectErrorPage(await navigate(url.href), 400);
  });

  it('AZ-09 unknown ones, once or twice, change nothing', async () => {
    const url = new URL(request());
    for (const name of ['unknown', 'unknown', '__proto__', 'constructor', 'hasOwnProperty', 'toString'])
      url.searchParams.append(name, '1');
    expect(redirected(await navigate(url.href)).pathname).toMatch(/^\/interaction\//);
  });

  it('AZ-09 state and nonce come back exactly, and inert on the way', async () => {
    const hostile = `"><script>alert('x')</script>&amp;=+%20%2B\\ \u00e9\u{1F511}`.padEnd(1024, '~');
    const agent = createUserAgent(cluster.issuer);
    const pkce = createPkce();
    const parameters = { state: hostile, nonce: hostile };
    const url = authorizationUrl({ issuer: cluster.issuer, client, pkce, parameters });
    const page = await agent.open(url);
    expect(page.html).not.toContain('<script>alert');
    const consent = await submitPassword(agent, page, account);
    expect(consent.html).not.toContain('<script>alert');
    const answered = new URL((await decide(agent, consent, 'allow')).url);
    expect(answered.searchParams.get('state')).toBe(hostile);
    const code = answered.searchParams.get('code') ?? '';
    const tokens = await redeem(cluster.issuer, client, { code, pkce });
    const [, payload = ''] = String(tokens.body['id_token']).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { nonce?: unknown };
    expect(claims.nonce).toBe(hostile);
  });

  it('AZ-09 what an error page repeats is inert', async () => {
    const hostile = `"><script>alert('x')</script>`;
    const answer = await navigate(request({ client_id: hostile, state: hostile, redirect_uri: hostile }));
    expectErrorPage(answer, 400);
    expect(answer.body).not.toContain('<script');
    expectNothingInternal(answer.body);
  });
});
