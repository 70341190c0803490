import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { authorizationUrl, createPkce, obtainCode, redeem, tokenOf } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { beginSignIn, decide, headingOf, signInUrl, submitPassword } from '../harness/sign-in-pages.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import { expectErrorPage, navigate, redirected } from './answers.ts';

let cluster: Cluster;
let issuer: string;
let account: TestAccount;
/** Of the operator itself, so that nothing but the sign-in is asked. */
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster();
  ({ issuer } = cluster);
  account = await cluster.registry.createAccount();
  client = await cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example.com/callback'],
    first_party: true,
  });
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function signedInBrowser(): Promise<UserAgent> {
  const { agent } = await obtainCode({ issuer, client }, account);
  return agent;
}

function ask(agent: UserAgent, parameters: Record<string, string | undefined>): Promise<Page> {
  return agent.open(signInUrl({ issuer, client, parameters }));
}

function told(page: Page): URLSearchParams {
  expect(page.status, page.html).toBe(0);
  return new URL(page.url).searchParams;
}

/** So that `auth_time`, which counts seconds, differs. */
function oneSecond(): Promise<void> {
  return sleep(1100);
}

interface IdTokenClaims {
  readonly auth_time?: number;
  readonly acr?: string;
  readonly iat: number;
  readonly sub: string;
}

async function idTokenOf(agent: UserAgent, parameters: Record<string, string> = {}): Promise<IdTokenClaims> {
  const signedIn = await obtainCode({ issuer, client, parameters }, account, agent);
  const tokens = await redeem(issuer, client, signedIn);
  const [, payload = ''] = tokenOf(tokens, 'id_token').split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as IdTokenClaims;
}

describe('prompt', () => {
  it('AZ-15 none never shows a page', async () => {
    expect(told(await ask(createUserAgent(issuer), { prompt: 'none' })).get('error')).toBe('login_required');
    const agent = await signedInBrowser();
    expect(told(await ask(agent, { prompt: 'none' })).get('code')).toMatch(/^sym_ac_/);
    expect(told(await ask(agent, { prompt: 'none', max_age: '0' })).get('error')).not.toBeNull();
    await agent.submit(await agent.open(`${issuer}/logout`), { logout: 'yes' }, '/logout/confirm');
    expect(told(await ask(agent, { prompt: 'none' })).get('error')).toBe('login_required');
  });

  it.each(['none login', 'login none', 'none consent', 'nonsense', 'login nonsense', 'NONE'])(
    'AZ-15 %s is invalid',
    async (prompt) => {
      expect(told(await ask(await signedInBrowser(), { prompt })).get('error')).toBe('invalid_request');
    },
  );

  it('AZ-15 login asks for the password again, and reports that sign-in', async () => {
    const agent = await signedInBrowser();
    const before = await idTokenOf(agent, { max_age: '3600' });
    await oneSecond();
    const page = await ask(agent, { prompt: 'login' });
    expect(headingOf(page)).toBe("Confirm it's you");
    const wrong = await submitPassword(agent, page, { email: account.email, password: 'not this one' });
    expect(wrong.status).toBe(422);
    const after = await idTokenOf(agent, { prompt: 'login', max_age: '3600' });
    expect(after.auth_time).toBeGreaterThan(before.auth_time ?? Infinity);
  });

  it('AZ-15 login cannot be skipped by asking the page that follows it', async () => {
    const agent = await signedInBrowser();
    const page = await ask(agent, { prompt: 'login' });
    const resume = page.url.replace('/interaction/', '/authorize/');
    const skipped = await agent.open(resume);
    expect(skipped.status).not.toBe(0);
    expect(headingOf(skipped)).toBe("Confirm it's you");
  });

  it('AZ-15 login consent asks for both, each once', async () => {
    const agent = await signedInBrowser();
    const consent = await submitPassword(agent, await ask(agent, { prompt: 'login consent' }), account);
    expect(headingOf(consent)).toContain('asks for access');
    expect(told(await decide(agent, consent, 'allow')).get('code')).toMatch(/^sym_ac_/);
  });
});

