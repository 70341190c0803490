import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicRoutes, routeOf } from '../../http/routes.ts';
import { accountForm, accountForms, createOwner } from '../forms/account-forms.ts';
import { postedByPeople, send } from '../forms/form.ts';
import { usePasskey } from '../harness/factors/passkeys.ts';
import { headingOf } from '../harness/sign-in-pages.ts';
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
      expect(headingOf(signIn)).toBe('Sign in');
      expect(signIn.html).toContain(`value="${owner.account.email}"`);
      const back = await usePasskey(owner.agent, signIn, owner.held);
      expect(new URL(back.url).pathname).toBe(form.page);
    },
  );

  it('none of the pages is even shown, but the overview and the lists', async () => {
    const { account, open } = await createOwner(at);
    await at.letSignInsAge(account, 301);
    for (const page of freshPages) expect(headingOf(await open(page)), page).toBe('Sign in');
    for (const [page, heading] of Object.entries(otherPages))
      expect(headingOf(await open(page))).toBe(heading);
  });
});
