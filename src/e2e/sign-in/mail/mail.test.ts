import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pgDump } from '../../environment/database.ts';
import { type SmtpSink, startSmtpSink } from '../../environment/smtp-sink.ts';
import { createMailboxes, type Mailboxes } from '../../harness/mailboxes.ts';
import { type Page, type UserAgent, createUserAgent } from '../../harness/network/user-agent.ts';
import type { TestAccount } from '../../harness/registry.ts';
import { type Scene, startScene } from '../../harness/scene.ts';
import { findSecrets } from '../../harness/secrets.ts';
import { beginSignIn, decide, goInstead, headingOf, submitPassword } from '../../harness/sign-in-pages.ts';

let sink: SmtpSink;
let scene: Scene;
let mailboxes: Mailboxes;
let serial = 0;
/** Everything that only a mailbox may show. */
const codes: string[] = [];

beforeAll(async () => {
  sink = await startSmtpSink();
  scene = await startScene({
    replicas: 2,
    env: {
      SYMBOLON_MAIL_SMTP_URL: sink.url,
      SYMBOLON_MAIL_FROM: 'Symbolon <no-reply@id.example>',
      SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_POINTS: '12',
      SYMBOLON_RATE_LIMITS_MAIL_PER_NETWORK_POINTS: '100000',
      SYMBOLON_RATE_LIMITS_MAIL_PER_ADDRESS_IN_ALL_POINTS: '100000',
    },
  });
  mailboxes = createMailboxes(sink, scene.cluster.database.url);
});
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

const newPassword = 'nine quiet harbours';
const request = () => ({ issuer: scene.cluster.issuer, client: scene.client });
const newEmail = (): string => `reader-${(serial += 1)}@mail.example`;
const findAccount = (email: string) => scene.cluster.registry.storage.accounts.findByEmail(email);

const kindsOf = async (accountId: string) =>
  (await scene.cluster.registry.storage.activities.list(accountId, 9)).map(({ kind }) => kind);

async function codeFor(email: string, known: readonly string[] = []): Promise<string> {
  const code = await mailboxes.codeFor(email, known);
  codes.push(code.replace(' ', ''), code);
  return code;
}

async function atReset(): Promise<{ agent: UserAgent; page: Page }> {
  const { agent, page } = await beginSignIn(request());
  return { agent, page: await goInstead(agent, page, 'reset') };
}

async function askForReset(email: string): Promise<{ agent: UserAgent; page: Page }> {
  const { agent, page } = await atReset();
  return { agent, page: await agent.submit(page, { email }, '/reset') };
}

async function askForAccount(email: string): Promise<{ agent: UserAgent; page: Page }> {
  const { agent, page } = await beginSignIn(request());
  const form = await goInstead(agent, page, 'sign-up');
  const values = { name: 'Ada', email, password: 'seven tall lanterns' };
  return { agent, page: await agent.submit(form, values, '/sign-up') };
}

const enter = ({ agent, page }: { agent: UserAgent; page: Page }, code: string, more = {}): Promise<Page> =>
  agent.submit(page, { code, ...more }, '/code');

async function canSignIn(email: string, password: string): Promise<boolean> {
  const { agent, page } = await beginSignIn(request(), createUserAgent(scene.cluster.issuer));
  return (await submitPassword(agent, page, { email, password })).status === 200;
}

/** What a page says, without what is of one visit only, and the address that was typed there. */
const wordsOf = ({ status, html }: Page, email: string): string =>
  `${status} ${html.replaceAll(/(?:interaction\/|request=|name="csrf" value=")[\w.-]+/g, '').replaceAll(email, '')}`;

