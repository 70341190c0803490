import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { elapse } from '../harness/elapse.ts';
import {
  createPkce,
  introspect,
  obtainCode,
  post,
  redeem,
  signInAndConsent,
  tokenOf,
} from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import {
  beginSignIn,
  decide,
  goInstead,
  headingOf,
  signInUrl,
  submitPassword,
} from '../harness/sign-in-pages.ts';
import { type Page, createUserAgent } from '../harness/network/user-agent.ts';

let cluster: Cluster;
let ada: TestAccount;
let ben: TestAccount;
let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster({ replicas: 2 });
  [ada, ben] = await Promise.all([cluster.registry.createAccount(), cluster.registry.createAccount()]);
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({ apis: [api.audience] });
});
afterAll(() => cluster[Symbol.asyncDispose]());

function request(state: string, parameters: Readonly<Record<string, string>> = {}) {
  return { issuer: cluster.issuer, client, parameters: { state, ...parameters } };
}

/** What the client learns, without the code itself. */
function answerOf(page: Page): Record<string, string> {
  expect(page.status, page.html).toBe(0);
  const { code, ...answer } = Object.fromEntries(new URL(page.url).searchParams);
  return code === undefined ? answer : { ...answer, code: 'code' };
}

const granted = (state: string) => ({ state, iss: cluster.issuer, code: 'code' });

describe('two tabs of one browser', () => {
  it('both complete when the same person signs in in each', async () => {
    const { agent, page: first } = await beginSignIn(request('one'));
    const { page: second } = await beginSignIn(request('two'), agent);
    const firstConsent = await submitPassword(agent, first, ada);
    const secondConsent = await submitPassword(agent, second, ada);
    expect(answerOf(await decide(agent, secondConsent, 'allow'))).toEqual(granted('two'));
    expect(answerOf(await decide(agent, firstConsent, 'allow'))).toEqual(granted('one'));
  });

  it('both complete when they are answered at the same moment', async () => {
    const { agent } = await beginSignIn(request('one'));
    await signInAndConsent(agent, signInUrl(request('zero')), ada);
    const tabs = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (state) => (await beginSignIn(request(state), agent)).page),
    );
    const done = await Promise.all(tabs.map((tab) => decide(agent, tab, 'allow')));
    expect(done.map(answerOf)).toEqual(['a', 'b', 'c', 'd'].map(granted));
    expect((await beginSignIn(request('e'), agent)).page.html).toContain(ada.email);
  });

  it('both complete when two people sign in, and each code is for its own person', async () => {
    const { agent, page: first } = await beginSignIn(request('one'));
    const { page: second } = await beginSignIn(request('two'), agent);
    const one = await decide(agent, await submitPassword(agent, first, ada), 'allow');
    const two = await decide(agent, await submitPassword(agent, second, ben), 'allow');
    expect([answerOf(one), answerOf(two)]).toEqual([granted('one'), granted('two')]);
    expect((await beginSignIn(request('three'), agent)).page.html).toContain(ben.email);
  });

  it('never let one person’s question be answered in the session of another', async () => {
    const { agent, page: first } = await beginSignIn(request('one'));
    const { page: second } = await beginSignIn(request('two'), agent);
    const adasConsent = await submitPassword(agent, first, ada);
    const bensConsent = await submitPassword(agent, second, ben);
    expect(adasConsent.html).toContain(ada.email);
    const asked = await decide(agent, adasConsent, 'allow');
    expect([asked.status, asked.html.includes(ben.email), asked.html.includes(ada.email)]).toEqual([
      200,
      true,
      false,
    ]);
    expect(answerOf(await decide(agent, asked, 'allow'))).toEqual(granted('one'));
    expect(answerOf(await decide(agent, bensConsent, 'allow'))).toEqual(granted('two'));
  });

  it('keep the tokens of the person who was signed in before, until they are revoked', async () => {
    const options = { issuer: cluster.issuer, client, scope: 'openid notes:read', api };
    const adas = await obtainCode(options, ada);
    const token = tokenOf(await redeem(cluster.issuer, client, adas), 'access_token');
    await signInAndConsent(adas.agent, signInUrl(request('x', { prompt: 'login' })), ben);
    expect(await introspect(cluster.issuer, api, token)).toMatchObject({ active: true, sub: ada.id });
  });
});

describe('another account', () => {
  it('can be chosen at the consent page, and the first person is signed out', async () => {
    const { agent, page } = await beginSignIn(request('switch'));
    const consent = await submitPassword(agent, page, ada);
    expect(consent.html).toContain(ada.email);
    const again = await decide(agent, consent, 'switch-account');
    expect([again.status, headingOf(again)]).toEqual([200, 'Sign in']);
    expect(again.html, 'who it is no more').not.toContain(ada.email);
    const bens = await submitPassword(agent, again, ben);
    expect([bens.html.includes(ben.email), bens.html.includes(ada.email)]).toEqual([true, false]);
    expect(answerOf(await decide(agent, bens, 'allow'))).toEqual(granted('switch'));
    expect((await beginSignIn(request('next'), agent)).page.html).toContain(ben.email);
  });

  it('is not the one that the app hints at, nor one that was typed before', async () => {
    const url = signInUrl({ ...request('hint'), parameters: { state: 'hint', login_hint: ada.email } });
    const agent = createUserAgent(cluster.issuer);
    const page = await agent.open(url);
    expect(page.html).toContain(ada.email);
    const consent = await submitPassword(agent, page, ada);
    expect((await decide(agent, consent, 'switch-account')).html).not.toContain(ada.email);
  });

  it('can be chosen by whoever is asked to sign in again', async () => {
    const { agent, page } = await beginSignIn(request('first'));
    await decide(agent, await submitPassword(agent, page, ada), 'allow');
    const url = signInUrl({ ...request('again'), parameters: { state: 'again', prompt: 'login' } });
    const confirm = await agent.open(url);
    expect([headingOf(confirm), confirm.html.includes(ada.email)]).toEqual(["Confirm it's you", true]);
    expect(confirm.html).not.toContain('Create an account');
    const other = await goInstead(agent, confirm, 'another-account', ada.email);
    expect([headingOf(other), other.html.includes(ada.email)]).toEqual(['Sign in', false]);
    const bens = await submitPassword(agent, other, ben);
    expect([bens.html.includes(ben.email), bens.html.includes(ada.email)]).toEqual([true, false]);
  });

  it('may turn out to be the same one', async () => {
    const { agent, page } = await beginSignIn(request('same'));
    const again = await decide(agent, await submitPassword(agent, page, ada), 'switch-account');
    const consent = await submitPassword(agent, again, ada);
    expect(answerOf(await decide(agent, consent, 'allow'))).toEqual(granted('same'));
  });
});

