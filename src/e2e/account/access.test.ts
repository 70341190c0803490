import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findForm, type UserAgent } from '../harness/network/user-agent.ts';
import { headingOf, submitPassword } from '../harness/sign-in-pages.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

let at: AccountScene;
let issuer: string;
let serial = 0;

beforeAll(async () => {
  at = await startAccountScene();
  ({ issuer } = at.scene.cluster);
});
afterAll(() => at[Symbol.asyncDispose]());

/** Each form of the account pages, with what would be done with it, and how fresh a sign-in it takes. */
const forms = [
  { path: '/account/profile', page: '/account/profile', fields: { name: 'Mallory' }, fresh: true },
  {
    path: '/account/password',
    page: '/account/password',
    fields: { current: '', password: 'nine quiet harbours' },
    fresh: true,
  },
  { path: '/account/email', page: '/account/email', fields: { newEmail: '' }, fresh: true },
  { path: '/account/email/code', page: '/account/email/code', fields: { code: '' }, fresh: true },
  { path: '/account/sessions/end', page: '/account/sessions', fields: { session: '' }, fresh: false },
  { path: '/account/sessions/end-others', page: '/account/sessions/end-others', fields: {}, fresh: true },
  { path: '/account/apps/withdraw', page: '/account/apps', fields: { client: '' }, fresh: false },
  { path: '/account/delete', page: '/account/delete', fields: { email: '' }, fresh: true },
];
type Form = (typeof forms)[number];
const freshForms = forms.filter(({ fresh }) => fresh);

/** Somebody with an app, and two browsers signed in; what the form would do to them. */
async function createVictim(form: Form) {
  const { registry } = at.scene.cluster;
  const account = await registry.createAccount();
  const { agent } = await at.visit(account, '/account');
  const { accounts, sessions, consents } = registry.storage;
  const [own] = await sessions.listLive(account.id);
  await at.scene.signIn({ account });
  const newEmail = `mallory-${(serial += 1)}@mail.example`;
  const code = form.path === '/account/email/code' ? await askForCode(agent, newEmail) : '';
  const stateOf = async () => {
    await at.allArrived();
    return {
      account: await accounts.findById(account.id),
      passwordHash: await accounts.findPasswordHash(account.id),
      sessions: (await sessions.listLive(account.id)).map(({ uid }) => uid).sort(),
      apps: (await consents.listApps(account.id)).map(({ clientId }) => clientId),
      mails: at.subjectsTo(newEmail),
    };
  };
  const before = await stateOf();
  expect([before.sessions.length, before.apps.length], 'there is something to lose').toEqual([2, 1]);
  const values: Record<string, string> = {
    current: account.password,
    email: account.email,
    newEmail,
    code,
    session: before.sessions.find((uid) => uid !== own?.uid) ?? '',
    client: before.apps[0] ?? '',
  };
  const fields = Object.fromEntries(
    Object.entries(form.fields).map(([name, value]) => [
      name === 'newEmail' ? 'email' : name,
      value === '' ? (values[name] ?? '') : value,
    ]),
  );
  return { account, agent, before, stateOf, fields };
}

/** Begins a change of the address in this browser; the code that would finish it. */
async function askForCode(agent: UserAgent, email: string): Promise<string> {
  const asked = await agent.submit(await at.open(agent, '/account/email'), { email }, '/account/email');
  expect(headingOf(asked)).toBe('Check your mail');
  return at.codeFor(email);
}

/** What this browser's pages carry against forgery. */
async function tokenOf(agent: UserAgent): Promise<string> {
  const { csrf = '' } = findForm((await at.open(agent, '/account/profile')).html).hidden;
  expect(csrf).not.toBe('');
  return csrf;
}