describe('a new account', () => {
  it('is made when its address was proven, and leads to the app', async () => {
    const email = newEmail();
    const asked = await askForAccount(email);
    expect(headingOf(asked.page)).toBe('Check your mail');
    expect(await findAccount(email)).toBeNull();
    const consent = await enter(asked, await codeFor(email));
    const done = await decide(asked.agent, consent, 'allow');
    expect(new URL(done.url).searchParams.get('code')).toMatch(/^sym_ac_/);
    const account = await findAccount(email);
    expect(account).toMatchObject({ email, name: 'Ada', emailVerified: true });
    expect(await kindsOf(account?.id ?? '')).toEqual(['signed_in', 'account_created']);
    expect(await canSignIn(email, 'seven tall lanterns')).toBe(true);
  });

  it('AU-06: of a taken address is asked for with the same words, and its owner is told', async () => {
    const other = newEmail();
    const free = await askForAccount(other);
    const { email } = await scene.cluster.registry.createAccount();
    const taken = await askForAccount(email);
    expect(wordsOf(taken.page, email)).toBe(wordsOf(free.page, other));
    await mailboxes.allArrived();
    expect(mailboxes.mailsTo(email)).toEqual([expect.stringContaining('already have an account')]);
    expect(mailboxes.mailsTo(email)[0]).not.toMatch(/\b\d{4} \d{4}\b/);
    expect((await enter(taken, '0000 0000')).status).toBe(422);
  });

  it('AU-13: is not made by a wrong code, nor by the right one after five of those', async () => {
    const email = newEmail();
    const asked = await askForAccount(email);
    const code = await codeFor(email);
    const wrong = code === '1111 1111' ? '2222 2222' : '1111 1111';
    for (let times = 0; times < 5; times += 1) {
      const page = await enter(asked, wrong);
      expect([page.status, page.html.includes('not the code from the mail')]).toEqual([422, true]);
    }
    const over = await enter(asked, code);
    expect([over.status, over.html.includes('has expired')]).toEqual([422, true]);
    expect(await findAccount(email)).toBeNull();

    const page = await asked.agent.submit(over, {}, '/code/again');
    expect(page.html).toContain('The earlier code no longer works.');
    const consent = await enter({ agent: asked.agent, page }, await codeFor(email, [code]));
    expect(headingOf(consent)).toContain('asks for access');
  });

  it('SE-10: cannot be confirmed in another browser', async () => {
    const email = newEmail();
    const asked = await askForAccount(email);
    const code = await codeFor(email);
    const stranger = createUserAgent(scene.cluster.issuer);
    expect((await enter({ agent: stranger, page: asked.page }, code)).status).toBe(400);
    expect(await findAccount(email)).toBeNull();
    expect((await enter(asked, code)).status).toBe(200);
  });

  it('is made once, however often the code is sent at once', async () => {
    const email = newEmail();
    const asked = await askForAccount(email);
    const code = await codeFor(email);
    const pages = await Promise.all(Array.from({ length: 8 }, () => enter(asked, code)));
    expect(pages.map(({ status }) => status)).toContain(200);
    const account = await findAccount(email);
    // Who comes after the sign-in is over is not refused but starts again, by then signed in.
    expect(await kindsOf(account?.id ?? '')).toEqual(['signed_in', 'account_created']);
  });
});

