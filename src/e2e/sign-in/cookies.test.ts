import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { beginSignIn, headingOf, signInUrl } from '../harness/sign-in-pages.ts';
import { type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';

/** TLS ends in front of the service, so that it is told to be https by its configuration alone. */
const httpsIssuer = 'https://id.example';

let cluster: Cluster;
let httpUrl: string;
let httpsUrl: string;
let account: TestAccount;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster();
  httpUrl = cluster.replicas[0]?.url ?? '';
  const production = { SYMBOLON_ISSUER: httpsIssuer, SYMBOLON_MODE: 'production' };
  httpsUrl = (await cluster.addReplica(production)).url;
  account = await cluster.registry.createAccount();
  client = await cluster.registry.createClient({ post_logout_redirect_uris: ['http://127.0.0.1/out'] });
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Names in lower case; those without a value are true. */
  readonly attributes: ReadonlyMap<string, string | true>;
}

function parse(line: string): Cookie {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const [name = '', ...value] = pair.split('=');
  return {
    name,
    value: value.join('='),
    attributes: new Map(
      attributes.map((attribute) => {
        const [key = '', setting] = attribute.split('=');
        return [key.toLowerCase(), setting ?? true];
      }),
    ),
  };
}

/** Every cookie of a sign-in, a second one, and a sign-out. */
async function allCookies(agent: UserAgent, issuer: string): Promise<Cookie[]> {
  const request = { issuer, client };
  await signInAndConsent(agent, signInUrl(request), account);
  await signInAndConsent(agent, signInUrl({ ...request, parameters: { prompt: 'login' } }), account);
  const page = await agent.open(`${issuer}/logout`);
  expect(headingOf(await agent.submit(page, { logout: 'yes' }))).toBe('You are signed out');
  const cookies = agent.setCookies.map(parse);
  expect(new Set(cookies.map(({ name }) => name.replace(/_[0-9a-f]{12}$/, ''))).size).toBe(3);
  return cookies;
}

describe('SE-02 cookies', () => {
  it('carry the __Host- prefix and are Secure, HttpOnly and SameSite for an https issuer', async () => {
    const cookies = await allCookies(createUserAgent(httpsIssuer, httpsUrl), httpsIssuer);
    for (const { name, attributes } of cookies) {
      expect(name).toMatch(/^__Host-symbolon_(session|device|interaction_[0-9a-f]{12})$/);
      expect(attributes.get('secure'), name).toBe(true);
      expect(attributes.get('httponly'), name).toBe(true);
      expect(String(attributes.get('samesite')).toLowerCase(), name).toBe('lax');
      expect(attributes.get('path'), name).toBe('/');
      expect(attributes.has('domain'), name).toBe(false);
    }
  });

  it('are HttpOnly and SameSite on http://localhost, where browsers refuse the prefix', async () => {
    const cookies = await allCookies(createUserAgent(cluster.issuer, httpUrl), cluster.issuer);
    for (const { name, attributes } of cookies) {
      expect(name).toMatch(/^symbolon_(session|device|interaction_[0-9a-f]{12})$/);
      expect(attributes.has('secure'), name).toBe(false);
      expect(attributes.get('httponly'), name).toBe(true);
      expect(String(attributes.get('samesite')).toLowerCase(), name).toBe('lax');
      expect(attributes.get('path'), name).toBe('/');
      expect(attributes.has('domain'), name).toBe(false);
    }
  });

  it('are not made to be insecure by what a caller claims about the scheme', async () => {
    const claims = {
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.example',
      forwarded: 'proto=http',
    };
    const agent = createUserAgent(httpsIssuer, httpsUrl, claims);
    const { page } = await beginSignIn({ issuer: httpsIssuer, client }, agent);
    expect(page.html).not.toContain('evil.example');
    expect(page.url.startsWith(`${httpsIssuer}/interaction/`)).toBe(true);
    expect(agent.setCookies).not.toHaveLength(0);
    for (const line of agent.setCookies) expect(line).toMatch(/^__Host-.*; secure/i);
  });

  it('stay few when a person leaves 20 sign-ins unfinished', async () => {
    const agent = createUserAgent(cluster.issuer, httpUrl);
    for (let count = 0; count < 20; count += 1) await beginSignIn({ issuer: cluster.issuer, client }, agent);
    const header = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    expect(agent.cookies.size).toBeLessThanOrEqual(10);
    expect(header.length).toBeLessThan(1024);
    // The last one still works.
    const answered = await signInAndConsent(agent, signInUrl({ issuer: cluster.issuer, client }), account);
    expect(answered.searchParams.get('code')).toMatch(/^sym_ac_/);
  });

  it('keep an older tab working while newer sign-ins come and go', async () => {
    const first = createUserAgent(cluster.issuer, httpUrl);
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client }, first);
    for (let count = 0; count < 5; count += 1) await beginSignIn({ issuer: cluster.issuer, client }, agent);
    const next = await agent.submit(page, { email: account.email, password: account.password }, '/sign-in');
    expect(headingOf(next)).toContain('asks for access');
  });
});
