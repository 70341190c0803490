import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountForm, accountForms, createOwner } from '../forms/account-forms.ts';
import { send } from '../forms/form.ts';
import { type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { beginSignIn, goInstead } from '../harness/sign-in-pages.ts';
import { type AccountScene, startAccountScene } from './account-scene.ts';

let at: AccountScene;
let client: TestClient;
let host: string;

beforeAll(async () => {
  at = await startAccountScene();
  host = new URL(at.scene.cluster.issuer).host;
  client = await at.scene.cluster.registry.createClient({ client_name: 'A notebook' });
});
afterAll(() => at[Symbol.asyncDispose]());

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';
const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0';

const createAccount = () => at.scene.cluster.registry.createAccount();
const browser = (name: string): UserAgent =>
  createUserAgent(at.scene.cluster.issuer, at.scene.cluster.issuer, { 'user-agent': name });
const newSignIn = 'A new sign-in to your account';
const newSignInsTold = ({ email }: TestAccount) =>
  at.subjectsTo(email).filter((subject) => subject.startsWith(newSignIn));
const kindsOf = async ({ id }: TestAccount) =>
  (await at.scene.cluster.registry.storage.activities.list(id, 50)).map(({ kind }) => kind);

/** From the password on, whatever the browser was signed in to. */
async function signIn(account: TestAccount, agent: UserAgent): Promise<void> {
  agent.cookies.delete('symbolon_session');
  await at.scene.signIn({ account, client, api: null, scope: 'openid', agent });
}

describe('AU-15: of a sign-in the owner is told', () => {
  it('when it was in a browser that was not seen before, and only then, with what they can tell it by', async () => {
    const account = await createAccount();
    const [first, second] = [browser(firefox), browser(safari)];
    for (const agent of [first, first, second, second, first]) await signIn(account, agent);
    await signIn(account, browser(edge));
    expect(await kindsOf(account)).toEqual([
      'new_device',
      'signed_in',
      'signed_in',
      'new_device',
      'signed_in',
      'signed_in',
    ]);
    for (const name of ['Safari (macOS)', 'Edge (Windows)']) {
      const mail = await at.mailWith(account.email, name);
      expect(mail).toContain(`Subject: ${newSignIn} at ${host}`);
      expect(mail).toContain('signed in to your account for A notebook, in a browser in which you have not');
      expect(mail).toContain(`open http://${host}/account, and end every session there that you do not know`);
    }
    expect(newSignInsTold(account)).toHaveLength(2);
  });

  it('when it was in one that was forgotten, since somebody else may have signed in there', async () => {
    const account = await createAccount();
    const [thief, owner] = [browser(safari), browser(firefox)];
    await signIn(account, owner);
    await signIn(account, thief);
    await at.mailWith(account.email, 'Safari (macOS)');
    const page = await at.open(owner, '/account/sessions/end-others');
    await owner.submit(page, {}, '/end-others');
    await signIn(account, owner);
    await signIn(account, thief);
    expect((await kindsOf(account)).slice(0, 2)).toEqual(['new_device', 'signed_in']);
    await expect.poll(() => newSignInsTold(account).length, { timeout: 40_000 }).toBe(2);
  });

  it('and of none that ended before it was one', async () => {
    const account = await createAccount();
    await signIn(account, browser(firefox));
    const { page, agent } = await beginSignIn({ issuer: at.scene.cluster.issuer, client }, browser(safari));
    await agent.submit(page, { email: account.email, password: 'not the right password' }, '/sign-in');
    expect(await kindsOf(account)).toEqual(['signed_in']);
  });
});

/** What the owner reads after each form; null: it takes no way in away and adds none. */
const told: Readonly<Record<string, { subject: string; words: string; kind: string } | null>> = {
  '/account/totp/add': notice('totp_added', 'An authenticator app was added to your account.'),
  '/account/totp/remove': notice('totp_removed', 'The authenticator app was removed from your account.'),
  '/account/recovery-codes': notice('recovery_codes_made', 'New recovery codes were made for your account.'),
  '/account/passkeys/add': notice('passkey_added', 'The passkey "Mallory" was added to your account.'),
  '/account/passkeys/remove': notice('passkey_removed', 'The passkey "Phone" was removed'),
  '/account/links/remove': notice('identity_unlinked', 'The account at lab was unlinked from yours.'),
  '/account/password': notice('password_changed', 'Your password was changed, and you were signed out'),
  '/account/email/code': {
    subject: 'has another address',
    words: 'This one is not used for it any more.',
    kind: 'email_changed',
  },
  '/account/delete': { subject: 'was deleted', words: 'with everything in it', kind: '' },
  '/account/passkeys/rename': null,
  '/account/links/begin': null,
  '/account/profile': null,
  '/account/email': null,
  '/account/sessions/end': null,
  '/account/sessions/end-others': null,
  '/account/apps/withdraw': null,
};

function notice(kind: string, words: string) {
  return { subject: 'A change to your account', words, kind };
}

describe('AU-15: of a change the owner is told by mail, and sees it among what happened', () => {
  it('whichever form it was', () => {
    expect(Object.keys(told).sort()).toEqual(accountForms.map(({ path }) => path).sort());
  });

  it.each(accountForms.filter(({ path }) => told[path] !== null))('$path', async (form) => {
    const { subject = '', words = '', kind = '' } = told[form.path] ?? {};
    const owner = await createOwner(at);
    const filled = await accountForm(owner, form);
    expect((await send(filled, filled.fields)).status).toBeLessThan(400);
    const mail = await at.mailWith(owner.account.email, words);
    expect(/^Subject: (.*)$/m.exec(mail)?.[1]).toContain(subject);
    if (kind !== '') expect((await kindsOf(owner.account))[0]).toBe(kind);
  });

  it('a new password by a code from the mail', async () => {
    const account = await createAccount();
    const begun = await beginSignIn({ issuer: at.scene.cluster.issuer, client }, browser(safari));
    const { agent } = begun;
    const form = await goInstead(agent, begun.page, 'reset');
    const asked = await agent.submit(form, { email: account.email }, '/reset');
    const values = { code: await at.codeFor(account.email), password: 'nine quiet harbours' };
    expect((await agent.submit(asked, values, '/code')).html).toContain('Your password was changed');
    const mail = await at.mailWith(account.email, 'Your password was changed just now');
    expect(mail).toContain(`Subject: Your password at ${host} was changed`);
    expect(mail).toContain('Secure your mailbox first');
    const [activity] = await at.scene.cluster.registry.storage.activities.list(account.id, 9);
    expect(activity).toMatchObject({ kind: 'password_reset', browser: 'Safari (macOS)' });
  });
});