describe('declining', () => {
  const denied = (state: string) => ({
    state,
    iss: cluster.issuer,
    error: 'access_denied',
    error_description: expect.any(String) as string,
  });

  it('at the consent page tells the client so, with state and iss', async () => {
    const { agent, page } = await beginSignIn(request('no'));
    const consent = await submitPassword(agent, page, ada);
    expect(answerOf(await decide(agent, consent, 'deny'))).toEqual(denied('no'));
  });

  it('at the sign-in page does so too, and nobody is signed in', async () => {
    const { agent, page } = await beginSignIn(request('cancel'));
    expect(answerOf(await agent.submit(page, {}, '/cancel'))).toEqual(denied('cancel'));
    expect(headingOf((await beginSignIn(request('later'), agent)).page)).toBe('Sign in');
  });

  it('leaves no consent behind and does not forget an earlier one', async () => {
    const web = await cluster.registry.createClient({
      application_type: 'web',
      redirect_uris: ['https://app.example/cb'],
    });
    const asked = { issuer: cluster.issuer, client: web };
    const { agent, page } = await beginSignIn(asked);
    await decide(agent, await submitPassword(agent, page, ada), 'deny');
    const { page: consent } = await beginSignIn(asked, agent);
    expect(headingOf(consent)).toContain('asks for access');
    expect((await decide(agent, consent, 'allow')).status).toBe(0);
    expect((await beginSignIn(asked, agent)).page.status, 'not asked twice').toBe(0);
  });

  it('an answer that is neither is refused and changes nothing', async () => {
    const { agent, page } = await beginSignIn(request('maybe'));
    const consent = await submitPassword(agent, page, ada);
    for (const decision of ['', 'ALLOW', 'yes', 'allow,deny']) {
      expect((await decide(agent, consent, decision)).status, decision).toBe(400);
    }
    expect(answerOf(await decide(agent, consent, 'allow'))).toEqual(granted('maybe'));
  });
});

describe('B-21 a skipped step', () => {
  it('is still asked for when the sign-in page is answered with a consent', async () => {
    const { agent, page } = await beginSignIn(request('skip'));
    const uid = new URL(page.url).pathname;
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const search = new URL(page.url).search;
    const body = new URLSearchParams({ csrf, decision: 'allow' });
    const response = await agent.request(`${cluster.issuer}${uid}/consent${search}`, {
      method: 'POST',
      body,
    });
    const next = await agent.open(new URL(response.headers.get('location') ?? '', cluster.issuer).href);
    expect(headingOf(next)).toBe('Sign in');
    expect(
      (await agent.open(`${cluster.issuer}${uid.replace('/interaction/', '/authorize/')}`)).status,
    ).not.toBe(0);
    expect(agent.cookies.has('symbolon_session')).toBe(false);
  });

  it('is still asked for when nothing but the token is posted', async () => {
    const { agent, page } = await beginSignIn(request('empty'));
    const refused = await agent.submit(page, {}, '/sign-in');
    expect([refused.status, headingOf(refused)]).toEqual([422, 'Sign in']);
    expect(agent.cookies.has('symbolon_session')).toBe(false);
  });
});

describe('a login hint', () => {
  it('fills in the e-mail field, as text', async () => {
    const { page } = await beginSignIn(request('hint', { login_hint: ada.email }));
    expect(page.html).toContain(`value="${ada.email}"`);
    const { page: hostile } = await beginSignIn(
      request('hint', { login_hint: '"><script>alert(1)</script>' }),
    );
    expect(hostile.html).not.toContain('<script>');
    expect(hostile.html).toContain('&quot;&gt;&lt;script&gt;');
  });
});

describe('a pushed request', () => {
  it('may expire while the person is still typing', async () => {
    const { challenge } = createPkce();
    const form = { response_type: 'code', redirect_uri: client.redirectUri, scope: 'openid', state: 'par' };
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    const { body } = await post(`${cluster.issuer}/par`, { ...form, ...pkce }, client);
    expect(body['expires_in']).toBeLessThan(200);
    const parameters = { client_id: client.clientId, request_uri: String(body['request_uri']) };
    const agent = createUserAgent(cluster.issuer);
    const page = await agent.open(
      `${cluster.issuer}/authorize?${new URLSearchParams(parameters).toString()}`,
    );
    await elapse(cluster.database.url, 200);
    const consent = await submitPassword(agent, page, ada);
    expect(answerOf(await decide(agent, consent, 'allow'))).toEqual(granted('par'));
  });
});