describe('SE-09: a form of the account pages', () => {
  it.each(forms)('does something as our page sends it: $path', async (form) => {
    const { agent, before, stateOf, fields } = await createVictim(form);
    const body = new URLSearchParams({ ...fields, csrf: await tokenOf(agent) });
    const headers = { origin: issuer, 'sec-fetch-site': 'same-origin' };
    const response = await agent.request(`${issuer}${form.path}`, { method: 'POST', body, headers });
    expect([200, 303]).toContain(response.status);
    expect(await stateOf()).not.toEqual(before);
  });

  it.each(forms)('is refused without its token: $path', async (form) => {
    const { agent, before, stateOf, fields } = await createVictim(form);
    for (const csrf of [{}, { csrf: '' }, { csrf: 'x' }]) {
      const body = new URLSearchParams({ ...fields, ...csrf });
      const response = await agent.request(`${issuer}${form.path}`, { method: 'POST', body });
      expect(response.status).toBe(403);
    }
    expect(await stateOf()).toEqual(before);
  });

  it.each(forms)('is refused with the token of another session: $path', async (form) => {
    const { agent, before, stateOf, fields } = await createVictim(form);
    const attacker = await at.scene.cluster.registry.createAccount();
    const { agent: attackers } = await at.visit(attacker, '/account/profile');
    const body = new URLSearchParams({ ...fields, csrf: await tokenOf(attackers) });
    expect((await agent.request(`${issuer}${form.path}`, { method: 'POST', body })).status).toBe(403);
    expect(await stateOf()).toEqual(before);
  });

  it.each(forms)('is refused from a page of another origin, also with its token: $path', async (form) => {
    const { agent, before, stateOf, fields } = await createVictim(form);
    const body = new URLSearchParams({ ...fields, csrf: await tokenOf(agent) });
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const response = await agent.request(`${issuer}${form.path}`, { method: 'POST', body, headers });
    expect(response.status).toBe(403);
    expect(await stateOf()).toEqual(before);
  });

  it.each(forms)('asks whoever is not signed in to sign in, and does nothing: $path', async (form) => {
    const { before, stateOf, fields } = await createVictim(form);
    const body = new URLSearchParams({ ...fields, csrf: 'x' });
    const response = await fetch(`${issuer}${form.path}`, { method: 'POST', body, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('/authorize?') as string,
    ]);
    expect(await stateOf()).toEqual(before);
  });
});

describe('SE-08: after five minutes', () => {
  it.each(freshForms)(
    '$path does nothing, and asks for a new sign-in, which leads to its page',
    async (form) => {
      const { account, agent, before, stateOf, fields } = await createVictim(form);
      const csrf = await tokenOf(agent);
      await at.letSignInsAge(account, 301);
      const body = new URLSearchParams({ ...fields, csrf });
      const response = await agent.request(`${issuer}${form.path}`, { method: 'POST', body });
      const location = new URL(response.headers.get('location') ?? '', issuer);
      expect([response.status, location.searchParams.get('prompt')]).toEqual([303, 'login']);
      expect(await stateOf()).toEqual(before);

      const signIn = await agent.open(location.href);
      expect(headingOf(signIn)).toBe('Sign in');
      expect(signIn.html).toContain(`value="${account.email}"`);
      const back = await submitPassword(agent, signIn, account);
      expect(new URL(back.url).pathname).toBe(form.page);
    },
  );

  it.each([...new Set(freshForms.map(({ page }) => page))])('%s is not even shown', async (page) => {
    const account = await at.scene.cluster.registry.createAccount();
    const { agent } = await at.visit(account, '/account');
    await at.letSignInsAge(account, 301);
    expect(headingOf(await at.open(agent, page))).toBe('Sign in');
  });

  it('the overview and the lists are shown', async () => {
    const account = await at.scene.cluster.registry.createAccount();
    const { agent } = await at.visit(account, '/account');
    await at.letSignInsAge(account, 301);
    for (const [path, heading] of [
      ['/account', 'Your account'],
      ['/account/sessions', 'Browsers'],
      ['/account/apps', 'Apps'],
      ['/account/activity', 'Recent activity'],
    ] as const)
      expect(headingOf(await at.open(agent, path))).toBe(heading);
  });
});
