import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import {
  beginSignIn,
  goInstead,
  headingOf,
  linkOf,
  signInUrl,
  submitPassword,
} from '../harness/sign-in-pages.ts';
import { type Page, createUserAgent, findForm } from '../harness/network/user-agent.ts';

let cluster: Cluster;
let account: TestAccount;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster();
  account = await cluster.registry.createAccount();
  client = await cluster.registry.createClient({ client_name: 'Secret Project App' });
});
afterAll(() => cluster[Symbol.asyncDispose]());

const hint = 'hinted@example.com';
const request = () => ({ issuer: cluster.issuer, client, parameters: { login_hint: hint } });

/** A page that says nothing of the sign-in it stands for, and offers to start one's own. */
function expectRefused(page: Page): void {
  expect(page.status).toBe(400);
  expect(headingOf(page)).toBe('This sign-in has ended');
  for (const word of [client.clientId, 'Secret Project App', account.email, 'name="csrf"']) {
    expect(page.html.replaceAll(/href="[^"]*"/g, '')).not.toContain(word);
  }
  expect(linkOf(page, 'Start again').startsWith(`${cluster.issuer}/authorize?`)).toBe(true);
}

describe("SE-10 somebody else's sign-in page", () => {
  it('is refused in another browser, which is offered a start of its own', async () => {
    const { page } = await beginSignIn(request());
    const stranger = createUserAgent(cluster.issuer);
    const refused = await stranger.open(page.url);
    expectRefused(refused);
    expect(stranger.cookies.size).toBe(0);
    const own = await stranger.open(linkOf(refused, 'Start again'));
    expect(headingOf(own)).toBe('Sign in');
    expect(new URL(own.url).pathname).not.toBe(new URL(page.url).pathname);
  });

  it('is refused to who reads its address and makes a cookie of it', async () => {
    const { agent, page } = await beginSignIn(request());
    const [name = '', value = ''] = [...agent.cookies].find(([key]) => key.includes('interaction')) ?? [];
    const uid = new URL(page.url).pathname.split('/')[2] ?? '';
    expect(value.startsWith(`${uid}.`)).toBe(true);
    for (const forged of [uid, `${uid}.`, `${uid}.${'A'.repeat(43)}`, value.slice(0, -1)]) {
      const stranger = createUserAgent(cluster.issuer);
      stranger.cookies.set(name, forged);
      expectRefused(await stranger.open(page.url));
    }
  });

  it.each(['/sign-in', '/cancel'])('is refused with its form data (%s)', async (action) => {
    const { agent, page } = await beginSignIn(request());
    const stranger = createUserAgent(cluster.issuer);
    const { email, password } = account;
    expectRefused(await stranger.submit(page, { email, password }, action));
    expect(stranger.cookies.size).toBe(0);
    expect(headingOf(await agent.open(page.url)), 'it still waits for its owner').toBe('Sign in');
  });

  it('is refused at its sign-up page and with that form', async () => {
    const { agent, page } = await beginSignIn(request());
    const signUp = await goInstead(agent, page, 'sign-up');
    const stranger = createUserAgent(cluster.issuer);
    expectRefused(await stranger.open(signUp.url));
    const email = 'stranger@example.com';
    expectRefused(await stranger.submit(signUp, { email, password: 'seven tall lanterns' }, '/sign-up'));
    expect(await cluster.registry.storage.accounts.findByEmail(email)).toBeNull();
  });

  it('is refused at the consent page, whose question is not shown and cannot be answered', async () => {
    const { agent, page } = await beginSignIn(request());
    const consent = await submitPassword(agent, page, account);
    const stranger = createUserAgent(cluster.issuer);
    expectRefused(await stranger.open(consent.url));
    expectRefused(await stranger.submit(consent, { decision: 'allow' }, '/consent'));
    const done = await agent.submit(consent, { decision: 'allow' }, '/consent');
    expect(new URL(done.url).searchParams.get('code')).not.toBeNull();
  });

  it('is refused with the cookie of another interaction', async () => {
    const { page } = await beginSignIn(request());
    const { agent: stranger } = await beginSignIn(request());
    expectRefused(await stranger.open(page.url));
  });

  it('offers no restart when the address does not carry a request that we signed', async () => {
    const { page } = await beginSignIn(request());
    const url = new URL(page.url);
    url.search = '';
    const refused = await createUserAgent(cluster.issuer).open(url.href);
    expect([refused.status, headingOf(refused)]).toEqual([400, 'This sign-in has ended']);
    expect(refused.html).not.toContain('Start again');
  });
});

describe('B-15 a sign-in that an attacker began', () => {
  it('gives the attacker nothing when the victim signs in, nor the victim the attacker’s account', async () => {
    const { agent: attacker, page } = await beginSignIn(request());
    const victim = createUserAgent(cluster.issuer);
    const own = await victim.open(linkOf(await victim.open(page.url), 'Start again'));
    await submitPassword(victim, own, account);
    expect(headingOf(await attacker.open(page.url))).toBe('Sign in');
    expect(attacker.cookies.has('symbolon_session')).toBe(false);
  });

  it('cannot be finished by handing over the address that ends it', async () => {
    const { agent: attacker, page } = await beginSignIn(request());
    const form = findForm(page.html, '/sign-in');
    const attackersOwn = await cluster.registry.createAccount();
    const response = await attacker.request(new URL(form.action, page.url).href, {
      method: 'POST',
      body: new URLSearchParams({
        ...form.hidden,
        email: attackersOwn.email,
        password: attackersOwn.password,
      }),
    });
    const resume = new URL(response.headers.get('location') ?? '', cluster.issuer);
    expect(resume.pathname).toMatch(/^\/authorize\/./);

    const victim = createUserAgent(cluster.issuer);
    const landed = await victim.open(resume.href);
    expect(headingOf(landed)).toBe('Sign in');
    expect(victim.cookies.has('symbolon_session')).toBe(false);
    resume.search = '';
    expect((await victim.open(resume.href)).status).toBe(400);
    expect(victim.cookies.has('symbolon_session')).toBe(false);
  });
});

describe('B-17 the address that ends a sign-in', () => {
  it('tells a stranger nothing before, during and after', async () => {
    const { agent, page } = await beginSignIn(request());
    const uid = new URL(page.url).pathname.split('/').at(-1) ?? '';
    const look = async (which: string): Promise<unknown> => {
      const response = await createUserAgent(cluster.issuer).request(`${cluster.issuer}/authorize/${which}`);
      const body = (await response.text()).replaceAll(/req_\w+/g, 'req');
      return [response.status, body, response.headers.getSetCookie()];
    };
    const unknown = await look('A'.repeat(43));
    expect(await look(uid)).toEqual(unknown);
    const consent = await submitPassword(agent, page, account);
    expect(await look(uid)).toEqual(unknown);
    await agent.submit(consent, { decision: 'allow' }, '/consent');
    expect(await look(uid)).toEqual(unknown);
  });
});

describe('SE-11 nothing that a caller writes decides where the browser goes', () => {
  const targets = [
    '//evil.example',
    String.raw`/\evil.example`,
    '/%09/evil.example',
    '\t//evil.example',
    'https:evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '.evil',
    Buffer.from('redirect_uri=https://evil.example').toString('base64url'),
    `${Buffer.from('//evil.example').toString('base64url')}.${'A'.repeat(43)}`,
  ];

  it.each(targets)('as the original request: %s', async (target) => {
    const { agent, page } = await beginSignIn(request());
    for (const browser of [agent, createUserAgent(cluster.issuer)]) {
      for (const uid of [new URL(page.url).pathname, '/interaction/unknown']) {
        const shown = await browser.open(`${cluster.issuer}${uid}?request=${encodeURIComponent(target)}`);
        expect(shown.url.startsWith(`${cluster.issuer}/interaction/`)).toBe(true);
        for (const [, href = ''] of shown.html.matchAll(/(?:href|action)="([^"]*)"/g)) {
          expect(new URL(href.replaceAll('&amp;', '&'), shown.url).origin).toBe(cluster.issuer);
        }
      }
    }
  });

  it('by changing the original request of a real sign-in', async () => {
    const { agent, page } = await beginSignIn(request());
    const [encoded = '', signature = ''] = (new URL(page.url).searchParams.get('request') ?? '').split('.');
    const restart = (original: string): Promise<Page> =>
      agent.open(`${cluster.issuer}/interaction/unknown?request=${original}`);
    const genuine = await restart(`${encoded}.${signature}`);
    expect([genuine.status, genuine.html.includes('Start again')]).toEqual([400, true]);
    const parameters = new URLSearchParams(Buffer.from(encoded, 'base64url').toString());
    expect(parameters.get('client_id')).toBe(client.clientId);
    parameters.set('redirect_uri', 'https://evil.example/');
    const forged = `${Buffer.from(parameters.toString()).toString('base64url')}.${signature}`;
    const shown = await restart(forged);
    expect([shown.status, shown.html.includes('Start again')]).toEqual([400, false]);
  });

  it.each([
    'redirect_uri',
    'returnTo',
    'return_to',
    'next',
    'continue',
    'url',
    'post_logout_redirect_uri',
    'target_link_uri',
  ])('by a parameter %s on our pages', async (name) => {
    const evil = new URLSearchParams({ [name]: 'https://evil.example/' }).toString();
    const agent = createUserAgent(cluster.issuer);
    for (const path of [
      '/',
      '/logout',
      '/logout/success',
      '/interaction/unknown',
      '/authorize/unknown',
      '/nowhere',
    ]) {
      const page = await agent.open(`${cluster.issuer}${path}?${evil}`);
      expect(page.url.startsWith(cluster.issuer), path).toBe(true);
      expect(page.html, path).not.toContain('evil.example');
    }
  });

  it('at a client’s redirect URI that is not registered: the error stays here', async () => {
    for (const redirectUri of [
      ...targets,
      `${client.redirectUri}/../evil`,
      `${client.redirectUri}?next=//evil.example`,
    ]) {
      const url = signInUrl({ issuer: cluster.issuer, client, parameters: { redirect_uri: redirectUri } });
      const page = await createUserAgent(cluster.issuer).open(url);
      expect(page.status, redirectUri).toBe(400);
      expect(page.html, redirectUri).not.toMatch(/href="[^"]*evil/);
    }
  });

  it('by the Host header or what proxies say', async () => {
    const forged = {
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      'x-original-url': '//evil.example',
    };
    const agent = createUserAgent(cluster.issuer, cluster.issuer, forged);
    const answered = await signInAndConsent(agent, signInUrl(request()), account);
    expect(answered.origin).toBe('http://127.0.0.1');
    expect(agent.visited.filter((url) => url.includes('evil'))).toEqual([]);
  });
});
