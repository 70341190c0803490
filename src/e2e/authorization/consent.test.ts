import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorizationUrl,
  createPkce,
  introspect,
  obtainCode,
  post,
  redeem,
  refresh,
  tokenOf,
} from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import {
  beginSignIn,
  decide,
  headingOf,
  signInUrl,
  submitPassword,
  textOf,
} from '../harness/sign-in-pages.ts';
import { type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import { navigate, redirected } from './answers.ts';

let scene: Scene;
let issuer: string;
let account: TestAccount;
let api: TestApi;
let otherApi: TestApi;
let native: TestClient;
let web: TestClient;

beforeAll(async () => {
  scene = await startScene();
  ({ account, api, client: native } = scene);
  issuer = scene.cluster.issuer;
  otherApi = await scene.cluster.registry.createApi();
  web = await createWebClient();
});
afterAll(() => scene[Symbol.asyncDispose]());

function createWebClient(metadata: Record<string, unknown> = {}): Promise<TestClient> {
  return scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example.com/callback'],
    apis: [api.audience],
    ...metadata,
  });
}

describe('the scope of what is issued', () => {
  it('AZ-13 is what was asked and allowed, of what exists', async () => {
    const scope = 'openid email nonsense notes:read admin constructor';
    const tokens = await redeem(
      issuer,
      native,
      await obtainCode({ issuer, client: native, scope, api }, account),
    );
    expect(tokens.body['scope']).toBe('notes:read');
    expect(tokens.body['id_token']).toBeTypeOf('string');
    const seen = await introspect(issuer, api, tokenOf(tokens, 'access_token'));
    expect(seen['scope']).toBe('notes:read');
    expect(seen['aud']).toBe(api.audience);
  });

  it('AZ-13 never has a scope that the client is not registered for', async () => {
    const modest = await createWebClient({ scope: 'openid' });
    const answer = await navigate(signInUrl({ issuer, client: modest, scope: 'openid email' }));
    expect(redirected(answer).searchParams.get('error')).toBe('invalid_scope');
  });

  it('AZ-13 never reaches an API that the client is not registered for', async () => {
    for (const resource of [otherApi.audience, 'https://nobody.example', 'urn:x', 'not a uri']) {
      const request = { issuer, client: native, scope: 'openid notes:read', parameters: { resource } };
      const told = redirected(await navigate(signInUrl(request))).searchParams;
      expect(told.get('error'), resource).toBe('invalid_target');
    }
  });

  it('AZ-13 does not grow at the token endpoint', async () => {
    const code = await obtainCode({ issuer, client: native, scope: 'openid notes:read', api }, account);
    const form = {
      grant_type: 'authorization_code',
      code: code.code,
      code_verifier: code.pkce.verifier,
      redirect_uri: native.redirectUri,
      scope: 'openid email notes:read notes:write',
    };
    const tokens = await post(`${issuer}/token`, form, native);
    expect(tokens.body['scope']).toBe('notes:read');
    const more = { scope: 'openid notes:read notes:write' };
    const refused = await refresh(issuer, native, tokenOf(tokens, 'refresh_token'), more);
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    const foreign = { resource: otherApi.audience };
    const elsewhere = await refresh(issuer, native, tokenOf(tokens, 'refresh_token'), foreign);
    expect(elsewhere).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  });

  it('AZ-13 decides what the userinfo endpoint tells', async () => {
    const claims = async (scope: string) => {
      const tokens = await redeem(
        issuer,
        native,
        await obtainCode({ issuer, client: native, scope }, account),
      );
      const authorization = `Bearer ${tokenOf(tokens, 'access_token')}`;
      const response = await fetch(`${issuer}/userinfo`, { headers: { authorization } });
      return await response.json();
    };
    expect(await claims('openid')).toEqual({ sub: account.id });
    expect(await claims('openid email')).toEqual({
      sub: account.id,
      email: account.email,
      email_verified: true,
    });
  });
});

/** Whether a browser that is signed in is asked to consent to this request. */
async function isAsked(
  agent: UserAgent,
  client: TestClient,
  scope: string,
  prompt?: string,
): Promise<boolean> {
  const page = await agent.open(
    signInUrl({ issuer, client, scope, api, ...(prompt === undefined ? {} : { parameters: { prompt } }) }),
  );
  if (page.status === 0) {
    expect(new URL(page.url).searchParams.get('code'), page.url).not.toBeNull();
    return false;
  }
  expect(headingOf(page)).toContain('asks for access');
  return true;
}

async function signedInBrowser(client: TestClient, scope: string): Promise<UserAgent> {
  const { agent } = await obtainCode({ issuer, client, scope, api }, account);
  return agent;
}

