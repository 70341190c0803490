import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SmtpSink, startSmtpSink } from '../environment/smtp-sink.ts';
import {
  type Enrolled,
  addAuthenticator,
  codesOf,
  createAuthenticator,
  keyOf,
} from '../harness/authenticator.ts';
import { obtainCode, redeem, tokenOf } from '../harness/flow.ts';
import { type Page, type UserAgent, createUserAgent } from '../harness/network/user-agent.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import type { TestAccount, TestClient } from '../harness/registry.ts';
import { beginSignIn, decide, headingOf, linkOf, submitPassword, textOf } from '../harness/sign-in-pages.ts';

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

interface Person extends Enrolled {
  readonly account: TestAccount;
  /** The browser in which the authenticator was added. */
  readonly agent: UserAgent;
}

async function enrolled(): Promise<Person> {
  const account = await cluster.registry.createAccount();
  const agent = createUserAgent(cluster.issuer);
  return { account, agent, ...(await addAuthenticator(agent, cluster.issuer, account)) };
}

interface Step {
  readonly agent: UserAgent;
  readonly page: Page;
}

/** A new browser, past the password. */
async function atSecondStep({ account }: Pick<Person, 'account'>): Promise<Step> {
  const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
  return { agent, page: await submitPassword(agent, page, account) };
}

async function atRecovery(person: Pick<Person, 'account'>): Promise<Step> {
  const { agent, page } = await atSecondStep(person);
  return { agent, page: await agent.open(linkOf(page, 'Use a recovery code')) };
}

const enter = ({ agent, page }: Step, code: string): Promise<Page> => agent.submit(page, { code });
const isThrough = (page: Page): boolean => page.html.includes('value="allow"');
const account = (agent: UserAgent, path: string): Promise<Page> => agent.open(`${cluster.issuer}${path}`);
const mailsTo = ({ email }: TestAccount): string[] =>
  sink.mails.filter(({ to }) => to.includes(email)).map(({ source }) => source);

/** In the same browser, which asks for everything anew. */
async function signInAgain({ account: who, agent }: Person, page: Page, code: string): Promise<Page> {
  expect(headingOf(page)).toBe('Sign in');
  return agent.submit(await submitPassword(agent, page, who), { code });
}

