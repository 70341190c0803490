import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserScene, headingOn, scriptModes, signInOn, startBrowserScene } from './browser-scene.ts';
import { lastAnswer, openPage } from './watched-browser.ts';

let scene: BrowserScene;
let serial = 0;

beforeAll(async () => {
  scene = await startBrowserScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe.each(scriptModes)('in a browser %s', (_name, javaScriptEnabled) => {
  const open = () => openPage(scene.browser, { javaScriptEnabled });

  it('signs in, asks for consent, and arrives at the app', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    await page.goto(scene.url('plain'));
    await signInOn(page, scene.account);
    expect(await headingOn(page)).toBe('Field Notes asks for access to your account');
    expect(await page.getByText('Read notes').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('plain'));
    expect(complaints).toEqual([]);
  });

  it('signs up and arrives at the app', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    await page.goto(scene.url('new'));
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByLabel('Email').fill(`browser-${(serial += 1)}@example.com`);
    await page.getByLabel('Password').fill('password123');
    await page.getByRole('button', { name: 'Create account' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('guess');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await page.getByLabel('Password').fill('seven tall lanterns');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('new'));
    expect(complaints).toEqual([]);
  });

  it('says that the password is wrong, then accepts the right one', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    await page.goto(scene.url('wrong'));
    await signInOn(page, { ...scene.account, password: 'not this one' });
    expect(await page.getByRole('alert').textContent()).toContain('do not match');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByLabel('Email').inputValue()).toBe(scene.account.email);
    await page.getByLabel('Password').fill(scene.account.password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Deny' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toMatchObject({
      state: 'wrong',
      iss: scene.cluster.issuer,
      error: 'access_denied',
    });
    expect(complaints).toEqual([]);
  });

  it('cancels at the sign-in page', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    await page.goto(scene.url('cancelled'));
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toMatchObject({ state: 'cancelled', error: 'access_denied' });
    expect(complaints).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  it('signs in and allows, with a focus that can be seen at every step', async () => {
    await using opened = await openPage(scene.browser);
    const { page, complaints } = opened;
    await page.goto(scene.url('keys'));
    const focus = () =>
      page.evaluate<{ name: string; value: string; outline: string }>(`({
        name: document.activeElement.getAttribute('name') ?? document.activeElement.textContent.trim(),
        value: document.activeElement.getAttribute('value') ?? '',
        outline: getComputedStyle(document.activeElement).outlineStyle,
      })`);
    expect(await focus()).toMatchObject({ name: 'email', outline: 'solid' });
    await page.keyboard.type(scene.account.email);
    await page.keyboard.press('Tab');
    expect(await focus()).toMatchObject({ name: 'password', outline: 'solid' });
    await page.keyboard.type(scene.account.password);
    await page.keyboard.press('Tab');
    expect(await focus()).toMatchObject({ name: 'Show password', outline: 'solid' });
    await page.keyboard.press('Tab');
    expect(await focus()).toMatchObject({ name: 'Sign in', outline: 'solid' });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'asks for access' }).waitFor();

    for (let step = 0; step < 6 && (await focus()).name !== 'decision'; step += 1)
      await page.keyboard.press('Tab');
    const reached: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      reached.push((await focus()).value);
      expect((await focus()).outline).toBe('solid');
      if (step < 3) await page.keyboard.press('Tab');
    }
    // Between them, the technical details.
    expect(reached).toEqual(['switch-account', '', 'deny', 'allow']);
    await page.keyboard.press('Space');
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor();
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('keys'));
    expect(complaints).toEqual([]);
  });

  it('does not allow anything by pressing Enter when the page opens', async () => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;
    const before = scene.callback.answers.length;
    await page.goto(scene.url('enter'));
    await signInOn(page, scene.account);
    await page.getByRole('heading', { name: 'asks for access' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    // Had either of them sent anything, the page would be gone, or the sign-in over.
    await page.getByRole('button', { name: 'Deny' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(scene.callback.answers).toHaveLength(before + 1);
    expect(lastAnswer(scene.callback)).toMatchObject({ state: 'enter', error: 'access_denied' });
  });
});
