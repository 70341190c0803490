import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { obtainCode, redeem, refresh, tokenOf } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { headingOf } from '../harness/sign-in-pages.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';

const postLogoutUri = 'https://app.example/signed-out';

let cluster: Cluster;
let account: TestAccount;
let client: TestClient;
let otherClient: TestClient;

beforeAll(async () => {
  cluster = await startCluster();
  account = await cluster.registry.createAccount();
  const web = {
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example/callback'],
  };
  client = await cluster.registry.createClient({
    ...web,
    client_name: 'Garden Planner',
    post_logout_redirect_uris: [postLogoutUri, 'https://app.example/?after=logout'],
  });
  otherClient = await cluster.registry.createClient(web);
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function signedIn(): Promise<{ agent: UserAgent; idToken: string; refreshToken: string }> {
  const code = await obtainCode({ issuer: cluster.issuer, client }, account);
  const tokens = await redeem(cluster.issuer, client, code);
  return {
    agent: code.agent,
    idToken: tokenOf(tokens, 'id_token'),
    refreshToken: tokenOf(tokens, 'refresh_token'),
  };
}

function logoutUrl(parameters: Readonly<Record<string, string>>): string {
  return `${cluster.issuer}/logout?${new URLSearchParams(parameters).toString()}`;
}

async function isSignedIn(agent: UserAgent): Promise<boolean> {
  const page = await agent.open(`${cluster.issuer}/logout`);
  return page.html.includes(account.email);
}

function confirm(agent: UserAgent, page: Page): Promise<Page> {
  return agent.submit(page, { logout: 'yes' }, '/logout/confirm');
}

describe('SE-13 a sign-out that a client asks for', () => {
  it('is confirmed by the person, then goes to the exact URI with the state', async () => {
    const { agent, idToken } = await signedIn();
    const page = await agent.open(
      logoutUrl({ id_token_hint: idToken, post_logout_redirect_uri: postLogoutUri, state: 'a b&c' }),
    );
    expect([page.status, headingOf(page)]).toEqual([200, 'Sign out?']);
    expect(page.html).toContain('Garden Planner');
    expect(page.html).toContain(account.email);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://app.example");
    expect(await isSignedIn(agent), 'asking alone signs nobody out').toBe(true);

    const again = await agent.open(page.url);
    const left = await confirm(agent, again);
    expect(left.url).toBe(`${postLogoutUri}?state=a+b%26c`);
    expect(await isSignedIn(agent)).toBe(false);
  });

  it('keeps the query of the registered URI', async () => {
    const { agent } = await signedIn();
    const uri = 'https://app.example/?after=logout';
    const page = await agent.open(
      logoutUrl({ client_id: client.clientId, post_logout_redirect_uri: uri, state: 's1' }),
    );
    const left = new URL((await confirm(agent, page)).url);
    expect([left.origin, left.pathname]).toEqual(['https://app.example', '/']);
    expect(Object.fromEntries(left.searchParams)).toEqual({ after: 'logout', state: 's1' });
  });

  it('can be declined: the person stays signed in, everything goes on, and the page says so', async () => {
    const { agent, idToken, refreshToken } = await signedIn();
    for (const parameters of [{}, { id_token_hint: idToken }]) {
      const page = await agent.open(logoutUrl(parameters));
      const left = await agent.submit(page, {}, '/logout/confirm');
      expect([left.status, headingOf(left)]).toEqual([200, 'You are still signed in']);
    }
    const uri = { id_token_hint: idToken, post_logout_redirect_uri: postLogoutUri, state: 's' };
    const left = await agent.submit(await agent.open(logoutUrl(uri)), {}, '/logout/confirm');
    expect(left.url).toBe(`${postLogoutUri}?state=s`);
    expect(await isSignedIn(agent)).toBe(true);
    expect((await refresh(cluster.issuer, client, refreshToken)).status).toBe(200);
  });

  it.each([
    ['garbage', () => 'not-a-token'],
    [
      'a token with a changed payload',
      (token: string) => token.replace(/\.[^.]+\./, `.${Buffer.from('{"aud":"x"}').toString('base64url')}.`),
    ],
    ['a token with another signature', (token: string) => `${token.slice(0, -20)}${'A'.repeat(20)}`],
    [
      'a token without a signature',
      (token: string) =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`,
    ],
  ])('is refused with %s as the hint, and signs nobody out', async (_name, spoil) => {
    const { agent, idToken } = await signedIn();
    const page = await agent.open(
      logoutUrl({ id_token_hint: spoil(idToken), post_logout_redirect_uri: postLogoutUri, state: 's' }),
    );
    expect(page.status).toBe(400);
    expect(page.html).not.toContain(account.email);
    expect(await isSignedIn(agent)).toBe(true);
  });

  it.each([
    ['another path', `${postLogoutUri}/more`],
    ['an extra query', `${postLogoutUri}?x=1`],
    ['a fragment', `${postLogoutUri}#x`],
    ['another host', 'https://evil.example/signed-out'],
    ['another case', 'https://app.example/Signed-Out'],
    ['a trailing slash', `${postLogoutUri}/`],
    ['the redirect URI of sign-in', 'https://app.example/callback'],
  ])('does not go to %s', async (_name, uri) => {
    const { agent, idToken } = await signedIn();
    const page = await agent.open(
      logoutUrl({ id_token_hint: idToken, post_logout_redirect_uri: uri, state: 's' }),
    );
    expect(page.status).toBe(400);
    expect(page.html).not.toContain(`href="${uri}`);
    expect(await isSignedIn(agent)).toBe(true);
  });

  it('does not go to the URI of another client, nor anywhere when no client is named', async () => {
    const { agent, idToken } = await signedIn();
    const mixed = {
      id_token_hint: idToken,
      client_id: otherClient.clientId,
      post_logout_redirect_uri: postLogoutUri,
    };
    expect((await agent.open(logoutUrl(mixed))).status).toBe(400);
    const foreign = { client_id: otherClient.clientId, post_logout_redirect_uri: postLogoutUri };
    expect((await agent.open(logoutUrl(foreign))).status).toBe(400);
    const page = await agent.open(logoutUrl({ post_logout_redirect_uri: postLogoutUri }));
    expect(headingOf(page)).toBe('Sign out?');
    expect(headingOf(await confirm(agent, page))).toBe('You are signed out');
  });

  it('shows a page with a button, and no script, to somebody who is not signed in', async () => {
    const agent = createUserAgent(cluster.issuer);
    const page = await agent.open(
      logoutUrl({ client_id: client.clientId, post_logout_redirect_uri: postLogoutUri, state: 'zz' }),
    );
    expect([page.status, headingOf(page)]).toEqual([200, 'You are not signed in']);
    expect(page.html).not.toContain('Stay signed in');
    expect(page.html).not.toMatch(/<script/i);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'none'");
    expect((await confirm(agent, page)).url).toBe(`${postLogoutUri}?state=zz`);
  });

  it('repeats itself without harm', async () => {
    const { agent } = await signedIn();
    const page = await agent.open(`${cluster.issuer}/logout`);
    expect(headingOf(await confirm(agent, page))).toBe('You are signed out');
    const second = await confirm(agent, page);
    expect([second.status, headingOf(second)]).toEqual([400, 'This request cannot be served']);
    expect(second.html).not.toContain(account.email);
  });
});