describe('an authenticator app', () => {
  it('is added with a first code, and asked for at the next sign-in', async () => {
    const person = await enrolled();
    expect(headingOf(person.page)).toBe('Your authenticator app was added');
    const step = await atSecondStep(person);
    expect(headingOf(step.page)).toBe('Enter your code');
    const consent = await enter(step, await person.authenticator.nextCode());
    const done = await decide(step.agent, consent, 'allow');
    expect(new URL(done.url).searchParams.get('code')).toMatch(/^sym_ac_/);
  });

  it('makes the sign-in one of two factors, as apps are told', async () => {
    const { account: who, authenticator } = await enrolled();
    const { agent, page } = await beginSignIn({
      issuer: cluster.issuer,
      client,
      parameters: { acr_values: 'mfa' },
    });
    const step = { agent, page: await submitPassword(agent, page, who) };
    expect(isThrough(await enter(step, await authenticator.nextCode()))).toBe(true);
    const request = { issuer: cluster.issuer, client, scope: 'openid', parameters: { acr_values: 'mfa' } };
    const tokens = await redeem(cluster.issuer, client, await obtainCode(request, who, agent));
    const claims = JSON.parse(
      Buffer.from(tokenOf(tokens, 'id_token').split('.')[1] ?? '', 'base64url').toString(),
    ) as unknown;
    expect(claims).toMatchObject({ acr: 'mfa', amr: ['pwd', 'otp', 'mfa'] });
  });

  it('is not added by a wrong code, and the secret stays the same until the right one', async () => {
    const who = await cluster.registry.createAccount();
    const agent = createUserAgent(cluster.issuer);
    const form = await submitPassword(agent, await account(agent, '/account/totp'), who);
    const authenticator = createAuthenticator(keyOf(form));
    for (const code of [authenticator.wrongCode(), '', 'x'.repeat(1000)]) {
      const refused = await agent.submit(form, { code });
      expect([refused.status, keyOf(refused)]).toEqual([422, authenticator.key]);
    }
    expect(isThrough((await atSecondStep({ account: who })).page)).toBe(true);
    const added = await agent.submit(form, { code: await authenticator.nextCode() });
    expect(headingOf(added)).toBe('Your authenticator app was added');
  });

  it('is added once, however often the code is sent at once', async () => {
    const who = await cluster.registry.createAccount();
    const agent = createUserAgent(cluster.issuer);
    const form = await submitPassword(agent, await account(agent, '/account/totp'), who);
    const code = await createAuthenticator(keyOf(form)).nextCode();
    const pages = await Promise.all(Array.from({ length: 8 }, () => agent.submit(form, { code })));
    expect(pages.filter((page) => codesOf(page).length > 0)).toHaveLength(1);
  });

  it('has a secret of its own in each session, which no other session of the account is shown', async () => {
    const who = await cluster.registry.createAccount();
    const keys = await Promise.all(
      [1, 2].map(async () => {
        const agent = createUserAgent(cluster.issuer);
        return keyOf(await submitPassword(agent, await account(agent, '/account/totp'), who));
      }),
    );
    expect(keys[0]).toMatch(/^[A-Z2-7]{32}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('is replaced by the next one, whose codes alone are good then', async () => {
    const person = await enrolled();
    const gate = await account(person.agent, '/account/totp/add');
    const form = await signInAgain(person, gate, await person.authenticator.nextCode());
    const next = createAuthenticator(keyOf(form));
    const added = await person.agent.submit(form, { code: await next.nextCode() });
    expect([headingOf(added), codesOf(added)]).toEqual(['Your authenticator app was added', []]);
    const step = await atSecondStep(person);
    expect((await enter(step, person.authenticator.codeAt(1))).status).toBe(422);
    expect(isThrough(await enter(step, await next.nextCode()))).toBe(true);
  });
});

describe('AU-09: a code of an authenticator app', () => {
  it('B-22: sent many times at once, on two replicas, lets in once', async () => {
    const person = await enrolled();
    const code = await person.authenticator.nextCode();
    const steps = await Promise.all(Array.from({ length: 5 }, () => atSecondStep(person)));
    const pages = await Promise.all(steps.map((step) => enter(step, code)));
    expect(pages.filter(isThrough)).toHaveLength(1);
    const late = await enter(await atSecondStep(person), code);
    expect(isThrough(late)).toBe(false);
  });

  it('of other times is refused', async () => {
    const person = await enrolled();
    const step = await atSecondStep(person);
    for (const distance of [-3, -2, 3]) {
      const page = await enter(step, person.authenticator.codeAt(distance));
      expect([page.status, textOf(page, 'title')]).toEqual([422, expect.stringContaining('Error')]);
    }
    expect(isThrough(await enter(step, await person.authenticator.nextCode()))).toBe(true);
  });

  it('cannot be tried out: five wrong ones, from whichever browser, and the right one has to wait', async () => {
    const person = await enrolled();
    const wrong = person.authenticator.wrongCode();
    for (let count = 0; count < 5; count += 1)
      expect((await enter(await atSecondStep(person), wrong)).status).toBe(422);
    const limited = await enter(await atSecondStep(person), await person.authenticator.nextCode());
    expect([limited.status, Number(limited.headers.get('retry-after')) > 0]).toEqual([429, true]);
    const gate = await account(person.agent, '/account/totp');
    const inside = await signInAgain(person, gate, await person.authenticator.nextCode());
    expect(headingOf(inside), 'AU-07: but not where the owner was before').toBe('Authenticator app');
    const [code = ''] = person.codes;
    expect(isThrough(await enter(await atRecovery(person), code)), 'the owner has another way').toBe(true);
    const warnings = () => mailsTo(person.account).filter((mail) => mail.includes('several wrong codes'));
    await vi.waitFor(() => expect(warnings()).toHaveLength(1), { timeout: 40_000 });
    expect((await enter(await atSecondStep(person), wrong)).status).toBe(429);
    expect(warnings(), 'AU-15: is told, and not each time').toHaveLength(1);
  });
});

describe('AU-10: a recovery code', () => {
  it('sent many times at once, on two replicas, lets in once', async () => {
    const person = await enrolled();
    expect(person.codes).toHaveLength(10);
    const [code = ''] = person.codes;
    const steps = await Promise.all(Array.from({ length: 5 }, () => atRecovery(person)));
    const pages = await Promise.all(steps.map((step) => enter(step, code)));
    expect(pages.filter(isThrough)).toHaveLength(1);
    const late = await enter(await atRecovery(person), code);
    expect([late.status, late.html.includes('was used already')]).toEqual([422, true]);
  });

  it('is taken as people write it, and is good for its account only', async () => {
    const [person, other] = [await enrolled(), await enrolled()];
    const [code = ''] = person.codes;
    expect((await enter(await atRecovery(other), code)).status).toBe(422);
    const typed = ` ${code.toUpperCase().replaceAll('-', ' ')}`;
    expect(isThrough(await enter(await atRecovery(person), typed))).toBe(true);
  });

  it('cannot be tried out', async () => {
    const person = await enrolled();
    const step = await atRecovery(person);
    for (let count = 0; count < 10; count += 1)
      expect((await enter(step, '0000-0000-0000-0000')).status).toBe(422);
    expect((await enter(step, person.codes[0] ?? '')).status).toBe(429);
  });
});

describe('AU-12: the second step', () => {
  it('leads to the first one, while nothing was shown', async () => {
    const person = await enrolled();
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
    for (const way of ['/totp', '/recovery']) {
      expect(headingOf(await agent.open(page.url.replace('?', `${way}?`)))).toBe('Sign in');
      const forged = { ...page, html: page.html.replaceAll('/sign-in?', `${way}?`) };
      for (const code of ['', person.authenticator.codeAt(0), person.codes[0] ?? '']) {
        const posted = await agent.submit(forged, { code }, way);
        expect([posted.status, headingOf(posted)]).toEqual([200, 'Sign in']);
      }
    }
    expect(isThrough(await enter(await atRecovery(person), person.codes[0] ?? '')), 'nothing was spent').toBe(
      true,
    );
  });

  it('takes nothing for an answer only when it is one', async () => {
    const person = await enrolled();
    const [totp, recovery] = [await atSecondStep(person), await atRecovery(person)];
    for (const step of [totp, recovery]) {
      expect((await enter(step, '')).status).toBe(422);
      expect((await step.agent.submit(step.page, {})).status).toBe(422);
      expect(
        (await step.agent.submit(step.page, { csrf: 'x', code: person.authenticator.codeAt(0) })).status,
      ).toBe(403);
    }
  });

  it('is not skipped by resuming, nor by another browser that knows its address', async () => {
    const person = await enrolled();
    const { agent, page } = await atSecondStep(person);
    const uid = new URL(page.url).pathname.split('/')[2] ?? '';
    expect(headingOf(await agent.open(`${cluster.issuer}/authorize/${uid}`))).toBe('Sign in');
    const stranger = createUserAgent(cluster.issuer);
    const stolen = await stranger.submit(page, { code: person.codes[0] ?? '' });
    expect(isThrough(stolen)).toBe(false);
    expect(headingOf(await account(agent, '/account'))).toBe('Sign in');
  });

  it('counts for nothing when everything of the account was ended since the first one', async () => {
    const person = await enrolled();
    const step = await atRecovery(person);
    await cluster.registry.storage.accounts.revokeAll(person.account.id);
    expect(headingOf(await enter(step, person.codes[0] ?? ''))).toBe('Sign in');
    expect(await cluster.registry.storage.recoveryCodes.countLeft(person.account.id)).toBe(10);
  });

  it('takes no code where the app wants more than codes can show', async () => {
    const person = await enrolled();
    const request = { issuer: cluster.issuer, client, parameters: { acr_values: 'phr' } };
    const { agent, page } = await beginSignIn(request);
    const unmet = await submitPassword(agent, page, person.account);
    expect(headingOf(unmet)).toBe('One more step is needed');
    for (const way of ['/totp', '/recovery']) {
      const forged = { ...unmet, html: unmet.html.replaceAll('/unmet?', `${way}?`) };
      expect(headingOf(await agent.submit(forged, { code: person.codes[0] ?? '' }, way))).toBe('Sign in');
    }
    expect(await cluster.registry.storage.recoveryCodes.countLeft(person.account.id)).toBe(10);
  });

  it('AU-13: is asked for after a password that was chosen by mail, too', async () => {
    const person = await enrolled();
    const { email } = person.account;
    const { agent, page } = await beginSignIn({ issuer: cluster.issuer, client });
    const reset = await agent.submit(
      await agent.open(linkOf(page, 'Forgot your password?')),
      { email },
      '/reset',
    );
    const code = await vi.waitFor(
      () => {
        const [found] = mailsTo(person.account).flatMap((mail) => /\b\d{4} \d{4}\b/.exec(mail) ?? []);
        if (found === undefined) throw new Error('no mail yet');
        return found;
      },
      { timeout: 40_000 },
    );
    const account = { ...person.account, password: 'nine quiet harbours' };
    const signIn = await agent.submit(reset, { code, password: account.password }, '/code');
    expect(headingOf(await submitPassword(agent, signIn, account))).toBe('Enter your code');
  });
});

describe('AU-14: somebody who has lost the authenticator', () => {
  it('gets in with a recovery code, removes it, adds another, and is told of each by mail', async () => {
    const person = await enrolled();
    const { account: who, codes } = person;
    const agent = createUserAgent(cluster.issuer);
    const step = await submitPassword(agent, await account(agent, '/account/totp'), who);
    const recovery = await agent.open(linkOf(step, 'Use a recovery code'));
    const page = await agent.submit(recovery, { code: codes[3] ?? '' });
    expect([headingOf(page), page.html.includes('Added')]).toEqual(['Authenticator app', true]);
    const removed = await agent.submit(page, {}, '/account/totp/remove');
    expect(headingOf(removed)).toBe('Your authenticator app was removed');
    expect(removed.html).toContain('recovery codes were removed as well');
    expect(isThrough((await atSecondStep(person)).page)).toBe(true);

    const again = await addAuthenticator(agent, cluster.issuer, who);
    expect(again.codes).toHaveLength(10);
    expect((await enter(await atRecovery(person), codes[4] ?? '')).status).toBe(422);
    expect(isThrough(await enter(await atRecovery(person), again.codes[4] ?? ''))).toBe(true);
    const told = (what: string): number => mailsTo(who).filter((mail) => mail.includes(what)).length;
    const isTold = (): void => {
      expect(told('authenticator app was added')).toBe(2);
      expect(told('authenticator app was removed')).toBe(1);
      expect(told('recovery code was used')).toBe(2);
    };
    await vi.waitFor(isTold, { timeout: 40_000 });
    const mails = mailsTo(who).join('\n');
    for (const code of [...codes, ...again.codes]) expect(mails).not.toContain(code);
  });

  it('cannot recover with what is in a mailbox: there is no other way than the codes', async () => {
    const { page } = await atSecondStep(await enrolled());
    const ways = [...page.html.matchAll(/<li><a[^>]*>([^<]*)</g)].map(([, label]) => label);
    expect(ways).toEqual(['Use a recovery code', 'Back to sign in']);
  });
});

describe('recovery codes on the account page', () => {
  it('say how many are left, and are made anew, which ends the old ones', async () => {
    const person = await enrolled();
    const agent = createUserAgent(cluster.issuer);
    const step = await submitPassword(agent, await account(agent, '/account/recovery-codes'), person.account);
    const page = await agent.submit(step, { code: await person.authenticator.nextCode() });
    expect(page.html).toContain('10 unused codes are left');
    for (const code of person.codes) expect(page.html).not.toContain(code);
    const made = await agent.submit(page, {}, '/account/recovery-codes');
    const codes = codesOf(made);
    expect(new Set([...codes, ...person.codes]).size).toBe(20);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect((await enter(await atRecovery(person), person.codes[0] ?? '')).status).toBe(422);
    expect(isThrough(await enter(await atRecovery(person), codes[0] ?? ''))).toBe(true);
    expect((await account(agent, '/account/recovery-codes')).html).toContain('9 unused codes are left');
  });

  it('are not made for who has no second factor', async () => {
    const who = await cluster.registry.createAccount();
    const agent = createUserAgent(cluster.issuer);
    const page = await submitPassword(agent, await account(agent, '/account/recovery-codes'), who);
    expect(page.html).toContain('Add an authenticator app or a passkey first');
    expect(page.html).not.toContain('<form');
  });
});

describe('SE-08: without a fresh sign-in', () => {
  const pages = ['/account/totp', '/account/totp/add', '/account/recovery-codes'];

  it('of the password alone, once there is a second factor, nothing is shown or changed', async () => {
    const { agent, account: who } = await enrolled();
    for (const path of pages) expect(headingOf(await account(agent, path))).toBe('Sign in');
    expect(await cluster.registry.storage.totps.find(who.id)).not.toBeNull();
  });

  it('nothing is changed by a form from before', async () => {
    const person = await enrolled();
    const agent = createUserAgent(cluster.issuer);
    const step = await submitPassword(agent, await account(agent, '/account/totp'), person.account);
    const page = await agent.submit(step, { code: await person.authenticator.nextCode() });
    const stranger = createUserAgent(cluster.issuer);
    for (const action of ['/account/totp/remove', '/account/recovery-codes', '/account/totp/add']) {
      const forged = { ...page, html: page.html.replaceAll('/account/totp/remove', action) };
      expect(headingOf(await stranger.submit(forged, {}, action))).toBe('Sign in');
      expect((await agent.submit(forged, { csrf: 'x' }, action)).status).toBe(403);
    }
    expect(await cluster.registry.storage.totps.find(person.account.id)).not.toBeNull();
  });
});

it('SE-07: whoever changes a factor can end the other sessions right there, having shown it', async () => {
  const who = await cluster.registry.createAccount();
  const elsewhere = createUserAgent(cluster.issuer);
  await submitPassword(elsewhere, await account(elsewhere, '/account'), who);
  const agent = createUserAgent(cluster.issuer);
  const { page, authenticator } = await addAuthenticator(agent, cluster.issuer, who);
  expect(headingOf(await account(elsewhere, '/account'))).toBe('Your account');

  const signIn = await agent.submit(page, {}, '/account/sessions/end-others');
  const person = { account: who, agent, authenticator, codes: [], page };
  const again = await signInAgain(person, signIn, await authenticator.nextCode());
  const ended = await agent.submit(again, {}, '/account/sessions/end-others');
  expect(ended.status).toBe(200);
  expect(headingOf(await account(elsewhere, '/account'))).toBe('Sign in');
  expect(headingOf(await account(agent, '/account'))).toBe('Your account');
});
