import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { elapse } from '../harness/elapse.ts';
import { introspect, obtainCode, redeem, refresh, signInAndConsent, tokenOf } from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { beginSignIn, decide, headingOf, signInUrl, submitPassword } from '../harness/sign-in-pages.ts';
import { type UserAgent, copyOf, createUserAgent, findForm } from '../harness/network/user-agent.ts';

const sessionCookie = 'symbolon_session';
const idleSeconds = 600;
const absoluteSeconds = 3600;

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;
/** Needs no consent, so that a live session leads straight back to it. */
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster({
    replicas: 3,
    env: {
      SYMBOLON_SESSIONS_IDLE_TTL_SECONDS: String(idleSeconds),
      SYMBOLON_SESSIONS_ABSOLUTE_TTL_SECONDS: String(absoluteSeconds),
    },
  });
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example/callback'],
    first_party: true,
    apis: [api.audience],
  });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const request = () => ({ issuer: cluster.issuer, client });

async function signedInAgent(): Promise<{ agent: UserAgent; cookie: string }> {
  const agent = createUserAgent(cluster.issuer);
  await signInAndConsent(agent, signInUrl(request()), account);
  return { agent, cookie: agent.cookies.get(sessionCookie) ?? '' };
}

/** Whether a browser with nothing but this session cookie is signed in, as one replica sees it. */
async function isSignedIn(cookie: string, replica = 0): Promise<boolean> {
  const agent = createUserAgent(cluster.issuer, cluster.replicas[replica]?.url);
  agent.cookies.set(sessionCookie, cookie);
  const page = await agent.open(signInUrl({ ...request(), parameters: { prompt: 'none' } }));
  const answer = new URL(page.url).searchParams;
  if (answer.get('code') !== null) return true;
  expect(answer.get('error')).toBe('login_required');
  return false;
}

describe('SE-01 a sign-in', () => {
  it('never adopts a session id that the browser brought along', async () => {
    const agent = createUserAgent(cluster.issuer);
    const planted = 'a'.repeat(43);
    agent.cookies.set(sessionCookie, planted);
    await signInAndConsent(agent, signInUrl(request()), account);
    const cookie = agent.cookies.get(sessionCookie) ?? '';
    expect(cookie).not.toBe(planted);
    expect(cookie).toMatch(/^[\w-]{43,}$/);
    expect(await isSignedIn(cookie)).toBe(true);
    expect(await isSignedIn(planted)).toBe(false);
  });

  it('does not sign in whoever planted an anonymous session of their own', async () => {
    const attacker = createUserAgent(cluster.issuer);
    // Asking to sign out stores a form secret, and with it a session that nobody is signed in to.
    await attacker.open(`${cluster.issuer}/logout`);
    const planted = attacker.cookies.get(sessionCookie) ?? '';
    expect(planted).not.toBe('');
    const victim = createUserAgent(cluster.issuer);
    victim.cookies.set(sessionCookie, planted);
    await signInAndConsent(victim, signInUrl(request()), account);
    expect(await isSignedIn(planted)).toBe(false);
    expect(await isSignedIn(victim.cookies.get(sessionCookie) ?? '')).toBe(true);
  });

  it('gives a new id to somebody who signs in again, and ends the old one', async () => {
    const { agent, cookie } = await signedInAgent();
    expect(await isSignedIn(cookie)).toBe(true);
    const again = { ...request(), parameters: { prompt: 'login' } };
    await signInAndConsent(agent, signInUrl(again), account);
    const renewed = agent.cookies.get(sessionCookie) ?? '';
    expect(renewed).not.toBe(cookie);
    expect([await isSignedIn(cookie), await isSignedIn(renewed)]).toEqual([false, true]);
  });

  it('ends the session of whoever was signed in to the browser before', async () => {
    const { agent, cookie } = await signedInAgent();
    const other = await cluster.registry.createAccount();
    await signInAndConsent(agent, signInUrl({ ...request(), parameters: { prompt: 'login' } }), other);
    const renewed = agent.cookies.get(sessionCookie) ?? '';
    expect([await isSignedIn(cookie), await isSignedIn(renewed)]).toEqual([false, true]);
  });
});

describe('SE-03 a session ends', () => {
  it('when it is not used for the idle time', async () => {
    const { cookie } = await signedInAgent();
    await elapse(cluster.database.url, idleSeconds - 5);
    expect(await isSignedIn(cookie)).toBe(true);
    await elapse(cluster.database.url, idleSeconds + 5);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('at its absolute age, however much it is used', async () => {
    const { cookie } = await signedInAgent();
    const step = idleSeconds / 2;
    for (let age = step; age < absoluteSeconds; age += step) {
      await elapse(cluster.database.url, step);
      expect(await isSignedIn(cookie), `after ${age} seconds`).toBe(true);
    }
    await elapse(cluster.database.url, step);
    expect(await isSignedIn(cookie)).toBe(false);
  });
});

describe('SE-04 signing out on one replica', () => {
  async function signOut(agent: UserAgent, replica: number): Promise<void> {
    const there = copyOf(agent, cluster.issuer, cluster.replicas[replica]?.url);
    const page = await there.open(`${cluster.issuer}/logout`);
    expect(headingOf(await there.submit(page, { logout: 'yes' }))).toBe('You are signed out');
  }

  it('is seen by all others at once, for each of 10 sessions', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { agent, cookie } = await signedInAgent();
      await signOut(agent, round % 3);
      const seen = await Promise.all([0, 1, 2].map((replica) => isSignedIn(cookie, replica)));
      expect(seen).toEqual([false, false, false]);
    }
  });

  it('ends the tokens that are bound to the session, and those alone', async () => {
    const scope = 'openid notes:read';
    const bound = await obtainCode({ ...request(), scope, api }, account);
    const tokens = await redeem(cluster.issuer, client, bound);
    const native = await cluster.registry.createClient({ apis: [api.audience] });
    const unbound = await obtainCode(
      { issuer: cluster.issuer, client: native, scope, api },
      account,
      bound.agent,
    );
    const nativeTokens = await redeem(cluster.issuer, native, unbound);
    await signOut(bound.agent, 0);
    for (const replica of cluster.replicas) {
      expect(await introspect(replica.url, api, tokenOf(tokens, 'access_token'))).toEqual({ active: false });
      expect(await introspect(replica.url, api, tokenOf(nativeTokens, 'access_token'))).toMatchObject({
        active: true,
      });
    }
    expect((await refresh(cluster.issuer, client, tokenOf(tokens, 'refresh_token'))).body['error']).toBe(
      'invalid_grant',
    );
  });

  it('ends a code that has not been redeemed yet', async () => {
    const code = await obtainCode(request(), account);
    await signOut(code.agent, 1);
    expect((await redeem(cluster.issuer, client, code)).body['error']).toBe('invalid_grant');
  });

  it('leaves no consent page that still counts', async () => {
    const asking = await cluster.registry.createClient({
      redirect_uris: ['https://app.example/cb'],
      application_type: 'web',
    });
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client: asking });
    const consent = await submitPassword(agent, page, account);
    expect(findForm(consent.html, '/consent').action).toContain('/consent');
    await signOut(agent, 0);
    expect(headingOf(await decide(agent, consent, 'allow'))).toBe('Sign in');
    expect(await cluster.registry.storage.consents.find(account.id, asking.clientId)).toBeNull();
  });
});
