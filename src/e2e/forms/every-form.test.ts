import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeOf } from '../../http/routes.ts';
import { type FederatedScene, startFederatedScene } from '../federation/federated-scene.ts';
import { createUserAgent, findForm } from '../harness/network/user-agent.ts';
import { headingOf, submitPassword, textOf } from '../harness/sign-in-pages.ts';
import { accountForm, accountForms, createOwner } from './account-forms.ts';
import { type FilledForm, postedByPeople, send } from './form.ts';
import { signInForm, signInForms } from './sign-in-forms.ts';

let at: FederatedScene;
let issuer: string;
/** Good tokens, of each kind: but of somebody else's browser. */
let strangersTokens: readonly string[];

beforeAll(async () => {
  at = await startFederatedScene();
  ({ issuer } = at.scene.cluster);
  strangersTokens = await collectTokens();
});
afterAll(() => at[Symbol.asyncDispose]());

interface Row {
  readonly path: string;
  readonly then: string;
  readonly isStep: boolean;
  readonly reach: () => Promise<FilledForm>;
}

/** A new form belongs into one of the two tables: then it is held to what holds for all of them. */
const everyForm: readonly Row[] = [
  ...signInForms.map((form) => ({ ...form, isStep: true, reach: () => signInForm(at, form) })),
  ...accountForms.map((form) => ({
    ...form,
    isStep: form.isStep === true,
    reach: async () => accountForm(await createOwner(at), form),
  })),
];

const foreign = [
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['an origin that only looks like ours', { origin: 'http://localhost.evil.example' }],
  ['another port of this host', { origin: 'http://localhost:1' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another host of this site', { 'sec-fetch-site': 'same-site' }],
  ['another site that hides its origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
] as const;

it('every form that the service has is tried here', () => {
  expect(everyForm.map(({ path }) => path).sort()).toEqual(postedByPeople().sort());
});

it('SE-09: a link signs nobody out', async () => {
  const agent = createUserAgent(issuer);
  const account = await at.scene.cluster.registry.createAccount();
  await submitPassword(agent, await agent.open(`${issuer}/account`), account);
  for (const query of ['?logout=yes', `?logout=yes&xsrf=${strangersTokens.at(-1) ?? ''}`])
    expect(headingOf(await agent.open(`${issuer}/logout${query}`))).toBe('Sign out?');
  expect((await agent.open(`${issuer}/logout`)).html).toContain(account.email);
});

it.each(everyForm.filter(({ path }) => !hasPage(path)))(
  'SE-09: a link to what $path is posted to leads nowhere',
  async ({ path }) => {
    const response = await fetch(`${issuer}${path.replaceAll(/[{}]/g, '')}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  },
);

describe.each(everyForm)('SE-09: the form $path', ({ reach, then, isStep }) => {
  it('is refused without its own token and from elsewhere, does nothing then, and is good as it is', async () => {
    const form = await reach();
    const before = await form.stateNow();
    const { [form.tokenField]: token = '', ...others } = form.fields;
    expect(token.length).toBeGreaterThanOrEqual(20);
    const madeUp = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    await expectRefused('no token', send(form, others));
    for (const wrong of ['', 'x', madeUp, token.slice(1), ...strangersTokens])
      await expectRefused(`the token ${wrong}`, send(form, { ...others, [form.tokenField]: wrong }));
    for (const [where, headers] of foreign) await expectRefused(where, send(form, form.fields, headers));
    // Needs no preflight, wherever it comes from.
    await expectRefused('plain text', send(form, form.fields, { 'content-type': 'text/plain' }));
    expect(await form.stateNow()).toEqual(before);

    const ours = { origin: issuer, 'sec-fetch-site': 'same-origin' };
    expect(await outcomeOf(await send(form, form.fields, ours))).toBe(then);
    if (!isStep) expect(await form.stateNow()).not.toEqual(before);
  });

  it('is good from a browser that hides the origin', async () => {
    const form = await reach();
    expect(await outcomeOf(await send(form, form.fields, { origin: 'null' }))).toBe(then);
  });
});

function hasPage(path: string): boolean {
  return routeOf(path.replaceAll(/[{}]/g, '')).methods?.includes('GET') === true;
}

async function expectRefused(what: string, sending: Promise<Response>): Promise<void> {
  const response = await sending;
  expect([400, 403, 415], what).toContain(response.status);
  expect(response.headers.get('location'), what).toBeNull();
  expect(await response.text(), what).toContain('<h1>');
}

/** Status and heading, or where it leads. */
async function outcomeOf(response: Response): Promise<string> {
  const html = await response.text();
  const location = response.headers.get('location');
  if (location === null) {
    const page = { url: '', status: response.status, headers: response.headers, html };
    return `${response.status} ${textOf(page, 'h1')}`;
  }
  const { pathname } = new URL(location, issuer);
  return `${response.status} ${pathname.replace(/^\/(interaction|authorize)\/[^/]+/, '/$1/{uid}')}`;
}

async function collectTokens(): Promise<string[]> {
  const { registry } = at.scene.cluster;
  const begun = await at.begin();
  const agent = createUserAgent(issuer);
  const signIn = await agent.open(`${issuer}/account/profile`);
  const profile = await submitPassword(agent, signIn, await registry.createAccount());
  const signOut = await agent.open(`${issuer}/logout`);
  return [
    findForm(begun.page.html, '/sign-in').hidden['csrf'],
    findForm(profile.html, '/account/profile').hidden['csrf'],
    findForm(signOut.html, '/logout/confirm').hidden['xsrf'],
  ].map((token) => {
    if (token === undefined) throw new Error('a form without a token');
    return token;
  });
}
