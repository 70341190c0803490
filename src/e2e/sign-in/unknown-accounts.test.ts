import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountScene, startAccountScene } from '../account/account-scene.ts';
import { type Page, type UserAgent, findForm } from '../harness/network/user-agent.ts';
import { passkeyOptionsOn } from '../harness/factors/passkeys.ts';
import { beginSignIn, goInstead } from '../harness/sign-in-pages.ts';
import { expectSameTime } from '../harness/timing.ts';

let at: AccountScene;
let people: Readonly<Record<'known' | 'disabled' | 'withoutPassword' | 'unknown', Credentials>>;

interface Credentials {
  readonly email: string;
  readonly password: string;
}

const wrong = 'not the right password';
const newPassword = 'nine quiet harbours';

beforeAll(async () => {
  const endless = '1000000';
  at = await startAccountScene({
    SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_POINTS: endless,
    SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_IN_ALL_POINTS: endless,
    SYMBOLON_RATE_LIMITS_MAIL_PER_NETWORK_POINTS: endless,
  });
  const { registry } = at.scene.cluster;
  const { accounts } = registry.storage;
  const [known, disabled] = [await registry.createAccount(), await registry.createAccount()];
  await accounts.disable(disabled.id);
  const withoutPassword = { email: known.email.replace('person', 'people'), password: wrong };
  const bare = { emailVerified: true, name: null, passwordHash: null };
  await accounts.insert({ id: `${known.id}-bare`, email: withoutPassword.email, ...bare });
  people = {
    known: { ...known, password: wrong },
    disabled,
    withoutPassword,
    unknown: { email: known.email.replace('person', 'nobody'), password: wrong },
  };
});
afterAll(() => at[Symbol.asyncDispose]());

interface Place {
  readonly agent: UserAgent;
  readonly page: Page;
}

const forms = [
  { name: 'a sign-in', step: null, action: '/sign-in', then: 422 },
  { name: 'a new account', step: 'sign-up', action: '/sign-up', then: 303 },
  { name: 'a new password', step: 'reset', action: '/reset', then: 303 },
  { name: 'a code by mail', step: 'email-code', action: '/email-code', then: 303 },
] as const;
type Form = (typeof forms)[number];

async function reach({ step }: Form): Promise<Place> {
  const { cluster, client } = at.scene;
  const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
  return step === null ? { agent, page } : { agent, page: await goInstead(agent, page, step) };
}

/** Sends the form as it is, and follows nothing. */
function ask({ agent, page }: Place, { action }: Form, { email, password }: Credentials): Promise<Response> {
  const form = findForm(page.html, action);
  // Those that ask for an address only do not read the password.
  const given = action === '/sign-in' ? password : newPassword;
  const body = new URLSearchParams({ ...form.hidden, email, password: given });
  return agent.request(new URL(form.action, page.url).href, { method: 'POST', body });
}

/** Everything that can be seen, but for what is of this one visit. */
async function answerTo(form: Form, person: Credentials): Promise<unknown> {
  const place = await reach(form);
  const { agent, page } = place;
  const response = await ask(place, form, person);
  const shown = { ...page, html: await response.text() };
  const own = [
    person.email,
    findForm(page.html).hidden['csrf'] ?? '',
    shown.html.includes('data-options') ? passkeyOptionsOn(shown, '/passkey').challenge : '',
    new URL(page.url).pathname.split('/')[2] ?? '',
    new URL(page.url).search.slice(1),
  ].filter(Boolean);
  const common = (text: string): string =>
    own.reduce(
      (part, word) => part.replaceAll(word.replaceAll('&', '&amp;'), '*').replaceAll(word, '*'),
      text,
    );
  const {
    date: _date,
    'x-request-id': _id,
    'content-length': _length,
    ...headers
  } = Object.fromEntries(response.headers);
  const location = response.headers.get('location');
  const next = location === null ? null : await agent.open(new URL(location, page.url).href);
  return {
    status: response.status,
    headers: { ...headers, location: common(location ?? '') },
    html: common(shown.html),
    next: next === null ? null : [next.status, common(next.html)],
  };
}

describe.each(forms)('AU-06: whether there is an account cannot be told from $name', (form) => {
  it('by what is answered', async () => {
    const reference = await answerTo(form, people.known);
    expect(reference).toMatchObject({ status: form.then });
    for (const [who, person] of Object.entries(people))
      expect(await answerTo(form, person), who).toEqual(reference);
  });

  it('by the time it takes', async () => {
    const place = await reach(form);
    const from = (person: Credentials) => async () => {
      const response = await ask(place, form, person);
      await response.text();
      if (response.status !== form.then) throw new Error(`answered with ${response.status}`);
    };
    const { known, disabled, unknown } = people;
    await expectSameTime(from(known), { disabled: from(disabled), unknown: from(unknown) });
  });
});
