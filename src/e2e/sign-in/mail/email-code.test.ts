import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountScene, startAccountScene } from '../../account/account-scene.ts';
import { addAuthenticator } from '../../harness/authenticator.ts';
import { type Page, type UserAgent, copyOf, createUserAgent } from '../../harness/network/user-agent.ts';
import type { TestAccount } from '../../harness/registry.ts';
import { beginSignIn, goInstead, headingOf, submitPassword } from '../../harness/sign-in-pages.ts';

let at: AccountScene;
let serial = 0;

beforeAll(async () => {
  at = await startAccountScene();
});
afterAll(() => at[Symbol.asyncDispose]());

interface Browser {
  readonly agent: UserAgent;
  readonly page: Page;
}

const newEmail = (): string => `by-mail-${(serial += 1)}@mail.example`;
const accounts = () => at.scene.cluster.registry.storage.accounts;

async function ask(email: string): Promise<Browser & { readonly signIn: Page }> {
  const { issuer } = at.scene.cluster;
  const { agent, page } = await beginSignIn({ issuer, client: at.scene.client });
  const request = await goInstead(agent, page, 'email-code');
  return { agent, page: await agent.submit(request, { email }, '/email-code'), signIn: page };
}

const enter = ({ agent, page }: Browser, code: string): Promise<Page> =>
  agent.submit(page, { code }, '/code');

/** An account that somebody made with an address they had not proven. */
async function createUnproven(): Promise<TestAccount> {
  const { id, password } = await at.scene.cluster.registry.createAccount();
  const account = { id: `${id}-unproven`, email: newEmail(), password };
  const passwordHash = await accounts().findPasswordHash(id);
  await accounts().insert({ ...account, emailVerified: false, name: null, passwordHash });
  return account;
}

/** What a page says, without what is of one visit only, and the address that was typed there. */
const wordsOf = ({ status, html }: Page, email: string): string =>
  `${status} ${html.replaceAll(/(?:interaction\/|request=|name="csrf" value=")[\w.-]+/g, '').replaceAll(email, '')}`;

