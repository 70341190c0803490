import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addAuthenticator, codesOf } from '../../harness/authenticator.ts';
import { enter, type FactorScene, isThrough, startFactorScene } from '../../harness/factors/factor-scene.ts';
import { createUserAgent } from '../../harness/network/user-agent.ts';
import { headingOf, linkOf, submitPassword } from '../../harness/sign-in-pages.ts';

let at: FactorScene;

beforeAll(async () => {
  at = await startFactorScene();
});
afterAll(() => at[Symbol.asyncDispose]());

describe('AU-10: a recovery code', () => {
  it('sent many times at once, on two replicas, lets in once', async () => {
    const person = await at.enrollApp();
    expect(person.codes).toHaveLength(10);
    const [code = ''] = person.codes;
    const steps = await Promise.all(Array.from({ length: 5 }, () => at.atRecovery(person)));
    const pages = await Promise.all(steps.map((step) => enter(step, code)));
    expect(pages.filter(isThrough)).toHaveLength(1);
    const late = await enter(await at.atRecovery(person), code);
    expect([late.status, late.html.includes('was used already')]).toEqual([422, true]);
  });

  it('is taken as people write it, and is good for its account only', async () => {
    const [person, other] = [await at.enrollApp(), await at.enrollApp()];
    const [code = ''] = person.codes;
    expect((await enter(await at.atRecovery(other), code)).status).toBe(422);
    const typed = ` ${code.toUpperCase().replaceAll('-', ' ')}`;
    expect(isThrough(await enter(await at.atRecovery(person), typed))).toBe(true);
  });

  it('cannot be tried out', async () => {
    const person = await at.enrollApp();
    const step = await at.atRecovery(person);
    for (let count = 0; count < 10; count += 1)
      expect((await enter(step, '0000-0000-0000-0000')).status).toBe(422);
    expect((await enter(step, person.codes[0] ?? '')).status).toBe(429);
  });
});

describe('AU-14: somebody who has lost the authenticator', () => {
  it('gets in with a recovery code, removes it, adds another, and is told of each by mail', async () => {
    const person = await at.enrollApp();
    const { account: who, codes } = person;
    const agent = createUserAgent(at.cluster.issuer);
    const step = await submitPassword(agent, await at.open(agent, '/account/totp'), who);
    const recovery = await agent.open(linkOf(step, 'Use a recovery code'));
    const page = await agent.submit(recovery, { code: codes[3] ?? '' });
    expect([headingOf(page), page.html.includes('Added')]).toEqual(['Authenticator app', true]);
    const removed = await agent.submit(page, {}, '/account/totp/remove');
    expect(headingOf(removed)).toBe('Your authenticator app was removed');
    expect(removed.html).toContain('recovery codes were removed as well');
    expect(isThrough((await at.atSecondStep(person)).page)).toBe(true);

    const again = await addAuthenticator(agent, at.cluster.issuer, who);
    expect(again.codes).toHaveLength(10);
    expect((await enter(await at.atRecovery(person), codes[4] ?? '')).status).toBe(422);
    expect(isThrough(await enter(await at.atRecovery(person), again.codes[4] ?? ''))).toBe(true);
    const told = (what: string): number => at.mailsTo(who.email).filter((mail) => mail.includes(what)).length;
    const isTold = (): void => {
      expect(told('authenticator app was added')).toBe(2);
      expect(told('authenticator app was removed')).toBe(1);
      expect(told('recovery code was used')).toBe(2);
    };
    await vi.waitFor(isTold, { timeout: 40_000 });
    const mails = at.mailsTo(who.email).join('\n');
    for (const code of [...codes, ...again.codes]) expect(mails).not.toContain(code);
  });

  it('cannot recover with what is in a mailbox: there is no other way than the codes', async () => {
    const { page } = await at.atSecondStep(await at.enrollApp());
    const ways = [...page.html.matchAll(/<li><a[^>]*>([^<]*)</g)].map(([, label]) => label);
    expect(ways).toEqual(['Use a recovery code', 'Back to sign in']);
  });
});

describe('recovery codes on the account page', () => {
  it('say how many are left, and are made anew, which ends the old ones', async () => {
    const person = await at.enrollApp();
    const agent = createUserAgent(at.cluster.issuer);
    const step = await submitPassword(agent, await at.open(agent, '/account/recovery-codes'), person.account);
    const page = await agent.submit(step, { code: await person.authenticator.nextCode() });
    expect(page.html).toContain('10 unused codes are left');
    for (const code of person.codes) expect(page.html).not.toContain(code);
    expect((await at.open(agent, '/account')).html).toMatch(/Recovery codes<.*10 left</);
    const made = await agent.submit(page, {}, '/account/recovery-codes');
    const codes = codesOf(made);
    expect(new Set([...codes, ...person.codes]).size).toBe(20);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect((await enter(await at.atRecovery(person), person.codes[0] ?? '')).status).toBe(422);
    expect(isThrough(await enter(await at.atRecovery(person), codes[0] ?? ''))).toBe(true);
    expect((await at.open(agent, '/account/recovery-codes')).html).toContain('9 unused codes are left');
  });

  it('are not made for who has no second factor', async () => {
    const who = await at.cluster.registry.createAccount();
    const agent = createUserAgent(at.cluster.issuer);
    const page = await submitPassword(agent, await at.open(agent, '/account/recovery-codes'), who);
    expect(page.html).toContain('Add an authenticator app or a passkey first');
    expect(page.html).not.toContain('<form');
  });
});
