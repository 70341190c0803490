import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { obtainCode, redeem, tokenOf } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { beginSignIn, decide, goInstead, signInUrl, submitPassword } from '../harness/sign-in-pages.ts';
import { type Page, type UserAgent, createUserAgent, findForm } from '../harness/network/user-agent.ts';
import { expectErrorObject, formType, navigate, sendRaw } from './answers.ts';

let cluster: Cluster;
let account: TestAccount;
let client: TestClient;
let browserClient: TestClient;

const origin = 'https://spa.example.com';

beforeAll(async () => {
  cluster = await startCluster();
  client = await cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://app.example.com/callback'],
    post_logout_redirect_uris: ['https://app.example.com/'],
  });
  browserClient = await cluster.registry.createClient({
    application_type: 'web',
    redirect_uris: ['https://spa.example.com/callback'],
    allowed_origins: [origin],
  });
});
/** A new person each time: what somebody agreed to once is not asked again. */
beforeEach(async () => {
  account = await cluster.registry.createAccount();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const foreignOrigins = [
  'https://evil.example',
  'null',
  'https://spa.example.com.evil.example',
  'https://evil-spa.example.com',
  'https://x.spa.example.com',
  'https://spa.example.com:8443',
  'http://spa.example.com',
  'https://SPA.example.com',
  'https://spa.example.com/',
];
const clientEndpoints = ['/token', '/revoke', '/par', '/introspect', '/userinfo'];

function preflight(path: string, from: string) {
  const headers = {
    origin: from,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };
  return sendRaw(cluster.issuer, { method: 'OPTIONS', path, headers });
}

describe('another origin', () => {
  it.each([...foreignOrigins, origin])(
    'AZ-10 %s gets no CORS at the authorization endpoint',
    async (from) => {
      const asked = await preflight('/authorize', from);
      expect(asked.status).toBe(405);
      const answered = await navigate(signInUrl({ issuer: cluster.issuer, client }), { origin: from });
      for (const { headers } of [asked, answered]) {
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    },
  );

  it.each(foreignOrigins)('AZ-10 %s is not registered, and gets no CORS anywhere', async (from) => {
    for (const path of clientEndpoints) {
      const asked = await preflight(path, from);
      expect(asked.headers.get('access-control-allow-origin'), path).toBeNull();
      for (const clientId of [browserClient.clientId, client.clientId, 'nobody']) {
        const body = `client_id=${clientId}&grant_type=authorization_code&token=x&code=x`;
        const answered = await sendRaw(cluster.issuer, { path, body, headers: { origin: from } });
        expectErrorObject(answered);
        expect(answered.headers.get('access-control-allow-origin'), path).toBeNull();
      }
    }
  });

  it('AZ-10 a registered one reaches the token endpoint, for its own client only', async () => {
    expect((await preflight('/token', origin)).headers.get('access-control-allow-origin')).toBe(origin);
    const code = await obtainCode({ issuer: cluster.issuer, client: browserClient }, account);
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: browserClient.clientId,
      code: code.code,
      code_verifier: code.pkce.verifier,
      redirect_uri: browserClient.redirectUri,
    }).toString();
    const foreign = await sendRaw(cluster.issuer, { path: '/token', body, headers: { origin: 'null' } });
    expectErrorObject(foreign, 'invalid_request');
    const own = await sendRaw(cluster.issuer, { path: '/token', body, headers: { origin } });
    expect(own.status).toBe(200);
    expect(own.headers.get('access-control-allow-origin')).toBe(origin);
    expect(own.headers.get('access-control-allow-credentials')).toBeNull();
    expect(own.headers.get('vary')).toMatch(/\borigin\b/i);

    const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
    const other = await sendRaw(cluster.issuer, {
      path: '/token',
      body: 'grant_type=client_credentials',
      headers: { origin, authorization: `Basic ${basic}` },
    });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('AZ-10 the public documents are open to all', async () => {
    for (const path of ['/jwks', '/.well-known/openid-configuration']) {
      const { status, headers } = await sendRaw(cluster.issuer, {
        path,
        headers: { origin: 'https://any.example' },
      });
      expect(status).toBe(200);
      expect(headers.get('access-control-allow-origin')).toBe('https://any.example');
    }
  });
});

/** Submits a form without following where it leads. */
async function submitOnly(agent: UserAgent, page: Page, values: Record<string, string>, action: string) {
  const form = findForm(page.html, action);
  return agent.request(new URL(form.action, page.url).href, {
    method: 'POST',
    headers: { 'content-type': formType },
    body: new URLSearchParams({ ...form.hidden, ...values }).toString(),
  });
}

async function signOutPage(agent: UserAgent): Promise<Page> {
  return agent.open(`${cluster.issuer}/logout?client_id=${client.clientId}`);
}

describe('after a post', () => {
  const password = () => ({ email: account.email, password: account.password });

  it('AZ-11 every redirect is 303, so that nothing is posted to the next address', async () => {
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
    const signedIn = await submitOnly(agent, page, password(), '/sign-in');
    expect(signedIn.status).toBe(303);
    const again = await submitOnly(agent, page, password(), '/sign-in');
    expect(again.status).toBe(303);
    const consent = await agent.open(signedIn.headers.get('location') ?? '');
    for (const decision of ['switch-account', 'allow']) {
      const decided = await submitOnly(agent, consent, { decision }, '/consent');
      expect(decided.status, decision).toBe(303);
    }
  });

  it('AZ-11 declining, cancelling and signing out are 303 too', async () => {
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
    expect((await submitOnly(agent, page, {}, '/cancel')).status).toBe(303);
    const second = await beginSignIn({ issuer: cluster.issuer, client }, agent);
    const consent = await submitPassword(agent, second.page, account);
    const declined = await submitOnly(agent, consent, { decision: 'deny' }, '/consent');
    expect(declined.status).toBe(303);
    const signedOut = await submitOnly(agent, await signOutPage(agent), { logout: 'yes' }, '/logout/confirm');
    expect(signedOut.status).toBe(303);
  });

  it('AZ-11 so is the way from the engine back to the client', async () => {
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
    const consent = await submitPassword(agent, page, account);
    const allowed = await submitOnly(agent, consent, { decision: 'allow' }, '/consent');
    const resumed = await agent.request(new URL(allowed.headers.get('location') ?? '', cluster.issuer).href);
    expect(resumed.status).toBe(303);
    expect(resumed.headers.get('location')).toMatch(/^https:\/\/app\.example\.com\/callback\?/);
  });
});

function expectPageHeaders(name: string, { headers, html }: Page): void {
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy, name).toMatch(/default-src 'none'/);
  expect(policy, name).toMatch(/frame-ancestors 'none'/);
  expect(policy, name).toMatch(/base-uri 'none'/);
  expect(policy, name).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
  expect(headers.get('x-frame-options'), name).toBe('DENY');
  expect(headers.get('referrer-policy'), name).toBe('no-referrer');
  expect(headers.get('x-content-type-options'), name).toBe('nosniff');
  expect(headers.get('cache-control'), name).toBe('no-store');
  expect(headers.get('content-type'), name).toMatch(/^text\/html; charset=utf-8$/i);
  for (const [, address = ''] of html.matchAll(
    /<(?:script|img|link|iframe|object|embed|source)[^>]+(?:src|href|data)="([^"]*)"/g,
  ))
    expect(address, name).toMatch(/^(?:\/(?!\/)|data:image\/svg)/);
  // A file of ours is the only script there is, and nothing is run from within a page.
  const rest = html.replaceAll(/<script type="module" src="\/assets\/[a-z]+\.[0-9a-f]+\.js"><\/script>/g, '');
  expect(rest, name).not.toMatch(/<script|\son[a-z]+="|<iframe|style="/);
  expect(policy, name).toMatch(rest === html ? /script-src 'none'/ : /script-src 'self';/);
}

