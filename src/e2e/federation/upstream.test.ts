import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgDump } from '../environment/database.ts';
import { addAuthenticator } from '../harness/authenticator.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';
import { findSecrets } from '../harness/secrets.ts';
import {
  beginSignIn,
  decide,
  goInstead,
  headingOf,
  submitPassword,
  textOf,
} from '../harness/sign-in-pages.ts';
import { type FederatedScene, type Visit, nextOf, startFederatedScene } from './federated-scene.ts';

let federated: FederatedScene;
let serial = 0;

beforeAll(async () => {
  federated = await startFederatedScene();
});
beforeEach(() => {
  federated.issuer.says = federated.issuer.honest;
});
afterAll(async () => {
  await federated[Symbol.asyncDispose]();
});

const newSubject = (): string => `subject-${(serial += 1)}`;
const newEmail = (): string => `person-${(serial += 1)}@mail.example`;
const storage = () => federated.scene.cluster.registry.storage;
const findAccount = (email: string) => storage().accounts.findByEmail(email);

/** Whoever is asked for consent is signed in. */
async function accountOf({ agent, page }: Visit): Promise<string> {
  expect(headingOf(page)).toContain('asks for access');
  const done = await decide(agent, page, 'allow');
  const code = new URL(done.url).searchParams.get('code');
  expect(code).toMatch(/^sym_ac_/);
  return textOf(page, 'main');
}

describe('signing in with another Symbolon', () => {
  it('makes an account for whoever nobody knows, and finds it again', async () => {
    const { registry } = federated.other.cluster;
    const account = await registry.createAccount();
    const first = await federated.visitOther(account);
    expect(await accountOf(first)).toContain(account.email);
    const made = await findAccount(account.email);
    expect(made).toMatchObject({ emailVerified: true, passwordHash: null });
    const activities = await storage().activities.list(made?.id ?? '', 9);
    expect(activities.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['signed_in', expect.any(String)],
      ['account_created', null],
    ]);
    const [identity] = await storage().identities.list(made?.id ?? '');
    expect(identity).toMatchObject({
      provider: 'there',
      issuer: federated.other.cluster.issuer,
      subject: account.id,
    });
    const again = await federated.visitOther(account, createUserAgent(federated.scene.cluster.issuer));
    expect(await accountOf(again)).toContain(account.email);
    expect(await storage().identities.list(made?.id ?? '')).toHaveLength(1);
  });
});

