import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { elapse } from '../harness/elapse.ts';
import { createPkce, post } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import {
  beginSignIn,
  decide,
  goInstead,
  headingOf,
  linkOf,
  signInUrl,
  submitPassword,
} from '../harness/sign-in-pages.ts';
import { type Page, createUserAgent, findForm } from '../harness/network/user-agent.ts';

const interactionSeconds = 60;

let cluster: Cluster;
let account: TestAccount;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster({
    replicas: 2,
    env: { SYMBOLON_SESSIONS_INTERACTION_TTL_SECONDS: String(interactionSeconds) },
  });
  account = await cluster.registry.createAccount();
  client = await cluster.registry.createClient();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const request = () => ({
  issuer: cluster.issuer,
  client,
  parameters: { state: 'the first state', nonce: 'n-1' },
});
const asksForConsent = 'asks for access to your account';
const pathOf = ({ url }: Page): string => new URL(url).pathname;
const expire = (): Promise<void> => elapse(cluster.database.url, interactionSeconds + 5);

function expectCode(page: Page): void {
  const answer = new URL(page.url);
  expect(`${answer.origin}${answer.pathname}`).toBe(client.redirectUri);
  expect(answer.searchParams.get('code')).toMatch(/^sym_ac_/);
  expect(answer.searchParams.get('state')).toBe('the first state');
  expect(answer.searchParams.get('iss')).toBe(cluster.issuer);
}

describe('a sign-in page left open too long', () => {
  it('starts again when it is reloaded', async () => {
    const { agent, page } = await beginSignIn(request());
    await expire();
    const again = await agent.open(page.url);
    expect(headingOf(again)).toBe('Sign in');
    expect(pathOf(again)).not.toBe(pathOf(page));
    expectCode(await decide(agent, await submitPassword(agent, again, account), 'allow'));
  });

  it('starts again when it is answered, with everything the client asked for', async () => {
    const { agent, page } = await beginSignIn(request());
    await expire();
    const again = await submitPassword(agent, page, account);
    expect([again.status, headingOf(again)]).toEqual([200, 'Sign in']);
    expectCode(await decide(agent, await submitPassword(agent, again, account), 'allow'));
  });

  it('starts again at the consent page, without a second sign-in', async () => {
    const { agent, page } = await beginSignIn(request());
    const consent = await submitPassword(agent, page, account);
    await expire();
    const again = await decide(agent, consent, 'allow');
    expect([again.status, headingOf(again)]).toEqual([200, expect.stringContaining(asksForConsent)]);
    expect(pathOf(again)).not.toBe(pathOf(consent));
    expectCode(await decide(agent, again, 'allow'));
  });

  it('starts again at the sign-up page', async () => {
    const { agent, page } = await beginSignIn(request());
    const signUp = await goInstead(agent, page, 'sign-up');
    await expire();
    const email = `late-${Date.now()}@example.com`;
    const again = await agent.submit(signUp, { email, password: 'seven tall lanterns' }, '/sign-up');
    expect(headingOf(again)).toBe('Sign in');
    expect(await cluster.registry.storage.accounts.findByEmail(email)).toBeNull();
  });

  it('starts again between the answer and the engine', async () => {
    const { agent, page } = await beginSignIn(request());
    const form = findForm(page.html, '/sign-in');
    const { email, password } = account;
    const body = new URLSearchParams({ ...form.hidden, email, password });
    const answered = await agent.request(new URL(form.action, page.url).href, { method: 'POST', body });
    const resume = new URL(answered.headers.get('location') ?? '', cluster.issuer).href;
    await expire();
    expect(headingOf(await agent.open(resume))).toBe('Sign in');
  });

  it('is offered as a link to a browser that no longer has its cookie', async () => {
    const { agent, page } = await beginSignIn(request());
    agent.cookies.clear();
    const ended = await agent.open(page.url);
    expect([ended.status, headingOf(ended)]).toEqual([400, 'This sign-in has ended']);
    const again = await agent.open(linkOf(ended, 'Start again'));
    expectCode(await decide(agent, await submitPassword(agent, again, account), 'allow'));
  });
});