describe('a code by mail', () => {
  it('signs in the browser that asked for it, once', async () => {
    const account = await at.scene.cluster.registry.createAccount();
    const asked = await ask(account.email);
    expect(headingOf(asked.page)).toBe('Check your mail');
    expect((await enter(asked, '0000 0000')).status).toBe(422);
    const code = await at.codeFor(account.email);
    const browsers = Array.from({ length: 5 }, () => copyOf(asked.agent, at.scene.cluster.issuer));
    const answers = await Promise.all(browsers.map((agent) => enter({ agent, page: asked.page }, code)));
    const through = answers.map((page) => headingOf(page).includes('asks for access'));
    expect(through.filter(Boolean)).toHaveLength(1);
    const overviews = await Promise.all(browsers.map((agent) => at.open(agent, '/account')));
    expect(overviews.map((page) => headingOf(page) === 'Your account')).toEqual(through);
    expect(await at.subjectsWith(account.email, /^\d{4} \d{4} is your code to sign in/)).toHaveLength(1);
  });

  it('AU-13: is of no use in another browser, or for another purpose', async () => {
    const account = await at.scene.cluster.registry.createAccount();
    const { agent, page, signIn } = await ask(account.email);
    const code = await at.codeFor(account.email);
    const stranger = createUserAgent(at.scene.cluster.issuer);
    expect((await enter({ agent: stranger, page }, code)).status).toBe(400);
    expect((await enter(await ask(account.email), code)).html).toContain('not the code');
    const reset = await goInstead(agent, signIn, 'reset');
    const atReset = await agent.submit(reset, { email: account.email }, '/reset');
    const refused = await agent.submit(atReset, { code, password: 'nine quiet harbours' }, '/code');
    expect([refused.status, refused.html.includes('not the code')]).toEqual([422, true]);
    expect(headingOf(await enter({ agent, page }, code)), 'it was good').toContain('asks for access');
  });

  it('AU-13: is worth nothing after everything was ended, or the account got another address', async () => {
    for (const end of [
      (id: string) => accounts().revokeAll(id),
      (id: string) => accounts().disable(id),
      async (id: string) => {
        const account = await accounts().findById(id);
        const validFrom = account?.validFrom ?? new Date(0);
        return accounts().putEmail(id, { email: newEmail(), validFrom });
      },
    ]) {
      const account = await at.scene.cluster.registry.createAccount();
      const asked = await ask(account.email);
      const code = await at.codeFor(account.email);
      expect(await end(account.id)).toBe(true);
      expect((await enter(asked, code)).html).toContain('has expired');
      expect(headingOf(await at.open(asked.agent, '/account'))).toBe('Sign in');
    }
  });

  it('AU-12, AU-13: does not take the place of the second factor', async () => {
    const account = await at.scene.cluster.registry.createAccount();
    await addAuthenticator(createUserAgent(at.scene.cluster.issuer), at.scene.cluster.issuer, account);
    const asked = await ask(account.email);
    const next = await enter(asked, await at.codeFor(account.email));
    expect(headingOf(next)).toBe('Enter your code');
    expect(headingOf(await at.open(asked.agent, '/account'))).toBe('Sign in');
  });

  it('AU-06: is asked for in the same way whether or not there is an account that may sign in', async () => {
    const known = await at.scene.cluster.registry.createAccount();
    const disabled = await at.scene.cluster.registry.createAccount();
    await accounts().disable(disabled.id);
    const pages = [];
    for (const email of [known.email, disabled.email, newEmail()]) {
      const asked = await ask(email);
      pages.push(wordsOf(asked.page, email), wordsOf(await enter(asked, '1234 5678'), email));
    }
    expect(new Set(pages).size).toBe(2);
    await at.allArrived();
    expect(at.subjectsTo(known.email)).toHaveLength(1);
    expect(at.subjectsTo(disabled.email)).toEqual([]);
  });

  it('needs an address', async () => {
    for (const email of ['', 'nobody', 'a@b']) expect((await ask(email)).page.status).toBe(422);
  });
});

describe('B-18: a code to an address that nobody had proven', () => {
  it('hands the account over: whoever made it gets in no more, and its owner sets a password', async () => {
    const account = await createUnproven();
    const maker = await at.visit(account, '/account');
    const asked = await ask(account.email);
    await enter(asked, await at.codeFor(account.email));
    expect(await accounts().findById(account.id)).toMatchObject({ emailVerified: true });
    expect(headingOf(await at.open(maker.agent, '/account'))).toBe('Sign in');
    const refused = await submitPassword(maker.agent, await at.open(maker.agent, '/account'), account);
    expect(refused.status).toBe(422);

    const form = await at.open(asked.agent, '/account/password');
    expect(headingOf(form)).toBe('Set a password');
    const done = await asked.agent.submit(form, { password: 'nine quiet harbours' });
    expect(done.html).toContain('Your password was changed');
    await at.visit({ ...account, password: 'nine quiet harbours' }, '/account');
    const kinds = (await at.scene.cluster.registry.storage.activities.list(account.id, 9)).map(
      ({ kind }) => kind,
    );
    expect(kinds).toContain('address_claimed');
  });

  it('takes away what the maker could get in with besides, and what a change of the address waits for', async () => {
    const account = await createUnproven();
    const { agent: maker, page: change } = await at.visit(account, '/account/email');
    const mine = newEmail();
    const waiting = await maker.submit(change, { email: mine }, '/account/email');
    await addAuthenticator(maker, at.scene.cluster.issuer, account);
    const changeCode = await at.codeFor(mine);
    const asked = await ask(account.email);
    const page = await enter(asked, await at.codeFor(account.email));
    expect(headingOf(page)).not.toBe('Enter your code');
    expect(headingOf(await at.open(asked.agent, '/account'))).toBe('Your account');
    expect(headingOf(await maker.submit(waiting, { code: changeCode }, '/code'))).toBe('Sign in');
    expect((await accounts().findById(account.id))?.email).toBe(account.email);
  });
});
