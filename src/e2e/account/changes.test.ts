import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Page, createUserAgent } from '../harness/network/user-agent.ts';
import { query } from '../harness/postgres/query.ts';
import type { TestAccount } from '../harness/registry.ts';
import { beginSignIn, goInstead, headingOf, submitPassword } from '../harness/sign-in-pages.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

let at: AccountScene;
let serial = 0;

beforeAll(async () => {
  at = await startAccountScene({ SYMBOLON_RATE_LIMITS_SIGN_IN_PER_ACCOUNT_POINTS: '10' });
});
afterAll(() => at[Symbol.asyncDispose]());

const newPassword = 'nine quiet harbours';
const newEmail = (): string => `moved-${(serial += 1)}@mail.example`;
const createAccount = () => at.scene.cluster.registry.createAccount();
const hashOf = ({ id }: TestAccount) => at.scene.cluster.registry.storage.accounts.findPasswordHash(id);
const stored = (account: TestAccount) => at.scene.cluster.registry.storage.accounts.findById(account.id);

async function canSignIn(email: string, password: string): Promise<boolean> {
  const { agent, page } = await beginSignIn({ issuer: at.scene.cluster.issuer, client: at.scene.client });
  return (await submitPassword(agent, page, { email, password })).status === 200;
}

const kindsOf = async (account: TestAccount) =>
  (await at.scene.cluster.registry.storage.activities.list(account.id, 50)).map(({ kind }) => kind);

/** What a page says, without what is of one visit only. */
const wordsOf = ({ status, html }: Page): string =>
  `${status} ${html.replaceAll(/name="csrf" value="[\w.-]+|[\w-]+@mail\.example/g, '')}`;

/** The page that asks for an address, as if it asked for the code. */
const atCodeForm = (page: Page): Page => ({
  ...page,
  html: page.html.replaceAll('"/account/email"', '"/account/email/code"'),
});

it('the overview says what is so, each line of it a link, and what is left to do', async () => {
  const account = await createAccount();
  const { agent, page } = await at.visit(account, '/account');
  const lineOf = (html: string, path: string): string => {
    const [, content = ''] = new RegExp(`<li><a href="${path}">(.*?)</a></li>`, 's').exec(html) ?? [];
    return content
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  };
  const lines = ['email', 'passkeys', 'recovery-codes', 'sessions', 'apps', 'profile'];
  expect(lines.map((name) => lineOf(page.html, `/account/${name}`))).toEqual([
    `Email ${account.email}`,
    'Passkeys None',
    'Recovery codes',
    'Browsers 1 browser',
    'Apps None',
    expect.stringMatching(/^Name /),
  ]);
  const { database } = at.scene.cluster;
  await query(database.url, 'UPDATE accounts SET email_verified = false WHERE account_id = $1', [account.id]);
  const unconfirmed = await at.open(agent, '/account');
  expect(lineOf(unconfirmed.html, '/account/email')).toBe(`Email ${account.email} Not confirmed yet`);
});

describe('the name', () => {
  it('is changed, shown, and taken back', async () => {
    const account = await createAccount();
    const { agent, page } = await at.visit(account, '/account/profile');
    const done = await agent.submit(page, { name: ' Zoë <b> ' });
    expect(done.html).toContain('Your name was saved.');
    expect(done.html).toContain('Zoë &lt;b&gt;');
    expect(await stored(account)).toMatchObject({ name: 'Zoë <b>' });
    const tooLong = await agent.submit(page, { name: 'x'.repeat(101) });
    expect([tooLong.status, tooLong.html.includes('at most 100')]).toEqual([422, true]);
    await agent.submit(page, { name: '' });
    expect(await stored(account)).toMatchObject({ name: null });
  });
});

describe('the password', () => {
  it('AU-04: is not changed without the current one, and wrong ones can be tried only so often', async () => {
    const account = await createAccount();
    const hash = await hashOf(account);
    const { agent, page } = await at.visit(account, '/account/password');
    const change = (current: string) => agent.submit(page, { current, password: newPassword });
    const first = await change('');
    expect([first.status, first.html.includes('not your current password')]).toEqual([422, true]);
    // Each replica counts for itself here.
    const statuses = [];
    for (let attempt = 0; attempt < 22; attempt += 1)
      statuses.push((await change('not the password')).status);
    expect(new Set(statuses)).toEqual(new Set([422, 429]));
    const limited = await change(account.password);
    expect([limited.status, limited.headers.has('retry-after')]).toEqual([429, true]);
    expect(await hashOf(account)).toBe(hash);
  });

  it('that cannot be used is explained, and costs no attempt', async () => {
    const account = await createAccount();
    const { agent, page } = await at.visit(account, '/account/password');
    for (const [password, reason] of [
      ['short', 'at least 8'],
      [account.email, 'email address'],
      ['password123', 'first that anyone would guess'],
    ] as const) {
      const refused = await agent.submit(page, { current: account.password, password });
      expect([refused.status, refused.html.includes(reason)], password).toEqual([422, true]);
    }
    expect(await canSignIn(account.email, account.password)).toBe(true);
  });

  it('AU-04, AU-15, SE-07: is changed, ends everything else, and its owner is told', async () => {
    const account = await createAccount();
    const elsewhere = await at.visit(account, '/account');
    const { agent, page } = await at.visit(account, '/account/password');
    const done = await agent.submit(page, { current: account.password, password: newPassword });
    expect(headingOf(done)).toBe('Your account');
    expect(done.html).toContain('signed out everywhere else');
    expect(headingOf(await at.open(elsewhere.agent, '/account'))).toBe('Sign in');
    expect(headingOf(await at.open(agent, '/account/password'))).toBe('Change your password');
    expect(await canSignIn(account.email, account.password)).toBe(false);
    expect(await canSignIn(account.email, newPassword)).toBe(true);
    expect(await kindsOf(account)).toContain('password_changed');
    expect(await at.subjectsWith(account.email, 'A change to your account')).toHaveLength(1);
  });
});