describe('max_age', () => {
  it('AZ-15 asks for the password once the sign-in is older', async () => {
    const agent = await signedInBrowser();
    expect(told(await ask(agent, { max_age: '3600' })).get('code')).not.toBeNull();
    await oneSecond();
    await oneSecond();
    expect(headingOf(await ask(agent, { max_age: '1' }))).toBe("Confirm it's you");
    expect(told(await ask(agent, { max_age: '1', prompt: 'none' })).get('error')).toBe('login_required');
    expect(headingOf(await ask(agent, { max_age: '0' }))).toBe("Confirm it's you");
    expect(told(await ask(agent, { max_age: '3600' })).get('code')).not.toBeNull();
  });

  it('AZ-15 auth_time is when the person signed in, however often a code is issued', async () => {
    const startedAt = Math.floor(Date.now() / 1000);
    const agent = createUserAgent(issuer);
    const first = await idTokenOf(agent, { max_age: '3600', acr_values: 'pwd' });
    expect(first.auth_time).toBeGreaterThanOrEqual(startedAt - 1);
    expect(first.auth_time).toBeLessThanOrEqual(first.iat);
    expect(first).toMatchObject({ sub: account.id, acr: 'pwd' });
    await oneSecond();
    const second = await idTokenOf(agent, { max_age: '3600' });
    expect(second.auth_time).toBe(first.auth_time);
    const again = await idTokenOf(agent, { max_age: '0' });
    expect(again.auth_time).toBeGreaterThan(first.auth_time ?? Infinity);
  });

  it.each(['-1', '1.5', 'x', '1e400', '99999999999999999999', '0x10x'])(
    'AZ-15 %s is invalid',
    async (maxAge) => {
      expect(told(await ask(await signedInBrowser(), { max_age: maxAge })).get('error')).toBe(
        'invalid_request',
      );
    },
  );
});

describe('somebody who is not signed in', () => {
  it.each([
    ['unknown scopes', { scope: 'openid nonsense admin' }],
    ['no scope', { scope: undefined }],
    ['an unknown parameter', { nonsense: 'x' }],
    ['a hint of somebody else', { login_hint: 'eve@example.com' }],
  ])('AZ-18 signs in before a request with %s leads to the client', async (_, parameters) => {
    const answer = await navigate(signInUrl({ issuer, client, parameters }));
    expect(redirected(answer).pathname).toMatch(/^\/interaction\//);
  });

  it('AZ-18 is only ever sent to a registered address, with nothing but the error', async () => {
    const pkce = createPkce();
    for (const parameters of [
      { scope: 'openid "' },
      { response_type: 'token' },
      { code_challenge: 'short' },
    ]) {
      const target = redirected(await navigate(authorizationUrl({ issuer, client, pkce, parameters })));
      expect(target.origin + target.pathname).toBe(client.redirectUri);
      const names = [...target.searchParams.keys()].filter((name) => name !== 'scope').toSorted();
      expect(names).toEqual(['error', 'error_description', 'iss', 'state']);
    }
  });
});

describe('addresses on the way', () => {
  it('B-16 a request changed in the carried address starts nothing', async () => {
    const { agent, page } = await beginSignIn({ issuer, client });
    const url = new URL(page.url);
    const [encoded = '', signature = ''] = (url.searchParams.get('request') ?? '').split('.');
    const forged = new URLSearchParams(Buffer.from(encoded, 'base64url').toString());
    forged.set('redirect_uri', 'https://evil.example/');
    const carried = `${Buffer.from(forged.toString()).toString('base64url')}.${signature}`;
    agent.cookies.clear();
    for (const path of [url.pathname, url.pathname.replace('/interaction/', '/authorize/')]) {
      const answer = await navigate(`${issuer}${path}?request=${carried}`);
      expectErrorPage(answer, 400);
      expect(answer.body).not.toContain('evil.example');
    }
  });

  it('B-16 parameters added on the way are not heard', async () => {
    const { agent, page } = await beginSignIn({ issuer, client });
    const added =
      '&redirect_uri=https%3A%2F%2Fevil.example%2F&scope=openid+email&state=other&client_id=nobody';
    const changed = await agent.open(`${page.url}${added}`);
    expect(changed.status).toBe(200);
    expect(changed.html).not.toContain('evil.example');
    const answered = told(
      await submitPassword(agent, { ...changed, url: `${changed.url}${added}` }, account),
    );
    expect(answered.get('state')).toBe('state-of-the-client');
    expect(answered.get('code')).not.toBeNull();
  });

  it('B-16 an answered sign-in answers nobody again', async () => {
    const { agent, page } = await beginSignIn({ issuer, client });
    await submitPassword(agent, page, account);
    const resume = agent.visited.find((address) => address.includes('/authorize/')) ?? '';
    const stranger = createUserAgent(issuer);
    const replayed = await stranger.open(resume);
    expect(replayed.status).not.toBe(0);
    expect(stranger.visited.every((address) => !address.includes('code='))).toBe(true);
  });
});
