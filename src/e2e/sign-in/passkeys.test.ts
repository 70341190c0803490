import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  createSoftwareAuthenticator,
  type Lies,
} from '../../domain/factors/passkeys/testing/software-authenticator.ts';
import { type SmtpSink, startSmtpSink } from '../environment/smtp-sink.ts';
import { obtainCode, redeem, tokenOf } from '../harness/flow.ts';
import { createUserAgent, type Page, type UserAgent } from '../harness/network/user-agent.ts';
import {
  type AddedPasskey,
  addPasskey,
  makePasskey,
  openPasskeys,
  passkeyOptionsOn,
  respond,
  usePasskey,
} from '../harness/passkeys.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { beginSignIn, headingOf, linkOf, submitPassword, textOf } from '../harness/sign-in-pages.ts';

let sink: SmtpSink;
let cluster: Cluster;
let client: TestClient;

beforeAll(async () => {
  sink = await startSmtpSink();
  cluster = await startCluster({
    replicas: 2,
    env: { SYMBOLON_MAIL_SMTP_URL: sink.url, SYMBOLON_MAIL_FROM: 'Symbolon <no-reply@id.example>' },
  });
  client = await cluster.registry.createClient();
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

interface Person extends AddedPasskey {
  readonly account: TestAccount;
  /** The browser in which the passkey was added. */
  readonly agent: UserAgent;
}

interface Step {
  readonly agent: UserAgent;
  readonly page: Page;
}

async function enrolled(): Promise<Person> {
  const account = await cluster.registry.createAccount();
  const agent = createUserAgent(cluster.issuer);
  return { account, agent, ...(await addPasskey(agent, cluster.issuer, account)) };
}

const atSignIn = (): Promise<Step> => beginSignIn({ issuer: cluster.issuer, client });

/** A new browser, past the password. */
async function atSecondStep({ account }: Pick<Person, 'account'>): Promise<Step> {
  const { agent, page } = await atSignIn();
  return { agent, page: await submitPassword(agent, page, account) };
}

const isThrough = (page: Page): boolean => page.html.includes('value="allow"');
const passkeysOf = ({ id }: TestAccount) => cluster.registry.storage.passkeys.list(id);

async function query(text: string, values: readonly unknown[]): Promise<void> {
  const database = new pg.Client({ connectionString: cluster.database.url ?? '' });
  await database.connect();
  try {
    await database.query(text, [...values]);
  } finally {
    await database.end();
  }
}

/** The same browser, as whoever has copied its cookies has it: what becomes of one tells nothing of the other. */
function copyOf({ cookies }: UserAgent): UserAgent {
  const copy = createUserAgent(cluster.issuer);
  for (const [name, value] of cookies) copy.cookies.set(name, value);
  return copy;
}

/** Past the passkey, in a browser of its own. */
async function atPasskeys(person: Pick<Person, 'account' | 'passkey' | 'authenticator'>): Promise<Step> {
  const agent = createUserAgent(cluster.issuer);
  const page = await agent.open(`${cluster.issuer}/account/passkeys`);
  return { agent, page: await usePasskey(agent, page, person) };
}

describe('a passkey', () => {
  it('is added, and signs in alone, as strongly as can be', async () => {
    const person = await enrolled();
    expect(headingOf(person.page)).toBe('The passkey was added');
    expect(await passkeysOf(person.account)).toMatchObject([{ name: 'Phone', lastUsedAt: null }]);
    const { agent, page } = await atSignIn();
    expect(isThrough(await usePasskey(agent, page, person))).toBe(true);
    expect(await passkeysOf(person.account)).toMatchObject([{ lastUsedAt: expect.any(Date) as Date }]);

    const request = { issuer: cluster.issuer, client, scope: 'openid', parameters: { acr_values: 'phr' } };
    const tokens = await redeem(cluster.issuer, client, await obtainCode(request, person.account, agent));
    const [, payload = ''] = tokenOf(tokens, 'id_token').split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ acr: 'phr' });
  });

  it('is asked for after the password', async () => {
    const person = await enrolled();
    const { agent, page } = await atSecondStep(person);
    expect(headingOf(page)).toBe('Use your passkey');
    const asked = passkeyOptionsOn(page, '/passkey');
    const id = person.passkey.credentialId.toString('base64url');
    expect(asked).toMatchObject({ userVerification: 'required', allowCredentials: [{ id }] });
    expect(isThrough(await usePasskey(agent, page, person))).toBe(true);
  });

  it('has a page whose policy lets our script run, and no other page does', async () => {
    const policyOf = ({ headers }: Page) => headers.get('content-security-policy') ?? '';
    const { agent, page } = await atSignIn();
    expect(policyOf(page)).toContain("script-src 'self';");
    const signUp = await agent.open(linkOf(page, 'Create an account'));
    expect(policyOf(signUp)).toContain("script-src 'none';");
    const [, source = ''] = /<script type="module" src="([^"]+)"/.exec(page.html) ?? [];
    const script = await fetch(new URL(source, cluster.issuer));
    expect(Object.fromEntries(script.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is renamed and removed by its owner', async () => {
    const person = await enrolled();
    const { agent, page } = await atPasskeys(person);
    const renamed = await agent.submit(page, { name: '  Zoë’s “key”  ' }, '/account/passkeys/rename');
    expect(renamed.html).toContain('Zoë’s “key”');
    const refused = await agent.submit(renamed, { name: 'a\u202eb' }, '/account/passkeys/rename');
    expect(refused.status).toBe(422);
    const removed = await agent.submit(refused, {}, '/account/passkeys/remove');
    expect(headingOf(removed)).toBe('The passkey was removed');
    expect(removed.html).toContain('recovery codes were removed as well');
    expect(await passkeysOf(person.account)).toEqual([]);
    const { agent: other, page: signIn } = await atSignIn();
    expect((await usePasskey(other, signIn, person)).status).toBe(422);
  });

  it('of somebody else is neither renamed nor removed', async () => {
    const [person, other] = [await enrolled(), await enrolled()];
    const { agent, page } = await atPasskeys(person);
    const [theirs] = await passkeysOf(other.account);
    for (const action of ['/account/passkeys/rename', '/account/passkeys/remove'])
      await agent.submit(page, { id: theirs?.id ?? '', name: 'mine' }, action);
    expect(await passkeysOf(other.account)).toMatchObject([{ name: 'Phone' }]);
  });

  it('belongs to one account: its id cannot be taken by another', async () => {
    const person = await enrolled();
    const account = await cluster.registry.createAccount();
    const agent = createUserAgent(cluster.issuer);
    const page = await openPasskeys(agent, cluster.issuer, account);
    const authenticator = createSoftwareAuthenticator({ origin: cluster.issuer });
    const { response } = makePasskey(page, authenticator, { credentialId: person.passkey.credentialId });
    const refused = await agent.submit(page, { passkey: response, name: '' }, '/account/passkeys/add');
    expect([refused.status, await passkeysOf(account)]).toEqual([422, []]);
  });
});