describe('the address', () => {
  it('is changed with a code that was sent to the new one, and the old one is told', async () => {
    const account = await createAccount();
    const email = newEmail();
    const { agent, page } = await at.visit(account, '/account/email');
    const asked = await agent.submit(page, { email }, '/account/email');
    expect(headingOf(asked)).toBe('Check your mail');
    const wrong = await agent.submit(asked, { code: '0000 0000' }, '/code');
    expect(wrong.status).toBe(422);
    expect((await stored(account))?.email).toBe(account.email);
    const done = await agent.submit(wrong, { code: await at.codeFor(email) }, '/code');
    expect(done.html).toContain('new address');
    expect(await stored(account)).toMatchObject({ email, emailVerified: true });
    expect(await canSignIn(email, account.password)).toBe(true);
    expect(await canSignIn(account.email, account.password)).toBe(false);
    expect(await at.subjectsWith(account.email, 'has another address')).toHaveLength(1);
    expect(await kindsOf(account)).toContain('email_changed');
  });

  it('AU-06: that another account has is answered like one that is free, and its owner gets word', async () => {
    const [account, owner] = [await createAccount(), await createAccount()];
    const { agent, page } = await at.visit(account, '/account/email');
    const free = await agent.submit(page, { email: newEmail() }, '/account/email');
    const taken = await agent.submit(page, { email: owner.email }, '/account/email');
    expect(wordsOf(taken).replaceAll(owner.email, '')).toBe(wordsOf(free));
    expect(await at.subjectsWith(owner.email, 'Your address at')).toHaveLength(1);
    const refused = await agent.submit(taken, { code: '1234 5678' }, '/code');
    expect(refused.html).toContain('not the code');
    expect((await stored(owner))?.email).toBe(owner.email);
  });

  it('is confirmed with a code where nobody had proven it', async () => {
    const account = await createAccount();
    const { storage } = at.scene.cluster.registry;
    const email = newEmail();
    const passwordHash = await storage.accounts.findPasswordHash(account.id);
    const id = `${account.id}-unproven`;
    await storage.accounts.insert({ id, email, emailVerified: false, name: null, passwordHash });
    const unproven = { ...account, id, email };
    const { agent, page } = await at.visit(unproven, '/account/email');
    expect(page.html).toContain('Nobody has confirmed');
    const asked = await agent.submit(page, {}, '/account/email');
    const done = await agent.submit(asked, { code: await at.codeFor(email) }, '/code');
    expect(done.html).toContain('Your address is confirmed.');
    expect(await stored(unproven)).toMatchObject({ email, emailVerified: true });
    expect(await canSignIn(email, account.password)).toBe(true);
  });

  it('B-18: of which the change was begun before everything was ended stays as it is', async () => {
    const account = await createAccount();
    const email = newEmail();
    const { agent, page } = await at.visit(account, '/account/email');
    const asked = await agent.submit(page, { email }, '/account/email');
    const code = await at.codeFor(email);
    await at.scene.cluster.registry.storage.accounts.revokeAll(account.id);
    const refused = await agent.submit(asked, { code }, '/code');
    expect(headingOf(refused)).toBe('Sign in');
    const back = await submitPassword(agent, refused, account);
    const late = await agent.submit(atCodeForm(back), { code }, '/account/email/code');
    expect([late.status, late.html.includes('has expired')]).toEqual([422, true]);
    expect((await stored(account))?.email).toBe(account.email);
  });

  it('is proven in the session that asked, and nowhere else', async () => {
    const account = await createAccount();
    const email = newEmail();
    const { agent, page } = await at.visit(account, '/account/email');
    await agent.submit(page, { email }, '/account/email');
    const code = await at.codeFor(email);
    const other = await at.visit(account, '/account/email');
    expect(headingOf(await at.open(other.agent, '/account/email/code'))).toBe('Your email address');
    const tried = await other.agent.submit(atCodeForm(other.page), { code }, '/account/email/code');
    expect([tried.status, tried.html.includes('has expired')]).toEqual([422, true]);
    expect((await stored(account))?.email).toBe(account.email);
  });

  it('that is none, or the same, is refused with a word', async () => {
    const account = await createAccount();
    const { agent, page } = await at.visit(account, '/account/email');
    for (const email of ['', 'nobody', 'a@b', `${'x'.repeat(300)}@mail.example`, account.email])
      expect((await agent.submit(page, { email }, '/account/email')).status).toBe(422);
  });
});

describe('AU-13: a code for a forgotten password', () => {
  it('is worth nothing once the account has another address', async () => {
    const account = await createAccount();
    const email = newEmail();
    const { agent, page } = await at.visit(account, '/account/email');
    const asked = await agent.submit(page, { email }, '/account/email');
    const thief = createUserAgent(at.scene.cluster.issuer);
    const begun = await beginSignIn({ issuer: at.scene.cluster.issuer, client: at.scene.client }, thief);
    const reset = await goInstead(thief, begun.page, 'reset');
    const atCode = await thief.submit(reset, { email: account.email }, '/reset');
    const resetCode = await at.codeFor(account.email);
    await agent.submit(asked, { code: await at.codeFor(email) }, '/code');
    const refused = await thief.submit(atCode, { code: resetCode, password: newPassword }, '/code');
    expect(refused.html).toContain('has expired');
    expect(await canSignIn(email, newPassword)).toBe(false);
  });
});
