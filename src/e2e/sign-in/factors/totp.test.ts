import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, createAuthenticator, keyOf } from '../../harness/authenticator.ts';
import {
  enter,
  type FactorScene,
  isThrough,
  signInAgain,
  startFactorScene,
} from '../../harness/factors/factor-scene.ts';
import { obtainCode, redeem, tokenOf } from '../../harness/flow.ts';
import { createUserAgent } from '../../harness/network/user-agent.ts';
import { decide, headingOf, submitPassword, textOf } from '../../harness/sign-in-pages.ts';

let at: FactorScene;

beforeAll(async () => {
  at = await startFactorScene();
});
afterAll(() => at[Symbol.asyncDispose]());

describe('an authenticator app', () => {
  it('is added with a first code, and asked for at the next sign-in', async () => {
    const person = await at.enrollApp();
    expect(headingOf(person.page)).toBe('Your authenticator app was added');
    const step = await at.atSecondStep(person);
    expect(headingOf(step.page)).toBe('Enter your code');
    const consent = await enter(step, await person.authenticator.nextCode());
    const done = await decide(step.agent, consent, 'allow');
    expect(new URL(done.url).searchParams.get('code')).toMatch(/^sym_ac_/);
  });

  it('makes the sign-in one of two factors, as apps are told', async () => {
    const { account: who, authenticator } = await at.enrollApp();
    const { agent, page } = await at.atSignIn({ acr_values: 'mfa' });
    const step = { agent, page: await submitPassword(agent, page, who) };
    expect(isThrough(await enter(step, await authenticator.nextCode()))).toBe(true);
    const request = {
      issuer: at.cluster.issuer,
      client: at.client,
      scope: 'openid',
      parameters: { acr_values: 'mfa' },
    };
    const tokens = await redeem(at.cluster.issuer, at.client, await obtainCode(request, who, agent));
    const claims = JSON.parse(
      Buffer.from(tokenOf(tokens, 'id_token').split('.')[1] ?? '', 'base64url').toString(),
    ) as unknown;
    expect(claims).toMatchObject({ acr: 'mfa', amr: ['pwd', 'otp', 'mfa'] });
  });

  it('is not added by a wrong code, and the secret stays the same until the right one', async () => {
    const who = await at.cluster.registry.createAccount();
    const agent = createUserAgent(at.cluster.issuer);
    const form = await submitPassword(agent, await at.open(agent, '/account/totp'), who);
    const authenticator = createAuthenticator(keyOf(form));
    for (const code of [authenticator.wrongCode(), '', 'x'.repeat(1000)]) {
      const refused = await agent.submit(form, { code });
      expect([refused.status, keyOf(refused)]).toEqual([422, authenticator.key]);
    }
    expect(isThrough((await at.atSecondStep({ account: who })).page)).toBe(true);
    const added = await agent.submit(form, { code: await authenticator.nextCode() });
    expect(headingOf(added)).toBe('Your authenticator app was added');
  });

  it('is added once, however often the code is sent at once', async () => {
    const who = await at.cluster.registry.createAccount();
    const agent = createUserAgent(at.cluster.issuer);
    const form = await submitPassword(agent, await at.open(agent, '/account/totp'), who);
    const code = await createAuthenticator(keyOf(form)).nextCode();
    const pages = await Promise.all(Array.from({ length: 8 }, () => agent.submit(form, { code })));
    expect(pages.filter((page) => codesOf(page).length > 0)).toHaveLength(1);
  });

  it('has a secret of its own in each session, which no other session of the account is shown', async () => {
    const who = await at.cluster.registry.createAccount();
    const keys = await Promise.all(
      [1, 2].map(async () => {
        const agent = createUserAgent(at.cluster.issuer);
        return keyOf(await submitPassword(agent, await at.open(agent, '/account/totp'), who));
      }),
    );
    expect(keys[0]).toMatch(/^[A-Z2-7]{32}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('is replaced by the next one, whose codes alone are good then', async () => {
    const person = await at.enrollApp();
    const gate = await at.open(person.agent, '/account/totp/add');
    const form = await signInAgain(person, gate, await person.authenticator.nextCode());
    const next = createAuthenticator(keyOf(form));
    const added = await person.agent.submit(form, { code: await next.nextCode() });
    expect([headingOf(added), codesOf(added)]).toEqual(['Your authenticator app was added', []]);
    const step = await at.atSecondStep(person);
    expect((await enter(step, person.authenticator.codeAt(1))).status).toBe(422);
    expect(isThrough(await enter(step, await next.nextCode()))).toBe(true);
  });
});

describe('AU-09: a code of an authenticator app', () => {
  it('B-22: sent many times at once, on two replicas, lets in once', async () => {
    const person = await at.enrollApp();
    const code = await person.authenticator.nextCode();
    const steps = await Promise.all(Array.from({ length: 5 }, () => at.atSecondStep(person)));
    const pages = await Promise.all(steps.map((step) => enter(step, code)));
    expect(pages.filter(isThrough)).toHaveLength(1);
    const late = await enter(await at.atSecondStep(person), code);
    expect(isThrough(late)).toBe(false);
  });

  it('of other times is refused', async () => {
    const person = await at.enrollApp();
    const step = await at.atSecondStep(person);
    for (const distance of [-3, -2, 3]) {
      const page = await enter(step, person.authenticator.codeAt(distance));
      expect([page.status, textOf(page, 'title')]).toEqual([422, expect.stringContaining('Error')]);
    }
    expect(isThrough(await enter(step, await person.authenticator.nextCode()))).toBe(true);
  });

  it('cannot be tried out: five wrong ones, from whichever browser, and the right one has to wait', async () => {
    const person = await at.enrollApp();
    const wrong = person.authenticator.wrongCode();
    for (let count = 0; count < 5; count += 1)
      expect((await enter(await at.atSecondStep(person), wrong)).status).toBe(422);
    const limited = await enter(await at.atSecondStep(person), await person.authenticator.nextCode());
    expect([limited.status, Number(limited.headers.get('retry-after')) > 0]).toEqual([429, true]);
    const gate = await at.open(person.agent, '/account/totp');
    const inside = await signInAgain(person, gate, await person.authenticator.nextCode());
    expect(headingOf(inside), 'AU-07: but not where the owner was before').toBe('Authenticator app');
    const [code = ''] = person.codes;
    expect(isThrough(await enter(await at.atRecovery(person), code)), 'the owner has another way').toBe(true);
    const warnings = () =>
      at.mailsTo(person.account.email).filter((mail) => mail.includes('several wrong codes'));
    await at.allArrived();
    expect(warnings()).toHaveLength(1);
    expect((await enter(await at.atSecondStep(person), wrong)).status).toBe(429);
    await at.allArrived();
    expect(warnings(), 'AU-15: is told, and not each time').toHaveLength(1);
  });
});