describe('consent', () => {
  it.each(['http://127.0.0.1/callback', 'waylog://auth', 'https://app.example.com/callback'])(
    'AZ-14 is asked at every request of a native client that returns to %s',
    async (redirectUri) => {
      const client = await scene.cluster.registry.createClient({
        redirect_uris: [redirectUri],
        apis: [api.audience],
        first_party: true,
      });
      const agent = await signedInBrowser(client, 'openid notes:read');
      expect(await isAsked(agent, client, 'openid notes:read')).toBe(true);
      const silent = authorizationUrl({
        issuer,
        client,
        pkce: createPkce(),
        parameters: { prompt: 'none' },
      });
      const refused = await agent.open(silent);
      expect(new URL(refused.url).searchParams.get('error')).toBe('interaction_required');
    },
  );

  it('AZ-14 is remembered for a web client that proves who it is', async () => {
    const agent = await signedInBrowser(web, 'openid notes:read');
    expect(await isAsked(agent, web, 'openid notes:read')).toBe(false);
    expect(await isAsked(agent, web, 'openid')).toBe(false);
  });

  it('AZ-14 is asked again for more, and says what', async () => {
    const client = await createWebClient();
    const agent = await signedInBrowser(client, 'openid notes:read');
    expect(await isAsked(agent, client, 'openid email notes:read')).toBe(true);
    expect(await isAsked(agent, client, 'openid notes:read notes:write')).toBe(true);
    const { page } = await beginSignIn(
      { issuer, client, scope: 'openid notes:read notes:write', api },
      agent,
    );
    expect(page.html).toContain('Write notes');
    expect((await decide(agent, page, 'allow')).status).toBe(0);
    expect(await isAsked(agent, client, 'openid notes:read notes:write')).toBe(false);
  });

  it('AZ-14 is asked again when the client wants it, and by account', async () => {
    const client = await createWebClient();
    const agent = await signedInBrowser(client, 'openid notes:read');
    expect(await isAsked(agent, client, 'openid notes:read', 'consent')).toBe(true);
    const somebody = await scene.cluster.registry.createAccount();
    const theirs = createUserAgent(issuer);
    const { page } = await beginSignIn({ issuer, client, scope: 'openid notes:read', api }, theirs);
    expect(headingOf(await submitPassword(theirs, page, somebody))).toContain('asks for access');
  });

  it('AZ-14 declined is not remembered', async () => {
    const client = await createWebClient();
    const agent = createUserAgent(issuer);
    const { page } = await beginSignIn({ issuer, client, scope: 'openid notes:read', api }, agent);
    const declined = await decide(agent, await submitPassword(agent, page, account), 'deny');
    expect(new URL(declined.url).searchParams.get('error')).toBe('access_denied');
    expect(await isAsked(agent, client, 'openid notes:read')).toBe(true);
  });

  it('AZ-14 is not asked by a confidential client of the operator itself', async () => {
    const client = await createWebClient({ first_party: true });
    const agent = createUserAgent(issuer);
    const { page } = await beginSignIn({ issuer, client, scope: 'openid notes:read', api }, agent);
    expect((await submitPassword(agent, page, account)).status).toBe(0);
    expect(await isAsked(agent, client, 'openid notes:read', 'consent')).toBe(true);
  });

  it('AZ-14 shows the client, the account, each scope, the destination and how long it lasts', async () => {
    const agent = createUserAgent(issuer);
    const request = { issuer, client: native, scope: 'openid email notes:read', api };
    const { page } = await beginSignIn(request, agent);
    const consent = await submitPassword(agent, page, account);
    const text = textOf(consent, 'main');
    for (const shown of [
      `Test ${native.clientId}`,
      account.email,
      'See your email address',
      'Read notes',
      api.audience,
      '127.0.0.1',
      '90 days',
    ])
      expect(text).toContain(shown);
    expect(text).not.toContain('Write notes');
  });

  it('AZ-14 withdrawn ends what rests on it, and is asked again', async () => {
    const client = await createWebClient();
    const signedIn = await obtainCode({ issuer, client, scope: 'openid notes:read', api }, account);
    const tokens = await redeem(issuer, client, signedIn);
    expect((await introspect(issuer, api, tokenOf(tokens, 'access_token')))['active']).toBe(true);
    await scene.cluster.registry.storage.consents.withdraw(account.id, client.clientId);
    expect(await introspect(issuer, api, tokenOf(tokens, 'access_token'))).toEqual({ active: false });
    expect((await refresh(issuer, client, tokenOf(tokens, 'refresh_token'))).body['error']).toBe(
      'invalid_grant',
    );
    expect(await isAsked(signedIn.agent, client, 'openid notes:read')).toBe(true);
  });
});
