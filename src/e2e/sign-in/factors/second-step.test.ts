import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAuthenticator } from '../../harness/authenticator.ts';
import {
  enter,
  type FactorScene,
  isThrough,
  signInAgain,
  startFactorScene,
} from '../../harness/factors/factor-scene.ts';
import { createUserAgent } from '../../harness/network/user-agent.ts';
import { goInstead, headingOf, submitPassword } from '../../harness/sign-in-pages.ts';

let at: FactorScene;

beforeAll(async () => {
  at = await startFactorScene();
});
afterAll(() => at[Symbol.asyncDispose]());

describe('AU-12: the second step', () => {
  it('leads to the first one, while nothing was shown', async () => {
    const person = await at.enrollApp();
    const { agent, page } = await at.atSignIn();
    for (const way of ['/totp', '/recovery']) {
      expect(headingOf(await agent.open(page.url.replace('?', `${way}?`)))).toBe('Sign in');
      const forged = { ...page, html: page.html.replaceAll('/sign-in?', `${way}?`) };
      for (const code of ['', person.authenticator.codeAt(0), person.codes[0] ?? '']) {
        const posted = await agent.submit(forged, { code }, way);
        expect([posted.status, headingOf(posted)]).toEqual([200, 'Sign in']);
      }
    }
    expect(
      isThrough(await enter(await at.atRecovery(person), person.codes[0] ?? '')),
      'nothing was spent',
    ).toBe(true);
  });

  it('takes nothing for an answer only when it is one', async () => {
    const person = await at.enrollApp();
    const [totp, recovery] = [await at.atSecondStep(person), await at.atRecovery(person)];
    for (const step of [totp, recovery]) {
      expect((await enter(step, '')).status).toBe(422);
      expect((await step.agent.submit(step.page, {})).status).toBe(422);
      expect(
        (await step.agent.submit(step.page, { csrf: 'x', code: person.authenticator.codeAt(0) })).status,
      ).toBe(403);
    }
  });

  it('is not skipped by resuming, nor by another browser that knows its address', async () => {
    const person = await at.enrollApp();
    const { agent, page } = await at.atSecondStep(person);
    const uid = new URL(page.url).pathname.split('/')[2] ?? '';
    expect(headingOf(await agent.open(`${at.cluster.issuer}/authorize/${uid}`))).toBe('Sign in');
    const stranger = createUserAgent(at.cluster.issuer);
    const stolen = await stranger.submit(page, { code: person.codes[0] ?? '' });
    expect(isThrough(stolen)).toBe(false);
    expect(headingOf(await at.open(agent, '/account'))).toBe('Sign in');
  });

  it('counts for nothing when everything of the account was ended since the first one', async () => {
    const person = await at.enrollApp();
    const step = await at.atRecovery(person);
    await at.cluster.registry.storage.accounts.revokeAll(person.account.id);
    expect(headingOf(await enter(step, person.codes[0] ?? ''))).toBe('Sign in');
    expect(await at.cluster.registry.storage.recoveryCodes.countLeft(person.account.id)).toBe(10);
  });

  it('takes no code where the app wants more than codes can show', async () => {
    const person = await at.enrollApp();
    const { agent, page } = await at.atSignIn({ acr_values: 'phr' });
    const unmet = await submitPassword(agent, page, person.account);
    expect(headingOf(unmet)).toBe('One more step is needed');
    for (const way of ['/totp', '/recovery']) {
      const forged = { ...unmet, html: unmet.html.replaceAll('/unmet?', `${way}?`) };
      expect(headingOf(await agent.submit(forged, { code: person.codes[0] ?? '' }, way))).toBe('Sign in');
    }
    expect(await at.cluster.registry.storage.recoveryCodes.countLeft(person.account.id)).toBe(10);
  });

  it('AU-13: is asked for after a password that was chosen by mail, too', async () => {
    const person = await at.enrollApp();
    const { email } = person.account;
    const { agent, page } = await at.atSignIn();
    const reset = await agent.submit(await goInstead(agent, page, 'reset'), { email }, '/reset');
    const code = await at.codeFor(email);
    const account = { ...person.account, password: 'nine quiet harbours' };
    const signIn = await agent.submit(reset, { code, password: account.password }, '/code');
    expect(headingOf(await submitPassword(agent, signIn, account))).toBe('Enter your code');
  });
});

describe('SE-08: without a fresh sign-in', () => {
  const pages = ['/account/totp', '/account/totp/add', '/account/recovery-codes'];

  it('of the password alone, once there is a second factor, nothing is shown or changed', async () => {
    const { agent, account: who } = await at.enrollApp();
    for (const path of pages) expect(headingOf(await at.open(agent, path))).toBe("Confirm it's you");
    expect(await at.cluster.registry.storage.totps.find(who.id)).not.toBeNull();
  });

  it('nothing is changed by a form from before', async () => {
    const person = await at.enrollApp();
    const agent = createUserAgent(at.cluster.issuer);
    const step = await submitPassword(agent, await at.open(agent, '/account/totp'), person.account);
    const page = await agent.submit(step, { code: await person.authenticator.nextCode() });
    const stranger = createUserAgent(at.cluster.issuer);
    for (const action of ['/account/totp/remove', '/account/recovery-codes', '/account/totp/add']) {
      const forged = { ...page, html: page.html.replaceAll('/account/totp/remove', action) };
      expect(headingOf(await stranger.submit(forged, {}, action))).toBe('Sign in');
      expect((await agent.submit(forged, { csrf: 'x' }, action)).status).toBe(403);
    }
    expect(await at.cluster.registry.storage.totps.find(person.account.id)).not.toBeNull();
  });
});

it('SE-07: whoever changes a factor can end the other sessions right there, having shown it', async () => {
  const who = await at.cluster.registry.createAccount();
  const elsewhere = createUserAgent(at.cluster.issuer);
  await submitPassword(elsewhere, await at.open(elsewhere, '/account'), who);
  const agent = createUserAgent(at.cluster.issuer);
  const { page, authenticator } = await addAuthenticator(agent, at.cluster.issuer, who);
  expect(headingOf(await at.open(elsewhere, '/account'))).toBe('Your account');

  const signIn = await agent.submit(page, {}, '/account/sessions/end-others');
  const again = await signInAgain({ account: who, agent }, signIn, await authenticator.nextCode());
  const ended = await agent.submit(again, {}, '/account/sessions/end-others');
  expect(ended.status).toBe(200);
  expect(headingOf(await at.open(elsewhere, '/account'))).toBe('Sign in');
  expect(headingOf(await at.open(agent, '/account'))).toBe('Your account');
});