describe('whose account it is', () => {
  it('FE-01: the same subject at two providers is two people', async () => {
    const sub = newSubject();
    const [one, two] = [newEmail(), newEmail()];
    await accountOf(await federated.visit('lab', { sub, email: one }));
    await accountOf(await federated.visit('strong', { sub, email: two }));
    expect((await findAccount(one))?.id).not.toBe((await findAccount(two))?.id);
  });

  it('FE-01: the same subject finds its account whatever address it has by then', async () => {
    const sub = newSubject();
    const email = newEmail();
    await accountOf(await federated.visit('lab', { sub, email }));
    const victim = await federated.scene.cluster.registry.createAccount();
    expect(await accountOf(await federated.visit('lab', { sub, email: victim.email }))).toContain(email);
  });

  it('FE-01: another subject with the address of an account is not let in, but told how to link', async () => {
    const email = newEmail();
    await accountOf(await federated.visit('lab', { sub: newSubject(), email }));
    for (const provider of ['lab', 'strong']) {
      const { page } = await federated.visit(provider, { sub: newSubject(), email });
      expect(page.status).toBe(422);
      expect(textOf(page, 'main')).toContain(`There is an account with ${email} already`);
    }
    expect(await storage().identities.list((await findAccount(email))?.id ?? '')).toHaveLength(1);
  });

  it('FE-02: an account that somebody made to lie in wait is not entered, nor is it left to its maker', async () => {
    const victim = newEmail();
    const attacker = { provider: 'lab', issuer: federated.issuer.origin, subject: newSubject() };
    const waiting = {
      id: 'acc_lying_in_wait',
      email: victim,
      emailVerified: false,
      name: null,
      passwordHash: null,
    };
    await storage().accounts.insert(waiting);
    await storage().identities.insert({
      ...attacker,
      accountId: waiting.id,
      email: null,
      emailVerified: false,
      name: null,
    });
    const { agent, page } = await federated.visit('lab', { sub: newSubject(), email: victim });
    expect(page.status).toBe(422);
    expect(textOf(page, 'main')).toContain('There is an account with');
    // The owner proves the address, and takes the account over.
    const form = await goInstead(agent, page, 'reset');
    const reset = await agent.submit(form, { email: victim }, '/reset');
    const code = await federated.codeFor(victim);
    const changed = await agent.submit(reset, { code, password: 'seven tall lanterns' }, '/code');
    expect([changed.status, headingOf(changed)]).toEqual([200, 'Sign in']);
    expect(await storage().identities.list(waiting.id)).toEqual([]);
    const late = await federated.visit('lab', { sub: attacker.subject, email: newEmail() });
    expect(await accountOf(late)).not.toContain(victim);
  });

  it('an address that the operator does not trust the provider with is proven by mail first', async () => {
    const email = newEmail();
    const { agent, page } = await federated.visit('strangers', { sub: newSubject(), email });
    expect(headingOf(page)).toBe('Check your mail');
    expect(await findAccount(email)).toBeNull();
    const wrong = await agent.submit(page, { code: '0000 0000' }, '/address/code');
    expect(wrong.status).toBe(422);
    const entered = await agent.submit(page, { code: await federated.codeFor(email) }, '/address/code');
    expect(await accountOf({ agent, page: entered })).toContain(email);
    expect(await findAccount(email)).toMatchObject({ emailVerified: true });
  });

  it('an untrusted address of somebody else asks with the same words, and lets nobody in', async () => {
    const victim = await federated.scene.cluster.registry.createAccount();
    const { page } = await federated.visit('strangers', { sub: newSubject(), email: victim.email });
    expect(headingOf(page)).toBe('Check your mail');
    expect(await storage().identities.list(victim.id)).toEqual([]);
  });

  it('promise 8: who has none but a malformed one there is asked for one', async () => {
    const sub = newSubject();
    const { agent, page } = await federated.visit('lab', { sub, email: 'nul\u0000@mail.example' });
    expect([page.status, headingOf(page)]).toEqual([200, 'Your email address']);
    const email = newEmail();
    const asked = await agent.submit(page, { email }, '/address');
    const entered = await agent.submit(asked, { code: await federated.codeFor(email) }, '/address/code');
    await accountOf({ agent, page: entered });
    const [identity] = await storage().identities.list((await findAccount(email))?.id ?? '');
    expect(identity).toMatchObject({ subject: sub, email: null, emailVerified: false });
  });

  it('promise 8: the name of what asks for an address is nothing at a callback', async () => {
    const { agent, page } = await federated.visit('lab', { sub: newSubject(), email: '' });
    const claim = /name="claim" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    expect(claim).toHaveLength(43);
    const back = `${federated.scene.cluster.issuer}/federation/lab/callback?code=c&state=${claim}`;
    expect((await agent.open(back)).status).toBe(400);
  });

  it('who has no address there is asked for one', async () => {
    const { agent, page } = await federated.visit('lab', { sub: newSubject(), email: '' });
    expect(headingOf(page)).toBe('Your email address');
    const bad = await agent.submit(page, { email: 'nobody' }, '/address');
    expect(bad.status).toBe(422);
    const email = newEmail();
    const asked = await agent.submit(bad, { email }, '/address');
    const entered = await agent.submit(asked, { code: await federated.codeFor(email) }, '/address/code');
    expect(await accountOf({ agent, page: entered })).toContain(email);
  });

  it('who has no address there cannot bring the proof of another browser', async () => {
    const { page } = await federated.visit('lab', { sub: newSubject(), email: '' });
    const claim = /name="claim" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const other = await federated.begin(createUserAgent(federated.scene.cluster.issuer));
    const address = other.page.url.replace('?', '/address?');
    const shown = await other.agent.open(`${address}&provider=lab&claim=${claim}`);
    expect(headingOf(shown)).toBe('Sign in');
  });

  it('a disabled account stays shut', async () => {
    const sub = newSubject();
    const email = newEmail();
    await accountOf(await federated.visit('lab', { sub, email }));
    await storage().accounts.disable((await findAccount(email))?.id ?? '');
    const { page } = await federated.visit('lab', { sub, email });
    expect(page.status).toBe(422);
    expect(headingOf(page)).toBe('Sign in');
  });
});

