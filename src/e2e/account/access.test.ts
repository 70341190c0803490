import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findForm } from '../harness/network/user-agent.ts';
import { headingOf, submitPassword } from '../harness/sign-in-pages.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

let at: AccountScene;
let issuer: string;

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
  { path: '/account/email', page: '/account/email', fields: { email: 'mallory@mail.example' }, fresh: true },
  { path: '/account/email/code', page: '/account/email', fields: { code: '12345678' }, fresh: true },
  { path: '/account/sessions/end', page: '/account/sessions', fields: { session: '' }, fresh: false },
  { path: '/account/sessions/end-others', page: '/account/sessions/end-others', fields: {}, fresh: true },
  { path: '/account/apps/withdraw', page: '/account/apps', fields: { client: '' }, fresh: false },
  { path: '/account/delete', page: '/account/delete', fields: { email: '' }, fresh: true },
];
const freshForms = forms.filter(({ fresh }) => fresh);

/** Somebody with an app, and two browsers signed in; what a form would do to them. */
async function createVictim() {
  const { registry } = at.scene.cluster;
  const account = await registry.createAccount();
  const { agent } = await at.visit(account, '/account');
  await at.scene.signIn({ account });
  const { accounts, sessions, consents } = registry.storage;
  const stateOf = async () => ({
    account: await accounts.findById(account.id),
    passwordHash: await accounts.findPasswordHash(account.id),
    sessions: (await sessions.listLive(account.id)).map(({ uid }) => uid).sort(),
    apps: (await consents.listApps(account.id)).map(({ clientId }) => clientId),
  });
  const before = await stateOf();
  const [, other] = await sessions.listLive(account.id);
  const values = {
    current: account.password,
    email: account.email,
    session: other?.uid ?? '',
    client: before.apps[0] ?? '',
  };
  const fieldsOf = ({ fields }: (typeof forms)[number]): Record<string, string> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        value === '' ? values[name as keyof typeof values] : value,
      ]),
    );
  return { account, agent, before, stateOf, fieldsOf };
}

describe('SE-09: a form of the account pages', () => {
  it.each(forms)('is refused without its token: $path', async (form) => {
    const { agent, before, stateOf, fieldsOf } = await createVictim();
    for (const csrf of [{}, { csrf: '' }, { csrf: 'x' }]) {
      const body = new URLSearchParams({ ...fieldsOf(form), ...csrf });
      const response = await agent.request(`${issuer}${form.path}`, { method: 'POST', body });
      expect(response.status).toBe(403);
    }
    expect(await stateOf()).toEqual(before);
  });

  it.each(forms)('is refused with the token of another session: $path', async (form) => {
    const { agent, before, stateOf, fieldsOf } = await createVictim();
    const attacker = await at.scene.cluster.registry.createAccount();
    const { page } = await at.visit(attacker, '/account/profile');
    const { csrf = '' } = findForm(page.html).hidden;
    const body = new URLSearchParams({ ...fieldsOf(form), csrf });
    expect((await agent.request(`${issuer}${form.path}`, { method: 'POST', body })).status).toBe(403);
    expect(await stateOf()).toEqual(before);
  });

  it.each(forms)('is refused from a page of another origin, also with its token: $path', async (form) => {
    const { agent, before, stateOf, fieldsOf } = await createVictim();
    const { csrf = '' } = findForm((await at.open(agent, '/account/profile')).html).hidden;
    const body = new URLSearchParams({ ...fieldsOf(form), csrf });
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const response = await agent.request(`${issuer}${form.path}`, { method: 'POST', body, headers });
    expect(response.status).toBe(403);
    expect(await stateOf()).toEqual(before);
  });

  it.each(forms)('asks whoever is not signed in to sign in, and does nothing: $path', async (form) => {
    const { before, stateOf, fieldsOf } = await createVictim();
    const body = new URLSearchParams({ ...fieldsOf(form), csrf: 'x' });
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
      const { account, agent, before, stateOf, fieldsOf } = await createVictim();
      const { csrf = '' } = findForm((await at.open(agent, '/account/profile')).html).hidden;
      await at.letSignInsAge(account, 301);
      const body = new URLSearchParams({ ...fieldsOf(form), csrf });
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
    const { account, agent } = await createVictim();
    await at.letSignInsAge(account, 301);
    expect(headingOf(await at.open(agent, page))).toBe('Sign in');
  });

  it('the overview and the lists are shown', async () => {
    const { account, agent } = await createVictim();
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
