import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obtainCode, post, redeem, signInAndConsent, tokenOf } from '../../harness/flow.ts';
import { createUserAgent, type Page, type UserAgent } from '../../harness/network/user-agent.ts';
import { type Cluster, startCluster } from '../../harness/processes/cluster.ts';
import type { TestAccount, TestClient } from '../../harness/registry.ts';
import { beginSignIn, headingOf, linkOf, signInUrl, submitPassword } from '../../harness/sign-in-pages.ts';

let cluster: Cluster;
let account: TestAccount;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster({ env: { SYMBOLON_CONFIG: path.join(import.meta.dirname, 'groups.yaml') } });
  account = await cluster.registry.createAccount();
  client = await cluster.registry.createClient();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const ask = (parameters: Record<string, string> = {}) => ({ issuer: cluster.issuer, client, parameters });

async function claimsAfter(parameters: Record<string, string>): Promise<Record<string, unknown>> {
  const answer = await redeem(
    cluster.issuer,
    client,
    await obtainCode({ ...ask(parameters), scope: 'openid' }, account),
  );
  const [, payload = ''] = tokenOf(answer, 'id_token').split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

async function password(parameters: Record<string, string>, who = account): Promise<[UserAgent, Page]> {
  const { agent, page } = await beginSignIn(ask(parameters));
  return [agent, await submitPassword(agent, page, who)];
}

describe('a stronger sign-in, asked for by an app (RFC 9470)', () => {
  it.each(['pwd', 'phr pwd', 'urn:example:unknown'])('is not needed for acr_values=%s', async (acrValues) => {
    const claims = await claimsAfter({ acr_values: acrValues });
    expect(claims).toMatchObject({ acr: 'pwd', amr: ['pwd'], auth_time: expect.any(Number) as number });
  });

  it.each(['mfa', 'phr', 'phr mfa'])(
    'AU-12: is not given to acr_values=%s without a second factor: the page says what to do, or the app is told',
    async (acrValues) => {
      const [agent, page] = await password({ acr_values: acrValues, state: 's1' });
      expect(headingOf(page)).toBe('One more step is needed');
      expect(linkOf(page, 'Go to your account')).toBe(`${cluster.issuer}/account`);
      const answered = await agent.submit(page, {}, '/unmet');
      const answer = new URL(answered.url).searchParams;
      expect(answer.get('error')).toBe('unmet_authentication_requirements');
      expect(answer.get('state')).toBe('s1');
      expect(answer.has('code')).toBe(false);
    },
  );

  it('AU-12: is not skipped by resuming from between its steps', async () => {
    const [agent, page] = await password({ acr_values: 'mfa' });
    const uid = new URL(page.url).pathname.split('/')[2] ?? '';
    const resumed = await agent.open(`${cluster.issuer}/authorize/${uid}`);
    expect(headingOf(resumed)).toBe('Sign in');
    expect(await agent.open(`${cluster.issuer}/account`).then(headingOf)).toBe('Sign in');
  });

  it('AU-12: its later pages lead to the first one, while nothing was shown', async () => {
    const { agent, page } = await beginSignIn(ask({ acr_values: 'mfa' }));
    const setUp = await agent.open(page.url.replace(/\?/, '/set-up?'));
    expect(headingOf(setUp)).toBe('Sign in');
    const posted = await agent.submit(
      { ...page, html: page.html.replaceAll('/sign-in?', '/unmet?') },
      {},
      '/unmet',
    );
    expect(headingOf(posted)).toBe('Sign in');
  });

  it('AU-13: what was shown before the password was reset counts for nothing', async () => {
    const other = await cluster.registry.createAccount();
    const [agent, page] = await password({ acr_values: 'mfa' }, other);
    await cluster.registry.storage.accounts.revokeAll(other.id);
    expect(headingOf(await agent.open(page.url))).toBe('Sign in');
  });

  it('is asked for again of a session that was too weak, and prompt=none is told so', async () => {
    const agent = createUserAgent(cluster.issuer);
    await signInAndConsent(agent, signInUrl(ask()), account);
    expect(headingOf(await agent.open(signInUrl(ask({ acr_values: 'mfa' }))))).toBe('Sign in');
    const silent = await agent.open(signInUrl(ask({ acr_values: 'mfa', prompt: 'none' })));
    expect(new URL(silent.url).searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  it('is needed for a client that is registered so, whatever it asks for', async () => {
    const strict = await cluster.registry.createClient({ required_acr: 'mfa' });
    const { agent, page } = await beginSignIn({ ...ask({ acr_values: 'pwd' }), client: strict });
    expect(headingOf(await submitPassword(agent, page, account))).toBe('One more step is needed');
  });

  it('is needed for people of a group, also with a session from before they were in it', async () => {
    const staff = await cluster.registry.createAccount();
    const agent = createUserAgent(cluster.issuer);
    await signInAndConsent(agent, signInUrl(ask()), staff);
    await cluster.registry.storage.accounts.putGroups(staff.id, ['staff']);
    const again = await agent.open(signInUrl(ask()));
    expect(headingOf(again)).toBe('Sign in');
    const unmet = await submitPassword(agent, again, staff);
    expect(headingOf(unmet)).toBe('One more step is needed');
    const own = createUserAgent(cluster.issuer);
    const signIn = await own.open(linkOf(unmet, 'Go to your account'));
    expect(headingOf(await submitPassword(own, signIn, staff)), 'where it can be added').toBe('Your account');
    expect(headingOf(await own.open(`${cluster.issuer}/account/totp`))).toBe('Authenticator app');
  });
});

describe('the account page', () => {
  it('is shown after a sign-in like any other, to which no code belongs', async () => {
    const agent = createUserAgent(cluster.issuer);
    const signIn = await agent.open(`${cluster.issuer}/account`);
    expect(headingOf(signIn)).toBe('Sign in');
    const page = await submitPassword(agent, signIn, account);
    expect(page.url).toBe(`${cluster.issuer}/account`);
    expect(headingOf(page)).toBe('Your account');
    expect(page.html).toContain(account.email);
    const signOut = await agent.open(linkOf(page, 'Sign out'));
    expect(headingOf(await agent.submit(signOut, { logout: 'yes' }))).toBe('You are signed out');
    expect(headingOf(await agent.open(`${cluster.issuer}/account`))).toBe('Sign in');
  });

  it('promise 8: has nothing to agree to', async () => {
    const agent = createUserAgent(cluster.issuer);
    await submitPassword(agent, await agent.open(`${cluster.issuer}/account`), account);
    const url = new URL(`${cluster.issuer}/authorize?client_id=~account&response_type=none&scope=openid`);
    url.searchParams.set('redirect_uri', `${cluster.issuer}/account/return`);
    url.searchParams.set('prompt', 'consent');
    const refused = await agent.open(url.href);
    expect(refused.status).toBe(400);
    expect(refused.html).toContain('sign_in_refused');
  });

  it('gets nothing at the endpoints of clients', async () => {
    const me = { clientId: '~account', clientSecret: '' };
    const credentials = await post(`${cluster.issuer}/token`, { grant_type: 'client_credentials' }, me);
    expect([credentials.status, credentials.body['error']]).toEqual([400, 'unauthorized_client']);
    const code = {
      grant_type: 'authorization_code',
      code: 'x',
      redirect_uri: `${cluster.issuer}/account/return`,
    };
    expect((await post(`${cluster.issuer}/token`, code, me)).body['error']).toBe('unauthorized_client');
    expect((await post(`${cluster.issuer}/introspect`, { token: 'x' }, me)).body).toEqual({ active: false });
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/account//evil.example',
    '/account/../authorize',
    '/accounts',
    '/%09/evil.example',
  ])('SE-11: state=%s leads to the overview', async (state) => {
    const response = await fetch(`${cluster.issuer}/account/return?${new URLSearchParams({ state })}`, {
      redirect: 'manual',
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/account']);
  });

  it('is a client that nobody can redeem codes of, or pose as', async () => {
    const url = new URL(`${cluster.issuer}/authorize?client_id=~account&response_type=code&scope=openid`);
    url.searchParams.set('redirect_uri', `${cluster.issuer}/account/return`);
    const refused = await createUserAgent(cluster.issuer).open(url.href);
    expect(refused.url).toContain('response_type+is+not+allowed');
    url.searchParams.set('redirect_uri', 'https://evil.example/');
    const foreign = await createUserAgent(cluster.issuer).open(url.href);
    expect(headingOf(foreign)).toBe('Wrong return address');
  });
});