describe('a forgotten password', () => {
  const person = (): Promise<TestAccount> => scene.cluster.registry.createAccount();

  it('is replaced: the old one, every session and every token end, and the owner is told', async () => {
    const account = await person();
    const before = await scene.signIn({ account });
    const asked = await askForReset(account.email);
    expect(headingOf(asked.page)).toBe('Choose a new password');
    const done = await enter(asked, await codeFor(account.email), { password: newPassword });
    expect([done.status, headingOf(done)]).toEqual([200, 'Sign in']);
    expect(done.html).toContain('Your password was changed');

    for (const index of [0, 1]) {
      const answer = await fetch(`${scene.replicaUrl(index)}/introspect`, {
        method: 'POST',
        headers: { authorization: basicOf(scene.api) },
        body: new URLSearchParams({ token: before.accessToken }),
      });
      expect(await answer.json()).toEqual({ active: false });
    }
    const sameBrowser = await beginSignIn(request(), before.agent);
    expect(headingOf(sameBrowser.page)).toBe('Sign in');
    expect(await canSignIn(account.email, account.password)).toBe(false);
    const consent = await submitPassword(asked.agent, done, { email: account.email, password: newPassword });
    expect(consent.status).toBe(200);
    expect(await kindsOf(account.id)).toContain('password_reset');
    await mailboxes.allArrived();
    expect(mailboxes.mailsTo(account.email).filter((mail) => mail.includes('was changed'))).toHaveLength(1);
  });

  it('AU-06: of somebody unknown or disabled is asked for with the same words, and nothing is sent', async () => {
    const somebody = await person();
    const known = await askForReset(somebody.email);
    const disabled = await person();
    await scene.cluster.registry.storage.accounts.disable(disabled.id);
    const unknown = newEmail();
    for (const email of [unknown, disabled.email]) {
      const asked = await askForReset(email);
      expect(wordsOf(asked.page, email)).toBe(wordsOf(known.page, somebody.email));
      const attempt = await enter(asked, '1234 5678', { password: newPassword });
      expect([attempt.status, attempt.html.includes('not the code from the mail')]).toEqual([422, true]);
    }
    await mailboxes.allArrived();
    expect(mailboxes.mailsTo(somebody.email)).toHaveLength(1);
    for (const email of [unknown, disabled.email]) expect(mailboxes.mailsTo(email)).toEqual([]);
  });

  it('AU-13: its code works once, also when it is sent many times at once', async () => {
    const account = await person();
    const asked = await askForReset(account.email);
    const code = await codeFor(account.email);
    const passwords = Array.from({ length: 6 }, (_, index) => `${newPassword} ${index}`);
    const pages = await Promise.all(passwords.map((password) => enter(asked, code, { password })));
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
    const works = await Promise.all(passwords.map((password) => canSignIn(account.email, password)));
    expect(works.filter(Boolean)).toHaveLength(1);
    expect(works[pages.findIndex(({ status }) => status === 200)]).toBe(true);
  });

  it.each(['revokeAll', 'disable'] as const)(
    'AU-13: what was asked for before everything was ended (%s) is worth nothing',
    async (ending) => {
      const account = await person();
      const { accounts } = scene.cluster.registry.storage;
      const asked = await askForReset(account.email);
      const code = await codeFor(account.email);
      await accounts[ending](account.id);
      expect((await enter(asked, code, { password: newPassword })).status).toBe(422);
      await accounts.enable(account.id);
      expect(await canSignIn(account.email, account.password)).toBe(true);
      expect(await canSignIn(account.email, newPassword)).toBe(false);
    },
  );

  it('a password that cannot be used costs no attempt', async () => {
    const account = await person();
    const asked = await askForReset(account.email);
    const code = await codeFor(account.email);
    for (const password of ['short', account.email, 'password1234', 'x'.repeat(300), 'aaaaaaaaaaaa', ''])
      expect((await enter(asked, code, { password })).status).toBe(422);
    expect((await enter(asked, code, { password: newPassword })).status).toBe(200);
  });

  it('AU-13: a later code replaces the earlier one', async () => {
    const account = await person();
    const asked = await askForReset(account.email);
    const first = await codeFor(account.email);
    const page = await asked.agent.submit(asked.page, {}, '/code/again');
    const second = await codeFor(account.email, [first]);
    const { agent } = asked;
    expect((await enter({ agent, page }, first, { password: newPassword })).status).toBe(422);
    expect((await enter({ agent, page }, second, { password: newPassword })).status).toBe(200);
  });

  it('a code for a new account is none for a new password', async () => {
    const email = newEmail();
    const { agent, page } = await askForAccount(email);
    const code = await codeFor(email);
    const form = await agent.open(page.url.replace('/sign-up/code', '/reset'));
    const reset = await agent.submit(form, { email }, '/reset');
    expect((await enter({ agent, page: reset }, code, { password: newPassword })).status).toBe(422);
  });

  it('is asked for so many times for one address, and then refused, known or not', async () => {
    const email = newEmail();
    const statuses: number[] = [];
    for (let times = 0; times < 14; times += 1) statuses.push((await askForReset(email)).page.status);
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 200), 429, 429]);
  });
});

describe('while no mail can be handed over', () => {
  it('it waits, everything else goes on, and it arrives when it can', async () => {
    sink.refuses = true;
    const account = await scene.cluster.registry.createAccount();
    const asked = await askForReset(account.email);
    expect(asked.page.status).toBe(200);
    expect(await canSignIn(account.email, account.password)).toBe(true);
    const logs = () => scene.cluster.replicas.map((replica) => replica.logs()).join('\n');
    await vi.waitFor(() => expect(logs()).toContain('a mail was not sent'), { timeout: 40_000 });
    expect(logs()).not.toContain(`for ${account.email}`);
    sink.refuses = false;
    expect((await enter(asked, await codeFor(account.email), { password: newPassword })).status).toBe(200);
  }, 60_000);
});

it('promise 4: no code is in the database or in a log', async () => {
  expect(codes.length).toBeGreaterThan(10);
  const logs = scene.cluster.replicas.map((replica) => replica.logs()).join('\n');
  expect(findSecrets(logs, { codes })).toEqual([]);
  expect(findSecrets(await pgDump(scene.cluster.database.url), { codes })).toEqual([]);
});

function basicOf({ clientId, clientSecret }: { clientId: string; clientSecret: string }): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}