describe('a pushed request (RFC 9126)', () => {
  async function push(): Promise<string> {
    const { challenge } = createPkce();
    const { status, body } = await post(
      `${cluster.issuer}/par`,
      {
        response_type: 'code',
        redirect_uri: client.redirectUri,
        scope: 'openid',
        state: 'the first state',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      },
      client,
    );
    expect(status).toBe(201);
    const parameters = { client_id: client.clientId, request_uri: String(body['request_uri']) };
    return `${cluster.issuer}/authorize?${new URLSearchParams(parameters).toString()}`;
  }

  it('keeps its parameters out of the addresses of the pages', async () => {
    const agent = createUserAgent(cluster.issuer);
    const page = await agent.open(await push());
    const [encoded = ''] = (new URL(page.url).searchParams.get('request') ?? '').split('.');
    const carried = new URLSearchParams(Buffer.from(encoded, 'base64url').toString());
    expect([...carried.keys()].sort()).toEqual(['client_id', 'request_uri']);
    expectCode(await decide(agent, await submitPassword(agent, page, account), 'allow'));
  });

  it('starts again while it is still good', async () => {
    const agent = createUserAgent(cluster.issuer);
    const page = await agent.open(await push());
    agent.cookies.clear();
    const again = await agent.open(linkOf(await agent.open(page.url), 'Start again'));
    expect(headingOf(again)).toBe('Sign in');
    expectCode(await decide(agent, await submitPassword(agent, again, account), 'allow'));
  });

  it('ends with a page, not in circles, once it is spent', async () => {
    const agent = createUserAgent(cluster.issuer);
    const page = await agent.open(await push());
    expectCode(await decide(agent, await submitPassword(agent, page, account), 'allow'));
    const back = await agent.open(page.url);
    expect(back.status).toBe(400);
    expect(headingOf(back)).toBe('This sign-in has ended');
  });
});

describe('the back button', () => {
  it('after the password leads on to the consent page, by reload and by sending the form again', async () => {
    const { agent, page } = await beginSignIn(request());
    const consent = await submitPassword(agent, page, account);
    expect(headingOf(consent)).toContain(asksForConsent);
    expect(headingOf(await agent.open(page.url))).toContain(asksForConsent);
    const again = await submitPassword(agent, page, account);
    expect(headingOf(again)).toContain(asksForConsent);
    expectCode(await decide(agent, again, 'allow'));
    expect((await decide(agent, consent, 'allow')).status, 'the first consent page still works').toBe(0);
  });

  it('after the password signs nobody else in by the form of the answered page', async () => {
    const { agent, page } = await beginSignIn(request());
    await submitPassword(agent, page, account);
    const other = await cluster.registry.createAccount();
    const again = await submitPassword(agent, page, other);
    expect(again.html).toContain(account.email);
    expect(again.html).not.toContain(other.email);
  });

  it('after consent asks again instead of repeating an answer', async () => {
    const { agent, page } = await beginSignIn(request());
    const consent = await submitPassword(agent, page, account);
    const first = await decide(agent, consent, 'allow');
    expectCode(first);
    for (const again of [await agent.open(consent.url), await decide(agent, consent, 'allow')]) {
      expect([again.status, headingOf(again)]).toEqual([200, expect.stringContaining(asksForConsent)]);
    }
  });

  it('after declining starts again', async () => {
    const { agent, page } = await beginSignIn(request());
    const declined = await agent.submit(page, {}, '/cancel');
    expect(new URL(declined.url).searchParams.get('error')).toBe('access_denied');
    expect(headingOf(await agent.open(page.url))).toBe('Sign in');
  });

  it('leads a client that needs no consent straight back to its redirect URI', async () => {
    const quiet = await cluster.registry.createClient({
      first_party: true,
      application_type: 'web',
      redirect_uris: ['https://app.example/cb'],
    });
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client: quiet });
    const done = await submitPassword(agent, page, account);
    const again = await agent.open(page.url);
    expect(again.url.startsWith('https://app.example/cb?code=')).toBe(true);
    expect(again.url).not.toBe(done.url);
  });
});

describe('an unknown interaction', () => {
  it('gets a page that says what to do', async () => {
    const agent = createUserAgent(cluster.issuer);
    for (const path of [
      '/interaction/unknown',
      '/interaction/unknown/sign-up',
      `/interaction/${'x'.repeat(2000)}`,
    ]) {
      const page = await agent.open(`${cluster.issuer}${path}`);
      expect([page.status, headingOf(page)]).toEqual([400, 'This sign-in has ended']);
    }
  });

  it('does not send a browser that refuses cookies in circles', async () => {
    const agent = createUserAgent(cluster.issuer);
    const begun = await agent.request(signInUrl(request()));
    agent.cookies.clear();
    const page = await agent.open(begun.headers.get('location') ?? '');
    expect(page.status).toBe(400);
    expect(page.html).toContain('cookies');
  });
});