describe('FE-03: a visit', () => {
  it('is finished once', async () => {
    const begun = await federated.begin();
    const location = await federated.goTo(begun, 'lab');
    const back = federated.comeBackFrom(location, { sub: newSubject(), email: newEmail() });
    const tokenRequests = () =>
      federated.issuer.server.requests.filter(({ path }) => path === '/token').length;
    await begun.agent.open(back);
    const before = tokenRequests();
    const replayed = await begun.agent.open(back);
    expect(replayed.status).toBe(400);
    expect(tokenRequests()).toBe(before);
  });

  it('is finished once by many who try at once', async () => {
    const begun = await federated.begin();
    const location = await federated.goTo(begun, 'lab');
    const back = federated.comeBackFrom(location, { sub: newSubject(), email: newEmail() });
    const before = federated.issuer.server.requests.filter(({ path }) => path === '/token').length;
    await Promise.all(Array.from({ length: 10 }, () => begun.agent.request(back)));
    expect(federated.issuer.server.requests.filter(({ path }) => path === '/token').length - before).toBe(1);
  });

  it('is finished in the browser it began in only, and is still open there', async () => {
    const begun = await federated.begin();
    const location = await federated.goTo(begun, 'lab');
    const back = federated.comeBackFrom(location, { sub: newSubject(), email: newEmail() });
    const stranger = createUserAgent(federated.scene.cluster.issuer);
    const foreign = await stranger.open(back);
    expect(foreign.status).toBe(400);
    expect(stranger.cookies.size).toBe(0);
    await accountOf({ agent: begun.agent, page: await begun.agent.open(back) });
  });

  it('is not finished with the state of another browser, whose it stays', async () => {
    const mine = await federated.begin();
    const theirs = await federated.begin(createUserAgent(federated.scene.cluster.issuer));
    const [my, their] = [await federated.goTo(mine, 'lab'), await federated.goTo(theirs, 'lab')];
    const back = new URL(federated.comeBackFrom(my, { sub: newSubject(), email: newEmail() }));
    back.searchParams.set('state', their.searchParams.get('state') ?? '');
    expect((await mine.agent.open(back.href)).status).toBe(400);
  });

  it('that nobody began signs nobody in (SE-12)', async () => {
    const agent = createUserAgent(federated.scene.cluster.issuer);
    const back = `${federated.scene.cluster.issuer}/federation/lab/callback`;
    for (const query of [
      '',
      '?code=c',
      `?code=c&state=${'x'.repeat(43)}`,
      '?state=a&state=b',
      '?state=%00',
    ]) {
      const page = await agent.open(back + query);
      expect(page.status).toBe(400);
    }
    expect((await agent.open(back.replace('lab', 'nobody'))).status).toBe(404);
    expect(agent.cookies.size).toBe(0);
  });

  it('begins by a form of ours only (SE-12)', async () => {
    const { agent, page } = await federated.begin();
    const action = page.url.replace('?', '/upstream/lab?');
    expect((await agent.request(action)).status).toBe(405);
    expect((await agent.request(action, { method: 'POST', body: new URLSearchParams() })).status).toBe(403);
    const forged = await agent.request(action, {
      method: 'POST',
      body: new URLSearchParams(),
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(forged.status).toBe(403);
  });

  it('begins at providers that are ways to sign in only', async () => {
    const { agent, page } = await federated.begin();
    expect(page.html).not.toContain('/upstream/steam');
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    for (const provider of ['steam', 'nobody']) {
      const action = page.url.replace('?', `/upstream/${provider}?`);
      const answer = await agent.request(action, { method: 'POST', body: new URLSearchParams({ csrf }) });
      expect(answer.status).toBe(404);
    }
  });
});

describe('FE-04: an answer', () => {
  it('of one provider is nothing at the callback of another', async () => {
    const begun = await federated.begin();
    const location = await federated.goTo(begun, 'lab');
    const back = federated.comeBackFrom(location, { sub: newSubject(), email: newEmail() });
    const before = federated.issuer.server.requests.length;
    const page = await begun.agent.open(back.replace('/federation/lab/', '/federation/strong/'));
    expect(page.status).toBe(400);
    expect(federated.issuer.server.requests).toHaveLength(before);
  });

  it('in the name of another issuer is refused', async () => {
    const begun = await federated.begin();
    const location = await federated.goTo(begun, 'lab');
    const back = new URL(federated.comeBackFrom(location, { sub: newSubject(), email: newEmail() }));
    back.searchParams.set('iss', federated.other.cluster.issuer);
    const page = await begun.agent.open(back.href);
    expect(page.status).toBe(422);
    expect(textOf(page, 'main')).toContain('did not work');
  });
});

describe('an answer that the browser posts from the other site', () => {
  const callback = (provider: string) => `${federated.scene.cluster.issuer}/federation/${provider}/callback`;
  const post = (provider: string, fields: Record<string, string>, headers = {}) =>
    createUserAgent(federated.scene.cluster.issuer).request(callback(provider), {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: 'https://appleid.apple.com', 'sec-fetch-site': 'cross-site', ...headers },
    });

  it('is opened anew at the same address, so that the cookies come along, and leads nowhere else', async () => {
    const fields = {
      code: 'c',
      state: 's',
      user: '{"name":"x"}',
      next: 'https://evil.example',
      iss: '//evil.example',
    };
    const answer = await post('apple', fields);
    expect(answer.status).toBe(303);
    const location = new URL(answer.headers.get('location') ?? '', federated.scene.cluster.issuer);
    expect(`${location.origin}${location.pathname}`).toBe(callback('apple'));
    expect([...location.searchParams.keys()].sort()).toEqual(['code', 'iss', 'state', 'user']);
  });

  it('is taken from providers that answer so only, in a form that can be read', async () => {
    expect((await post('lab', { code: 'c', state: 's' })).status).toBe(400);
    expect((await post('nobody', { code: 'c', state: 's' })).status).toBe(404);
    expect((await post('apple', { code: 'x'.repeat(20_000) })).status).toBe(400);
    expect((await post('apple', {}, { 'content-type': 'text/plain' })).status).toBe(400);
  });
});

describe('FE-06: what the provider says of how somebody signed in', () => {
  const strongly = { parameters: { acr_values: 'mfa' } };
  async function strong(provider: string, claims: Record<string, unknown>): Promise<Visit> {
    const { client, cluster } = federated.scene;
    const begun = await beginSignIn({ issuer: cluster.issuer, client, ...strongly });
    const location = await federated.goTo(begun, provider);
    const back = federated.comeBackFrom(location, { sub: newSubject(), email: newEmail(), ...claims });
    return { agent: begun.agent, page: await begun.agent.open(back) };
  }

  it('does not satisfy a step-up where the operator does not trust it', async () => {
    const { page } = await strong('lab', { amr: ['mfa'], acr: 'mfa' });
    expect(headingOf(page)).toBe('One more step is needed');
  });

  it('does not satisfy a step-up where it says nothing', async () => {
    const { page } = await strong('strong', { acr: 'mfa' });
    expect(headingOf(page)).toBe('One more step is needed');
  });

  it('satisfies it where the operator trusts it', async () => {
    await accountOf(await strong('strong', { amr: ['pwd', 'mfa'] }));
  });
});

it('AU-12: whoever has a second factor here is asked for it, wherever they come from', async () => {
  const { cluster } = federated.scene;
  const account = await cluster.registry.createAccount();
  await addAuthenticator(createUserAgent(cluster.issuer), cluster.issuer, account);
  const linked = { provider: 'lab', issuer: federated.issuer.origin, subject: newSubject() };
  await storage().identities.insert({
    ...linked,
    accountId: account.id,
    email: null,
    emailVerified: false,
    name: null,
  });
  const { agent, page } = await federated.visit('lab', { sub: linked.subject, amr: ['mfa'] });
  expect(new URL(page.url).pathname).toMatch(/\/totp$/);
  const overview = await agent.open(`${cluster.issuer}/account`);
  expect(headingOf(overview)).toBe('Sign in');
});

describe('a provider that is away', () => {
  it('is named, and other ways keep working', async () => {
    const account = await federated.scene.cluster.registry.createAccount();
    const { agent, page } = await federated.begin();
    const answer = await agent.submit(page, {}, '/upstream/away');
    expect(answer.status).toBe(503);
    expect(textOf(answer, 'main')).toContain('away cannot be reached right now');
    await accountOf({ agent, page: await submitPassword(agent, answer, account) });
  });

  it('at the moment of the answer is named, and another try works', async () => {
    const begun = await federated.begin();
    const claims = { sub: newSubject(), email: newEmail() };
    const back = federated.comeBackFrom(await federated.goTo(begun, 'lab'), claims);
    federated.issuer.says = { ...federated.issuer.says, tokens: () => ({ status: 503, body: {} }) };
    const page = await begun.agent.open(back);
    expect(page.status).toBe(503);
    const again = federated.comeBackFrom(await federated.goTo({ ...begun, page }, 'lab'), claims);
    await accountOf({ agent: begun.agent, page: await begun.agent.open(again) });
  });

  it('leaves whoever changed their mind there at the page with every way to sign in', async () => {
    const begun = await federated.begin();
    const back = new URL(federated.comeBackFrom(await federated.goTo(begun, 'lab'), {}));
    back.searchParams.set('error', 'access_denied');
    back.searchParams.delete('code');
    const page = await begun.agent.open(back.href);
    expect([page.status, headingOf(page)]).toEqual([200, 'Sign in']);
  });
});

it('what is under way, and what providers say in confidence, is in no dump and no log', async () => {
  const { cluster } = federated.scene;
  const begun = await federated.begin();
  const location = await federated.goTo(begun, 'lab');
  const back = federated.comeBackFrom(location, { sub: newSubject(), email: '' });
  const open = await federated.goTo(await federated.begin(), 'lab');
  const asked = await begun.agent.open(back);
  const form = federated.issuer.server.requests.findLast(({ path }) => path === '/token')?.form;
  const secrets = {
    state: [location, open].map(({ searchParams }) => searchParams.get('state') ?? ''),
    nonce: [location, open].map(({ searchParams }) => searchParams.get('nonce') ?? ''),
    verifier: form?.get('code_verifier') ?? '',
    claim: /name="claim" value="([^"]+)"/.exec(asked.html)?.[1] ?? '',
  };
  expect(findSecrets(cluster.replicas.map((replica) => replica.logs()).join(''), secrets)).toEqual([]);
  expect(findSecrets(await pgDump(cluster.database.url), secrets)).toEqual([]);
});