describe('AU-06: the sign-in page', () => {
  it('asks for the same of everybody, whoever has passkeys', async () => {
    const person = await enrolled();
    const asked = async (parameters: Record<string, string>): Promise<unknown> => {
      const { page } = await beginSignIn({ issuer: cluster.issuer, client, parameters });
      const { challenge, ...rest } = passkeyOptionsOn(page, '/passkey');
      expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
      return rest;
    };
    const known = await asked({ login_hint: person.account.email });
    expect(known).toMatchObject({ allowCredentials: [] });
    expect(await asked({ login_hint: 'nobody@example.com' })).toEqual(known);
    expect(await asked({})).toEqual(known);
  });

  it('answers a wrong passkey in the same words as an unknown one', async () => {
    const person = await enrolled();
    const answer = async (lies: Lies): Promise<string> => {
      const { agent, page } = await atSignIn();
      const refused = await usePasskey(agent, page, person, lies);
      expect(refused.status).toBe(422);
      return textOf(refused, 'main');
    };
    const unknown = await answer({ credentialId: Buffer.alloc(32, 7) });
    expect(await answer({ foreignKey: true })).toBe(unknown);
    expect(await answer({ userHandle: Buffer.alloc(32).toString('base64url') })).toBe(unknown);
  });
});

describe('AU-11: at sign-in, a passkey', () => {
  const lies: ReadonlyArray<readonly [string, Lies]> = [
    ['used at another origin', { origin: 'http://localhost:1' }],
    ['of another relying party', { rpId: 'evil.example' }],
    ['that did not verify its holder', { userVerified: false }],
    ['that nobody touched', { userPresent: false }],
    ['of another key', { foreignKey: true }],
    ['for another ceremony', { type: 'webauthn.create' }],
    ['for a challenge of its own', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['used in a frame of another site', { clientData: { crossOrigin: true } }],
    ['whose counter went back', { signCount: 0 }],
  ];

  it.each(lies)('%s is refused, as the first step and as the second', async (_what, lie) => {
    const person = await enrolled();
    const counted = await atSignIn();
    expect(isThrough(await usePasskey(counted.agent, counted.page, person))).toBe(true);
    for (const { agent, page } of [await atSignIn(), await atSecondStep(person)]) {
      const refused = await usePasskey(agent, page, person, lie);
      expect([refused.status, isThrough(refused)]).toEqual([422, false]);
    }
  });

  it('of somebody else is refused as the second step', async () => {
    const [person, other] = [await enrolled(), await enrolled()];
    const { agent, page } = await atSecondStep(person);
    expect((await usePasskey(agent, page, other)).status).toBe(422);
  });

  it('answers one page of one browser', async () => {
    const person = await enrolled();
    const [mine, theirs] = [await atSignIn(), await atSignIn()];
    const passkey = respond(mine.page, person);
    expect((await theirs.agent.submit(theirs.page, { passkey }, '/passkey')).status).toBe(422);
    const stranger = createUserAgent(cluster.issuer);
    expect(isThrough(await stranger.submit(mine.page, { passkey }, '/passkey'))).toBe(false);
    expect(isThrough(await mine.agent.submit(mine.page, { passkey }, '/passkey'))).toBe(true);
  });

  it('answers an earlier page of the same browser no more', async () => {
    const person = await enrolled();
    const { agent, page } = await atSignIn();
    const passkey = respond(page, person);
    const again = await agent.open(page.url);
    expect((await agent.submit(again, { passkey }, '/passkey')).status).toBe(422);
  });

  it('B-22: sent many times at once, on two replicas, lets in once', async () => {
    const person = await enrolled();
    for (const { agent, page } of [await atSignIn(), await atSecondStep(person)]) {
      const passkey = respond(page, person);
      const pages = await Promise.all(
        Array.from({ length: 10 }, () => copyOf(agent).submit(page, { passkey }, '/passkey')),
      );
      expect(pages.filter(isThrough)).toHaveLength(1);
    }
  });

  it('is refused while the account is disabled', async () => {
    const person = await enrolled();
    await cluster.registry.storage.accounts.disable(person.account.id);
    const { agent, page } = await atSignIn();
    expect((await usePasskey(agent, page, person)).status).toBe(422);
  });

  it('promise 8: whatever is sent in its place is refused', async () => {
    const person = await enrolled();
    const { agent, page } = await atSignIn();
    const good = JSON.parse(respond(page, person)) as Record<string, unknown>;
    const response = fc.oneof(
      fc.string({ maxLength: 3000 }),
      fc.json(),
      fc
        .tuple(fc.constantFrom('id', 'rawId', 'type', 'response'), fc.jsonValue())
        .map(([name, value]) => JSON.stringify({ ...good, [name]: value })),
      fc.constant('['.repeat(5000)),
    );
    await fc.assert(
      fc.asyncProperty(response, async (passkey) => {
        fc.pre(!passkey.includes('\0'));
        expect((await agent.submit(page, { passkey }, '/passkey')).status).toBe(422);
      }),
      { numRuns: 60 },
    );
    const large = await agent.submit(page, { passkey: 'x'.repeat(17_000) }, '/passkey');
    expect(large.status).toBe(413);
  });
});

describe('AU-11: a new passkey', () => {
  const lies: ReadonlyArray<readonly [string, Lies]> = [
    ['made at another origin', { origin: 'http://localhost:1' }],
    ['made for another relying party', { rpId: 'evil.example' }],
    ['made without verifying its holder', { userVerified: false }],
    ['made for a challenge of its own', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['made in another ceremony', { type: 'webauthn.get' }],
  ];

  it.each(lies)('%s is refused', async (_what, lie) => {
    const account = await cluster.registry.createAccount();
    const agent = createUserAgent(cluster.issuer);
    const page = await openPasskeys(agent, cluster.issuer, account);
    const authenticator = createSoftwareAuthenticator({ origin: cluster.issuer });
    const { response } = makePasskey(page, authenticator, lie);
    const refused = await agent.submit(page, { passkey: response }, '/account/passkeys/add');
    expect([refused.status, await passkeysOf(account)]).toEqual([422, []]);
  });

  it('is added once, however often it is sent at once, and in its own session only', async () => {
    const account = await cluster.registry.createAccount();
    const [agent, other] = [createUserAgent(cluster.issuer), createUserAgent(cluster.issuer)];
    const page = await openPasskeys(agent, cluster.issuer, account);
    const elsewhere = await openPasskeys(other, cluster.issuer, account);
    const authenticator = createSoftwareAuthenticator({ origin: cluster.issuer });
    const { response: passkey } = makePasskey(page, authenticator);
    const add = (by: UserAgent, form: Page) => by.submit(form, { passkey }, '/account/passkeys/add');
    expect((await add(other, elsewhere)).status).toBe(422);
    const pages = await Promise.all(Array.from({ length: 8 }, () => add(agent, page)));
    expect(pages.filter((each) => headingOf(each) === 'The passkey was added')).toHaveLength(1);
    expect(await passkeysOf(account)).toMatchObject([{ name: 'Passkey' }]);
  });
});

describe('AU-12: the step for the passkey', () => {
  it('leads to the first one, while nothing was shown', async () => {
    const person = await enrolled();
    const { agent, page } = await atSignIn();
    expect(headingOf(await agent.open(page.url.replace('?', '/passkey?')))).toBe('Sign in');
    const forged = { ...page, html: page.html.replaceAll('/sign-in/passkey?', '/passkey?') };
    for (const passkey of ['', respond(page, person)]) {
      const posted = await agent.submit(forged, { passkey }, '/passkey');
      expect([posted.status, headingOf(posted)]).toEqual([200, 'Sign in']);
    }
  });

  it('takes nothing for an answer only when it is one', async () => {
    const person = await enrolled();
    for (const { agent, page } of [await atSignIn(), await atSecondStep(person)]) {
      expect((await agent.submit(page, { passkey: '' }, '/passkey')).status).toBe(422);
      expect((await agent.submit(page, {}, '/passkey')).status).toBe(422);
      const passkey = respond(page, person);
      expect((await agent.submit(page, { csrf: 'x', passkey }, '/passkey')).status).toBe(403);
    }
  });

  it('is over for whoever has just removed the last passkey', async () => {
    const person = await enrolled();
    const { agent, page } = await atSecondStep(person);
    const [passkey] = await passkeysOf(person.account);
    await query('DELETE FROM passkeys WHERE passkey_id = $1', [passkey?.id]);
    expect(headingOf(await agent.open(page.url))).toBe('Sign in');
  });
});

describe('AU-14: somebody who has lost the passkey', () => {
  it('AU-15: gets in with a recovery code, removes it, and is told of each by mail', async () => {
    const { account, codes } = await enrolled();
    expect(codes).toHaveLength(10);
    const agent = createUserAgent(cluster.issuer);
    const step = await openPasskeys(agent, cluster.issuer, account);
    const recovery = await agent.open(linkOf(step, 'Use a recovery code'));
    const page = await agent.submit(recovery, { code: codes[0] ?? '' });
    expect(headingOf(page)).toBe('Passkeys');
    const removed = await agent.submit(page, {}, '/account/passkeys/remove');
    expect(headingOf(removed)).toBe('The passkey was removed');
    const { page: alone } = await atSecondStep({ account });
    expect(isThrough(alone)).toBe(true);
    const mails = () => sink.mails.filter(({ to }) => to.includes(account.email)).map(({ source }) => source);
    const isTold = (): void => {
      for (const what of ['was added', 'was removed', 'recovery code was used'])
        expect(
          mails().some((mail) => mail.includes(what)),
          what,
        ).toBe(true);
    };
    await vi.waitFor(isTold, { timeout: 40_000 });
  });

  it('cannot shut themselves out: the only way in stays', async () => {
    const person = await enrolled();
    await query('UPDATE accounts SET password_hash = NULL WHERE account_id = $1', [person.account.id]);
    const { agent, page } = await atPasskeys(person);
    const refused = await agent.submit(page, {}, '/account/passkeys/remove');
    expect([refused.status, refused.html.includes('your only way to sign in')]).toEqual([422, true]);
    expect(await passkeysOf(person.account)).toHaveLength(1);
  });

  it('AU-15: is told when somebody uses a copy of the passkey', async () => {
    const person = await enrolled();
    for (const signCount of [5, 5]) {
      const { agent, page } = await atSignIn();
      await usePasskey(agent, page, person, { signCount });
    }
    const isTold = (): void => {
      const mails = sink.mails.filter(({ to }) => to.includes(person.account.email));
      expect(mails.some(({ source }) => source.includes('somebody has a copy of it'))).toBe(true);
    };
    await vi.waitFor(isTold, { timeout: 40_000 });
  });
});

describe('SE-08: without a fresh sign-in', () => {
  it('by the passkey, once there is one, nothing is shown or changed', async () => {
    const { agent, account } = await enrolled();
    expect(headingOf(await agent.open(`${cluster.issuer}/account/passkeys`))).toBe('Sign in');
    const step = await atSecondStep({ account });
    expect(headingOf(await step.agent.open(`${cluster.issuer}/account/passkeys`))).toBe('Sign in');
  });

  it('nothing is changed by a form of another browser, or without its token', async () => {
    const person = await enrolled();
    const { agent, page } = await atPasskeys(person);
    const stranger = createUserAgent(cluster.issuer);
    for (const action of ['add', 'rename', 'remove'].map((name) => `/account/passkeys/${name}`)) {
      expect(headingOf(await stranger.submit(page, { name: 'x' }, action))).toBe('Sign in');
      expect((await agent.submit(page, { csrf: 'x', name: 'x' }, action)).status).toBe(403);
    }
    expect(await passkeysOf(person.account)).toMatchObject([{ name: 'Phone' }]);
  });
});

it('SE-07: whoever adds or removes a passkey is offered to end the other sessions', async () => {
  const person = await enrolled();
  expect(person.page.html).toContain('action="/account/sessions/end-others"');
  const { agent, page } = await atPasskeys(person);
  const removed = await agent.submit(page, {}, '/account/passkeys/remove');
  expect(removed.html).toContain('action="/account/sessions/end-others"');
});
