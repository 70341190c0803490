import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import {
  beginSignIn,
  decide,
  goInstead,
  headingOf,
  linkOf,
  submitPassword,
} from '../harness/sign-in-pages.ts';
import { openHttpConnection } from '../harness/network/http-connection.ts';
import { type Page, type UserAgent, createUserAgent, findForm } from '../harness/network/user-agent.ts';

let cluster: Cluster;
let account: TestAccount;
let client: TestClient;
let serial = 0;

beforeAll(async () => {
  cluster = await startCluster();
  account = await cluster.registry.createAccount();
  client = await cluster.registry.createClient();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const request = (parameters: Readonly<Record<string, string>> = {}) => ({
  issuer: cluster.issuer,
  client,
  parameters,
});
const newEmail = (): string => `newcomer-${(serial += 1)}@example.com`;

async function atSignUp(): Promise<{ agent: UserAgent; page: Page }> {
  const { agent, page } = await beginSignIn(request());
  return { agent, page: await goInstead(agent, page, 'sign-up') };
}

async function signUp(values: Readonly<Record<string, string>>): Promise<{ agent: UserAgent; page: Page }> {
  const { agent, page } = await atSignUp();
  return { agent, page: await agent.submit(page, values, '/sign-up') };
}

/** Status after signing up with `password`: 200 is the consent page, 422 the form again. */
async function statusWith(password: string, email = newEmail()): Promise<number> {
  return (await signUp({ name: '', email, password })).page.status;
}

async function canSignIn(email: string, password: string): Promise<boolean> {
  const { agent, page } = await beginSignIn(request(), createUserAgent(cluster.issuer));
  return (await submitPassword(agent, page, { email, password })).status === 200;
}

describe('sign-up', () => {
  it('signs the new person in and sends them back to the client', async () => {
    const email = newEmail();
    const { agent, page } = await signUp({ name: 'Ada Lovelace', email, password: 'seven tall lanterns' });
    expect(headingOf(page)).toContain('asks for access');
    expect(page.html).toContain(email);
    const done = await decide(agent, page, 'allow');
    expect(new URL(done.url).searchParams.get('code')).toMatch(/^sym_ac_/);
    const stored = await cluster.registry.storage.accounts.findByEmail(email.toUpperCase());
    expect(stored).toMatchObject({ email, name: 'Ada Lovelace', emailVerified: false });
    const noted = await cluster.registry.storage.activities.list(stored?.id ?? '', 9);
    expect(noted.map(({ kind }) => kind)).toEqual(['signed_in', 'account_created']);
    expect(await canSignIn(email, 'seven tall lanterns')).toBe(true);
  });

  it('says at each field what is wrong, keeps what was typed, and never the password', async () => {
    const { page } = await signUp({ name: 'Ada <b>', email: 'not an address', password: 'short' });
    expect([page.status, headingOf(page)]).toEqual([422, 'Create an account']);
    expect(page.html).toContain('id="email-error"');
    expect(page.html).toContain('id="password-error"');
    expect(page.html).toContain('aria-invalid="true"');
    expect(page.html).toContain('value="not an address"');
    expect(page.html).toContain('value="Ada &lt;b&gt;"');
    expect(page.html).not.toContain('value="short"');
    expect(page.html).toMatch(/<title>Error: /);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'a b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'e'.repeat(250)}.com`,
    'ada@exa\nmple.com',
  ])('refuses the address %j', async (email) => {
    const { page } = await signUp({ name: '', email, password: 'seven tall lanterns' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="email-error"');
  });

  it('refuses a name that is too long and stores none of it', async () => {
    const email = newEmail();
    const { page } = await signUp({ name: 'n'.repeat(101), email, password: 'seven tall lanterns' });
    expect(page.status).toBe(422);
    expect(await cluster.registry.storage.accounts.findByEmail(email)).toBeNull();
  });

  it('changes nothing about an account that exists, in whatever spelling, and points to the sign-in', async () => {
    for (const email of [account.email, account.email.toUpperCase(), ` ${account.email} `]) {
      const { page, agent } = await signUp({ name: 'Eve', email, password: 'seven tall lanterns' });
      expect([page.status, headingOf(page)]).toEqual([422, 'Create an account']);
      expect(page.html).toContain('sign in instead');
      expect(agent.cookies.has('symbolon_session')).toBe(false);
    }
    expect(await canSignIn(account.email, 'seven tall lanterns')).toBe(false);
    expect(await canSignIn(account.email, account.password)).toBe(true);
    expect((await cluster.registry.storage.accounts.findById(account.id))?.name).toBe('Test Person');
  });

  it('makes one account of two sign-ups at the same moment', async () => {
    const email = newEmail();
    const outcomes = await Promise.all(
      ['first long secret', 'second long secret'].map((password) => statusWith(password, email)),
    );
    expect(outcomes.sort()).toEqual([200, 422]);
  });

  it('is prefilled with the login hint', async () => {
    const { agent, page } = await beginSignIn(request({ login_hint: 'hinted@example.com' }));
    const form = await goInstead(agent, page, 'sign-up');
    expect(form.html).toContain('value="hinted@example.com"');
    expect(headingOf(await agent.open(linkOf(form, 'Sign in')))).toBe('Sign in');
  });
});

/** Of this many characters, none of them guessable from the others. */
const passwordOf = (length: number): string =>
  'kR7 vQz2!mX9pLw4'.repeat(Math.ceil(length / 16)).slice(0, length);

describe('AU-01 the length of a password', () => {
  it.each([
    [7, 422],
    [8, 200],
    [64, 200],
    [256, 200],
    [257, 422],
  ])('%i characters are answered %i', async (length, status) => {
    const email = newEmail();
    expect(await statusWith(passwordOf(length), email)).toBe(status);
    expect(await canSignIn(email, passwordOf(length))).toBe(status === 200);
  });

  it('counts characters, not bytes', async () => {
    expect(await statusWith('äöüßçñ€')).toBe(422);
    expect(await statusWith('äöüßçñ€đ')).toBe(200);
    expect(await statusWith('🦊🐻🐼🐨🐯🦁🐮')).toBe(422);
  });

  it('says the bounds that it holds', async () => {
    expect((await signUp({ email: newEmail(), password: 'kR7 vQz' })).page.html).toContain(
      'at least 8 characters',
    );
    expect((await signUp({ email: newEmail(), password: passwordOf(257) })).page.html).toContain(
      'at most 256 characters',
    );
  });

  it.each(['/sign-up', '/sign-in'])('10 MB are refused by %s before anything is hashed', async (action) => {
    const { agent, page } = action === '/sign-in' ? await beginSignIn(request()) : await atSignUp();
    const form = findForm(page.html, action);
    const fields = new URLSearchParams({ ...form.hidden, email: account.email, password: '' });
    const head = [
      `POST ${form.action} HTTP/1.1`,
      'Host: x',
      `Cookie: ${[...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`,
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${10 * 1024 * 1024}`,
    ];
    using connection = await openHttpConnection(cluster.replicas[0]?.url ?? '');
    // The rest never comes: whoever answers has not waited for it.
    const answer = await connection.send(
      `${head.join('\r\n')}\r\n\r\n${fields.toString()}${'x'.repeat(20_000)}`,
    );
    expect(answer.status).toBe(413);
    expect(headingOf(await agent.open(page.url))).toBe(
      action === '/sign-in' ? 'Sign in' : 'Create an account',
    );
  });
});

describe('AU-02 the characters of a password', () => {
  it.each([
    ['only lower-case letters', 'seventalllanterns'],
    ['only digits', '8305172946618'],
    ['spaces inside and around', '  seven tall  lanterns '],
    ['other scripts', 'σύμβολον τοῦ θεοῦ'],
    ['emoji', '🦊 jumps over 🐻'],
    ['characters of HTML and URLs', '<b>&amp;"\'%41+=;#</b>'],
  ])('may be %s', async (_name, password) => {
    const email = newEmail();
    expect(await statusWith(password, email)).toBe(200);
    expect(await canSignIn(email, password)).toBe(true);
    expect(await canSignIn(email, `${password} `)).toBe(false);
  });

  it('all count, in their case, beyond the 72 bytes where some hashes stop', async () => {
    const email = newEmail();
    const password = `${passwordOf(100)}A`;
    expect(await statusWith(password, email)).toBe(200);
    expect(await canSignIn(email, `${passwordOf(100)}B`)).toBe(false);
    expect(await canSignIn(email, `${passwordOf(100)}a`)).toBe(false);
    expect(await canSignIn(email, passwordOf(100))).toBe(false);
    expect(await canSignIn(email, passwordOf(72))).toBe(false);
    expect(await canSignIn(email, password)).toBe(true);
  });

  it('are the same from keyboards that compose them differently', async () => {
    const email = newEmail();
    expect(await statusWith('Crème brûlée à l’été'.normalize('NFC'), email)).toBe(200);
    expect(await canSignIn(email, 'Crème brûlée à l’été'.normalize('NFD'))).toBe(true);
  });

  it('may be pasted and filled in by a password manager', async () => {
    const { page } = await beginSignIn(request());
    const { page: form } = await atSignUp();
    for (const [html, autocomplete] of [
      [page.html, 'current-password'],
      [form.html, 'new-password'],
    ] as const) {
      const input = /<input id="password"[^>]*>/.exec(html)?.[0] ?? '';
      expect(input).toContain(`autocomplete="${autocomplete}"`);
      expect(input).not.toMatch(/onpaste|maxlength|readonly|pattern=/i);
    }
  });
});

describe('AU-03 a password that everybody would guess first', () => {
  it.each([
    'password',
    'Password1',
    'password123',
    'P@ssw0rd!',
    '12345678',
    '1234567890',
    'qwertyuiop',
    '1q2w3e4r5t',
    'iloveyou',
    'letmein123',
    'Sunshine1',
    'aaaaaaaa',
    'abcabcabc',
    'abcdefgh',
    'Welcome2024!',
    'symbolon',
    'Symbolon2025',
  ])('is refused: %s', async (password) => {
    const { page } = await signUp({ email: newEmail(), password });
    expect(page.status).toBe(422);
    expect(page.html).toContain('id="password-error"');
  });

  it('is refused when it is the address itself', async () => {
    expect(await statusWith('Long.Local.Part@example.com', 'long.local.part@example.com')).toBe(422);
    expect(await statusWith('long.local.part', 'long.local.part@example.com')).toBe(422);
  });
});