describe('the headers', () => {
  it('AZ-12 keep every page out of frames, caches and referrers, and without foreign content', async () => {
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
    expectPageHeaders('sign-in', page);
    expectPageHeaders('sign-up', await goInstead(agent, page, 'sign-up'));
    const wrong = await submitPassword(agent, page, { email: account.email, password: 'not this one' });
    expect(wrong.status).toBe(422);
    expectPageHeaders('refused sign-in', wrong);
    const consent = await submitPassword(agent, page, account);
    expectPageHeaders('consent', consent);
    await decide(agent, consent, 'allow');
    const signOut = await signOutPage(agent);
    expectPageHeaders('sign-out', signOut);
    expectPageHeaders('signed out', await agent.submit(signOut, { logout: 'yes' }, '/logout/confirm'));
    expectPageHeaders('sign-out of nobody', await signOutPage(createUserAgent(cluster.issuer)));
  });

  it.each([
    ['unknown path', '/nothing/here', 404],
    ['refused authorization', '/authorize?client_id=nobody', 400],
    ['refused sign-out', '/logout?client_id=nobody', 400],
    ['foreign sign-in', '/interaction/abcdefgh?request=x.y', 400],
    ['foreign resume', '/authorize/abcdefgh', 400],
    ['wrong method', '/logout/confirm', 405],
  ])('AZ-12 of the page "%s" are the same', async (name, path, status) => {
    const page = await createUserAgent(cluster.issuer).open(`${cluster.issuer}${path}`);
    expect(page.status).toBe(status);
    expectPageHeaders(name, page);
  });

  it('AZ-12 let nothing of a redirect or an answer with tokens be cached', async () => {
    const redirect = await navigate(signInUrl({ issuer: cluster.issuer, client }));
    expect(redirect.status).toBe(303);
    expect(redirect.headers.get('cache-control')).toBe('no-store');
    expect(redirect.headers.get('referrer-policy')).toBe('no-referrer');
    const tokens = await redeem(
      cluster.issuer,
      client,
      await obtainCode({ issuer: cluster.issuer, client }, account),
    );
    expect(tokenOf(tokens, 'access_token')).not.toBe('');
    expect(tokens.headers.get('cache-control')).toBe('no-store');
  });
});
