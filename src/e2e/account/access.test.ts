import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicRoutes, routeOf } from '../../http/routes.ts';
import { accountForm, accountForms, createOwner } from '../forms/account-forms.ts';
import { postedByPeople, send } from '../forms/form.ts';
import { usePasskey } from '../harness/factors/passkeys.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';
import { headingOf, textOf } from '../harness/sign-in-pages.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

let at: AccountScene;
let issuer: string;

beforeAll(async () => {
  at = await startAccountScene();
  ({ issuer } = at.scene.cluster);
});
afterAll(() => at[Symbol.asyncDispose]());

const freshForms = accountForms.filter(({ fresh }) => fresh);
/** What else people look at only shortly after a sign-in; and what they may look at as long as they are signed in. */
const freshPages = [...new Set(freshForms.map(({ page }) => page))].filter(
  (page) => page !== '/account/links',
);
const otherPages = {
  '/account': 'Your account',
  '/account/links': 'Linked accounts',
  '/account/sessions': 'Browsers',
  '/account/apps': 'Apps',
  '/account/activity': 'Recent activity',
};

describe('of the account pages, the tables here have', () => {
  const isOfAccount = (path: string) => path.startsWith('/account');

  it('every form', () => {
    const paths = accountForms.map(({ path }) => path);
    expect(paths.sort()).toEqual(postedByPeople().filter(isOfAccount).sort());
  });

  it('every page', () => {
    const pages = publicRoutes().filter(
      (path) => isOfAccount(path) && routeOf(path).methods?.includes('GET'),
    );
    expect([...freshPages, ...Object.keys(otherPages), '/account/return'].sort()).toEqual(pages.sort());
  });
});

it.each(accountForms)('whoever is not signed in is asked to, and nothing is done: $path', async (form) => {
  const { url, fields, stateNow } = await accountForm(await createOwner(at), form);
  const before = await stateNow();
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  expect([response.status, response.headers.get('location')]).toEqual([
    303,
    expect.stringContaining('/authorize?') as string,
  ]);
  expect(await stateNow()).toEqual(before);
});

it('password managers find where a password is changed', async () => {
  const page = await at.open(createUserAgent(issuer), '/.well-known/change-password');
  expect(headingOf(page)).toBe('Sign in');
  const account = await at.scene.cluster.registry.createAccount();
  const { agent } = await at.visit(account, '/account');
  const form = await at.open(agent, '/.well-known/change-password');
  expect([new URL(form.url).pathname, headingOf(form)]).toEqual([
    '/account/password',
    'Change your password',
  ]);
});

describe('whoever does not want to sign in for an account page', () => {
  it('goes to the start page when nobody is signed in', async () => {
    const agent = createUserAgent(issuer);
    const page = await at.open(agent, '/account/email');
    expect(textOf(page, 'main')).toContain('to your account');
    const cancelled = await agent.submit(page, {}, '/cancel');
    expect([cancelled.status, new URL(cancelled.url).pathname]).toEqual([200, '/']);
  });

  it('goes back to their account when they are', async () => {
    const account = await at.scene.cluster.registry.createAccount();
    const { agent } = await at.visit(account, '/account');
    await at.letSignInsAge(account, 301);
    const page = await at.open(agent, '/account/email');
    expect(headingOf(page)).toBe("Confirm it's you");
    const text = textOf(page, 'main');
    expect(text).toContain(`You are signed in as ${account.email}.`);
    expect([text.includes('Create an account'), text.includes(new URL(issuer).host)]).toEqual([false, false]);
    const cancelled = await agent.submit(page, {}, '/cancel');
    expect([cancelled.status, new URL(cancelled.url).pathname]).toEqual([200, '/account']);
    expect(headingOf(cancelled)).toBe('Your account');
  });
});

describe('SE-08: after five minutes', () => {
  it.each(freshForms)(
    '$path does nothing, and asks for a new sign-in, which leads to its page',
    async (form) => {
      const owner = await createOwner(at);
      const filled = await accountForm(owner, form);
      await at.letSignInsAge(owner.account, 301);
      const before = await filled.stateNow();
      const response = await send(filled, filled.fields);
      const location = new URL(response.headers.get('location') ?? '', issuer);
      expect([response.status, location.searchParams.get('prompt')]).toEqual([303, 'login']);
      expect(await filled.stateNow()).toEqual(before);

      const signIn = await owner.agent.open(location.href);
      expect(headingOf(signIn)).toBe("Confirm it's you");
      expect(signIn.html).toContain(`value="${owner.account.email}"`);
      const back = await usePasskey(owner.agent, signIn, owner.held);
      expect(new URL(back.url).pathname).toBe(form.page);
    },
  );

  it('none of the pages is even shown, but the overview and the lists', async () => {
    const { account, open } = await createOwner(at);
    await at.letSignInsAge(account, 301);
    for (const page of freshPages) expect(headingOf(await open(page)), page).toBe("Confirm it's you");
    for (const [page, heading] of Object.entries(otherPages))
      expect(headingOf(await open(page))).toBe(heading);
  });
});
