import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { introspect, refresh } from '../harness/flow.ts';
import { type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { headingOf, submitPassword } from '../harness/sign-in-pages.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

let at: AccountScene;
let web: TestClient;

beforeAll(async () => {
  at = await startAccountScene();
  web = await at.scene.cluster.registry.createClient({
    application_type: 'web',
    client_name: 'A notebook',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: ['https://notebook.example/callback'],
    apis: [at.scene.api.audience],
  });
});
afterAll(() => at[Symbol.asyncDispose]());

const createAccount = () => at.scene.cluster.registry.createAccount();
const userAgent = (name: string): UserAgent =>
  createUserAgent(at.scene.cluster.issuer, at.scene.cluster.issuer, { 'user-agent': name });
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';

/** What each replica says of an access token, asked right now. */
function activity(accessToken: string): Promise<unknown[]> {
  return Promise.all(
    at.scene.cluster.replicas.map(
      async ({ url }) => (await introspect(url, at.scene.api, accessToken))['active'],
    ),
  );
}

/** Somebody with tokens of the browser's session, and of an app that is signed in by itself. */
async function signInEverywhere(account: TestAccount, agent: UserAgent) {
  const ofSession = await at.scene.signIn({ account, client: web, agent });
  const ofApp = await at.scene.signIn({ account, scope: 'openid offline_access notes:read', agent });
  expect(await activity(ofSession.accessToken)).toEqual([true, true]);
  expect(await activity(ofApp.accessToken)).toEqual([true, true]);
  expect(ofApp.refreshToken).not.toBe('');
  return { ofSession, ofApp };
}

describe('SE-06: somebody looks at the browsers they are signed in with', () => {
  it('SE-04, promise 3: and ends one, which falls out at once, with what is bound to it', async () => {
    const account = await createAccount();
    const lost = userAgent(firefox);
    const { ofSession, ofApp } = await signInEverywhere(account, lost);
    const { agent, page } = await at.visit(account, '/account/sessions', userAgent(safari));
    expect(page.html).toContain('Firefox (Linux)');
    expect(page.html).toContain('Safari (macOS)');
    expect(page.html.match(/This browser/g)).toHaveLength(1);

    const done = await agent.submit(page, {}, '/sessions/end');
    expect(await activity(ofSession.accessToken)).toEqual([false, false]);
    expect(done.html).toContain('The browser was signed out.');
    expect(done.html).not.toContain('Firefox (Linux)');
    expect(headingOf(await at.open(lost, '/account'))).toBe('Sign in');
    expect(await activity(ofApp.accessToken)).toEqual([true, true]);
    expect(headingOf(await at.open(agent, '/account'))).toBe('Your account');
  });

  it('and cannot end those of others', async () => {
    const [account, other] = [await createAccount(), await createAccount()];
    const { agent: others } = await at.visit(other, '/account');
    const [session] = await at.scene.cluster.registry.storage.sessions.listLive(other.id);
    await at.visit(account, '/account');
    const { agent, page } = await at.visit(account, '/account/sessions');
    expect(session?.uid).toMatch(/./);
    for (const uid of [session?.uid ?? '', '', 'ses_x', "' OR 1=1 --"])
      expect((await agent.submit(page, { session: uid }, '/sessions/end')).status).toBe(200);
    expect(headingOf(await at.open(others, '/account'))).toBe('Your account');
  });

  it('SE-07, promise 3: and ends all others at once, apps included', async () => {
    const account = await createAccount();
    const lost = userAgent(firefox);
    const { ofSession, ofApp } = await signInEverywhere(account, lost);
    const { agent, page } = await at.visit(account, '/account/sessions/end-others');
    const kept = await at.scene.signIn({ account, client: web, agent });
    const done = await agent.submit(page, {}, '/end-others');
    expect(await activity(ofSession.accessToken)).toEqual([false, false]);
    expect(await activity(ofApp.accessToken)).toEqual([false, false]);
    expect(await activity(kept.accessToken)).toEqual([true, true]);
    expect(done.html).toContain('signed out everywhere else');
    expect(headingOf(await at.open(lost, '/account'))).toBe('Sign in');
    for (const { url } of at.scene.cluster.replicas)
      expect((await refresh(url, at.scene.client, ofApp.refreshToken)).body['error']).toBe('invalid_grant');
  });
});

describe('the apps of an account', () => {
  it('promise 3: are listed with what they may do, and lose it at once when it is taken from them', async () => {
    const account = await createAccount();
    const { agent } = await at.visit(account, '/account');
    const { ofSession, ofApp } = await signInEverywhere(account, agent);
    const page = await at.open(agent, '/account/apps');
    expect(page.html).toContain('A notebook');
    expect(page.html).toContain('Read notes');
    const done = await agent.submit(page, { client: web.clientId }, '/withdraw');
    expect(await activity(ofSession.accessToken)).toEqual([false, false]);
    expect(done.html).not.toContain('A notebook');
    expect(await activity(ofApp.accessToken)).toEqual([true, true]);
    const again = await at.scene.signIn({ account, client: web, agent });
    expect(agent.visited.slice(-4).join(' ')).toContain('/consent');
    expect(await activity(again.accessToken)).toEqual([true, true]);
  });

  it('that belong to the place are listed too', async () => {
    const account = await createAccount();
    const ours = await at.scene.cluster.registry.createClient({
      client_name: 'Our calendar',
      application_type: 'web',
      first_party: true,
      redirect_uris: ['https://calendar.example/callback'],
      apis: [at.scene.api.audience],
    });
    const { agent } = await at.visit(account, '/account');
    const { accessToken } = await at.scene.signIn({ account, client: ours, agent });
    const page = await at.open(agent, '/account/apps');
    expect(page.html).toContain('Our calendar');
    await agent.submit(page, { client: ours.clientId }, '/withdraw');
    expect(await activity(accessToken)).toEqual([false, false]);
  });
});

it('what happened is listed, in words', async () => {
  const account = await createAccount();
  const { agent } = await at.visit(account, '/account', userAgent(firefox));
  await agent.submit(await at.open(agent, '/account/profile'), { name: 'Zoë' });
  const page = await at.open(agent, '/account/activity');
  expect(page.html).toContain('The name was changed');
  expect(page.html).toContain('Signed in to your account');
  expect(page.html).toContain('Firefox (Linux)');
  const { page: foreign } = await at.visit(await createAccount(), '/account/activity', userAgent(safari));
  expect(foreign.html).toContain('Safari (macOS)');
  expect(foreign.html).not.toContain('The name was changed');
});

describe('SE-05: an account is deleted by its owner', () => {
  it('only when its address was typed', async () => {
    const account = await createAccount();
    const { agent, page } = await at.visit(account, '/account/delete');
    expect(page.html).toContain(`Your address is <strong><bdi>${account.email}</bdi>`);
    expect(page.html).not.toContain('autofocus');
    for (const email of ['', 'somebody@mail.example']) {
      const refused = await agent.submit(page, { email }, '/delete');
      expect([refused.status, refused.html.includes('not the address of this account')]).toEqual([422, true]);
      expect(/<input id="email"[^>]* autofocus>/.test(refused.html), 'the cursor is there').toBe(true);
    }
    expect(await at.scene.cluster.registry.storage.accounts.findById(account.id)).not.toBeNull();
  });

  it('promise 3: with everything of it, at once and everywhere', async () => {
    const account = await createAccount();
    const lost = userAgent(firefox);
    const { ofSession, ofApp } = await signInEverywhere(account, lost);
    const { agent, page } = await at.visit(account, '/account/delete');
    const { activities } = at.scene.cluster.registry.storage;
    expect(await activities.list(account.id, 9)).not.toEqual([]);
    const gone = await agent.submit(page, { email: account.email.toUpperCase() }, '/delete');
    expect(await activity(ofSession.accessToken)).toEqual([false, false]);
    expect(await activity(ofApp.accessToken)).toEqual([false, false]);
    expect(headingOf(gone)).toBe('Your account was deleted');
    for (const url of at.scene.cluster.replicas.map((replica) => replica.url))
      expect((await refresh(url, at.scene.client, ofApp.refreshToken)).body['error']).toBe('invalid_grant');
    for (const browser of [agent, lost])
      expect(headingOf(await at.open(browser, '/account'))).toBe('Sign in');
    const newcomer = userAgent(safari);
    const refused = await submitPassword(newcomer, await at.open(newcomer, '/account'), account);
    expect([refused.status, headingOf(refused)]).toEqual([422, 'Sign in']);
    expect(await at.subjectsWith(account.email, 'was deleted')).toHaveLength(1);
    expect(await activities.list(account.id, 9)).toEqual([]);
  });
});