describe('an enforced domain', () => {
  const person = (): string => `person-${(serial += 1)}@acme.example`;

  it('leads to its provider, whatever is typed, and tells nobody who has an account', async () => {
    const known = await federated.scene.cluster.registry.createAccount({ email: person() });
    for (const email of [known.email, person(), person().toUpperCase()]) {
      const { agent, page } = await federated.begin();
      const answer = await submitPassword(agent, page, { email, password: known.password });
      expect([answer.status, headingOf(answer)]).toEqual([422, 'Sign in with Acme Inc.']);
      const location = nextOf(await agent.submit(answer, {}, '/upstream/acme'));
      const { origin, searchParams } = location;
      expect([origin, searchParams.get('login_hint')]).toEqual([federated.issuer.origin, email]);
    }
  });

  it('refuses new accounts and forgotten passwords', async () => {
    const { agent, page } = await federated.begin();
    const reset = await goInstead(agent, page, 'reset');
    expect(headingOf(await agent.submit(reset, { email: person() }, '/reset'))).toBe(
      'Sign in with Acme Inc.',
    );
    const signUp = await agent.open(page.url.replace('?', '/sign-up?'));
    const values = { name: '', email: person(), password: 'seven tall lanterns' };
    expect(headingOf(await agent.submit(signUp, values, '/sign-up'))).toBe('Sign in with Acme Inc.');
  });

  it('refuses other providers, also for accounts that were linked before', async () => {
    const email = person();
    const { page } = await federated.visit('lab', { sub: newSubject(), email });
    expect(headingOf(page)).toBe('Sign in with Acme Inc.');
    const account = await federated.scene.cluster.registry.createAccount({ email });
    const linked = { provider: 'lab', issuer: federated.issuer.origin, subject: newSubject() };
    await storage().identities.insert({
      ...linked,
      accountId: account.id,
      email: null,
      emailVerified: false,
      name: null,
    });
    const again = await federated.visit('lab', { sub: linked.subject });
    expect(headingOf(again.page)).toBe('Sign in with Acme Inc.');
  });

  it('FE/L9: refuses a personal identity of its own provider, at sign-up and whoever it was linked with', async () => {
    const { registry } = federated.scene.cluster;
    for (const claims of [
      { email: person(), email_verified: false },
      { email: newEmail(), email_verified: true },
    ]) {
      const account = await registry.createAccount({ email: person() });
      const linked = { provider: 'acme', issuer: federated.issuer.origin, subject: newSubject() };
      const profile = { email: account.email, emailVerified: true, name: null };
      await storage().identities.insert({ ...linked, ...profile, accountId: account.id });
      const { agent, page } = await federated.visit('acme', { sub: linked.subject, ...claims });
      expect([page.status, textOf(page, 'main')]).toEqual([
        422,
        expect.stringContaining('Acme Inc. is not the one'),
      ]);
      expect(headingOf(await agent.open(`${federated.scene.cluster.issuer}/account`))).toBe('Sign in');
      await accountOf(await federated.visit('acme', { sub: linked.subject, email: person() }));
    }
    const email = person();
    const { page } = await federated.visit('acme', { sub: newSubject(), email, email_verified: false });
    expect([page.status, await findAccount(email)]).toEqual([422, null]);
    const asked = await federated.visit('acme', { sub: newSubject(), email: '' });
    const answer = await asked.agent.submit(asked.page, { email }, '/address');
    expect([answer.status, await findAccount(email)]).toEqual([422, null]);
  });

  it('lets its provider in, also to an account from before, once its owner has read the mail', async () => {
    const email = person();
    await accountOf(await federated.visit('acme', { sub: newSubject(), email }));
    const account = await federated.scene.cluster.registry.createAccount({ email: person() });
    const sub = newSubject();
    const { agent, page } = await federated.visit('acme', { sub, email: account.email });
    expect(headingOf(page)).toBe('Check your mail');
    expect(await storage().identities.list(account.id)).toEqual([]);
    const entered = await agent.submit(
      page,
      { code: await federated.codeFor(account.email) },
      '/address/code',
    );
    await accountOf({ agent, page: entered });
    expect(await storage().identities.list(account.id)).toMatchObject([{ provider: 'acme', subject: sub }]);
    const activities = await storage().activities.list(account.id, 9);
    expect(activities.find(({ kind }) => kind === 'identity_linked')?.detail).toBe('Acme Inc.');
  });

  it('FE-02: lets its provider into an account that nobody had proven, and its maker no more', async () => {
    const email = person();
    const maker = { provider: 'lab', issuer: federated.issuer.origin, subject: newSubject() };
    const id = `acc_waiting_${(serial += 1)}`;
    await storage().accounts.insert({
      id,
      email,
      emailVerified: false,
      name: null,
      passwordHash: '$argon2id$x',
    });
    await storage().identities.insert({
      ...maker,
      accountId: id,
      email: null,
      emailVerified: false,
      name: null,
    });
    const sub = newSubject();
    const { agent, page } = await federated.visit('acme', { sub, email });
    expect(headingOf(page)).toBe('Check your mail');
    const entered = await agent.submit(page, { code: await federated.codeFor(email) }, '/address/code');
    await accountOf({ agent, page: entered });
    expect(await storage().identities.list(id)).toMatchObject([{ provider: 'acme', subject: sub }]);
    expect(await findAccount(email)).toMatchObject({ id, emailVerified: true, passwordHash: null });
  });
});
