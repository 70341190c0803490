import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { beginSignIn, headingOf, linkOf, signInUrl, submitPassword } from '../harness/sign-in-pages.ts';
import { type Page, type UserAgent, createUserAgent, findForm } from '../harness/network/user-agent.ts';

let cluster: Cluster;
let account: TestAccount;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster();
  account = await cluster.registry.createAccount();
  client = await cluster.registry.createClient();
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface FormPost {
  readonly url: string;
  /** As the page sends them, filled in rightly. */
  readonly fields: Readonly<Record<string, string>>;
  readonly tokenField: 'csrf' | 'xsrf';
}

/** How to come to each form of the service, and what a person would answer. */
const forms: Readonly<Record<string, (agent: UserAgent) => Promise<FormPost>>> = {
  'sign-in': async (agent) => {
    const { page } = await beginSignIn({ issuer: cluster.issuer, client }, agent);
    return formOf(page, '/sign-in', { email: account.email, password: account.password });
  },
  'sign-up': async (agent) => {
    const { page } = await beginSignIn({ issuer: cluster.issuer, client }, agent);
    const signUp = await agent.open(linkOf(page, 'Create an account'));
    const email = `new-${agent.visited.length}-${Math.random()}@example.com`;
    return formOf(signUp, '/sign-up', { email, password: 'seven tall lanterns' });
  },
  cancel: async (agent) => {
    const { page } = await beginSignIn({ issuer: cluster.issuer, client }, agent);
    return formOf(page, '/cancel', {});
  },
  consent: async (agent) => {
    const { page } = await beginSignIn({ issuer: cluster.issuer, client }, agent);
    return formOf(await submitPassword(agent, page, account), '/consent', { decision: 'allow' });
  },
  'sign-out': async (agent) => {
    await signInAndConsent(agent, signInUrl({ issuer: cluster.issuer, client }), account);
    const page = await agent.open(`${cluster.issuer}/logout`);
    return formOf(page, '/logout/confirm', { logout: 'yes' });
  },
};

function formOf(page: Page, action: string, answers: Readonly<Record<string, string>>): FormPost {
  const form = findForm(page.html, action);
  return {
    url: new URL(form.action, page.url).href,
    fields: { ...form.hidden, ...answers },
    tokenField: action === '/logout/confirm' ? 'xsrf' : 'csrf',
  };
}

function send(
  agent: UserAgent,
  { url, fields }: Pick<FormPost, 'url' | 'fields'>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return agent.request(url, { method: 'POST', body: new URLSearchParams({ ...fields }), headers });
}

async function expectRefused(sending: Promise<Response>, agent: UserAgent): Promise<void> {
  const session = agent.cookies.get('symbolon_session');
  const response = await sending;
  expect([400, 403, 415]).toContain(response.status);
  expect(response.headers.get('location')).toBeNull();
  expect(agent.cookies.get('symbolon_session'), 'who is signed in').toBe(session);
  expect(await response.text()).toContain('<h1>');
}

describe.each(Object.entries(forms))('SE-09 the %s form', (_name, reach) => {
  it('is accepted as our page sends it', async () => {
    const agent = createUserAgent(cluster.issuer);
    const form = await reach(agent);
    expect(
      (await send(agent, form, { origin: cluster.issuer, 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(303);
  });

  it('is accepted from browsers that hide the origin', async () => {
    const agent = createUserAgent(cluster.issuer);
    const form = await reach(agent);
    expect((await send(agent, form, { origin: 'null' })).status).toBe(303);
  });

  it('is refused without its token, with an empty one and with a made-up one', async () => {
    const agent = createUserAgent(cluster.issuer);
    const { url, fields, tokenField } = await reach(agent);
    const { [tokenField]: token = '', ...others } = fields;
    expect(token.length).toBeGreaterThanOrEqual(20);
    await expectRefused(send(agent, { url, fields: others }), agent);
    await expectRefused(send(agent, { url, fields: { ...others, [tokenField]: '' } }), agent);
    const madeUp = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    await expectRefused(send(agent, { url, fields: { ...others, [tokenField]: madeUp } }), agent);
    expect((await send(agent, { url, fields })).status, 'it was the token alone').toBe(303);
  });

  it('is refused with the token of another sign-in or session', async () => {
    const agent = createUserAgent(cluster.issuer);
    const mine = await reach(agent);
    const other = await reach(createUserAgent(cluster.issuer));
    const fields = { ...mine.fields, [mine.tokenField]: other.fields[mine.tokenField] ?? '' };
    await expectRefused(send(agent, { ...mine, fields }), agent);
  });

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an origin that only looks like ours', { origin: 'http://localhost.evil.example' }],
    ['another port of this host', { origin: 'http://localhost:1' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of this site', { 'sec-fetch-site': 'same-site' }],
    ['another site that hides its origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('is refused from %s, even with the right token', async (_name, headers) => {
    const agent = createUserAgent(cluster.issuer);
    const form = await reach(agent);
    await expectRefused(send(agent, form, headers), agent);
    expect((await send(agent, form)).status, 'nothing was spent').toBe(303);
  });

  it('is refused in another content type, which needs no preflight', async () => {
    const agent = createUserAgent(cluster.issuer);
    const { url, fields } = await reach(agent);
    const body = new URLSearchParams({ ...fields }).toString();
    const headers = { 'content-type': 'text/plain' };
    await expectRefused(agent.request(url, { method: 'POST', body, headers }), agent);
  });
});

describe('SE-09 links', () => {
  it('change nothing: a GET of a form target is no answer', async () => {
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
    const consent = await submitPassword(agent, page, account);
    const { url, fields } = formOf(consent, '/consent', { decision: 'allow' });
    const response = await agent.request(`${url}&${new URLSearchParams({ ...fields }).toString()}`);
    expect(response.status).toBe(405);
    expect(headingOf(await agent.open(consent.url))).toContain('asks for access');
  });

  it('do not sign anybody out', async () => {
    const agent = createUserAgent(cluster.issuer);
    await signInAndConsent(agent, signInUrl({ issuer: cluster.issuer, client }), account);
    const page = await agent.open(`${cluster.issuer}/logout?logout=yes`);
    expect(headingOf(page)).toBe('Sign out?');
    const { fields } = formOf(page, '/logout/confirm', { logout: 'yes' });
    const query = new URLSearchParams({ ...fields }).toString();
    await (await agent.request(`${cluster.issuer}/logout/confirm?${query}`)).body?.cancel();
    expect(headingOf(await agent.open(`${cluster.issuer}/logout`))).toBe('Sign out?');
    expect((await agent.open(`${cluster.issuer}/logout`)).html).toContain(account.email);
  });
});
