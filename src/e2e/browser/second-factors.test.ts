import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../harness/authenticator.ts';
import { type BrowserScene, headingOn, scriptModes, signInOn, startBrowserScene } from './browser-scene.ts';
import { lastAnswer, openPage } from './watched-browser.ts';

let scene: BrowserScene;

beforeAll(async () => {
  scene = await startBrowserScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe.each(scriptModes)('in a browser %s', (name, javaScriptEnabled) => {
  it('AU-14: adds an authenticator app, signs in with it, and with a recovery code once it is lost', async () => {
    const account = await scene.cluster.registry.createAccount();
    await using opened = await openPage(scene.browser, { javaScriptEnabled });
    const { page, complaints } = opened;
    await page.goto(`${scene.cluster.issuer}/account`);
    await signInOn(page, account);
    await page.getByRole('link', { name: 'Authenticator app' }).click();
    expect(await page.getByRole('img', { name: 'QR code' }).isVisible()).toBe(true);
    const app = createAuthenticator((await page.locator('code').innerText()).replaceAll(' ', ''));
    await page.getByLabel('Code from the app').fill(app.wrongCode());
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain("your phone's clock is set automatically");
    await page.getByLabel('Code from the app').fill(await app.nextCode());
    await page.getByRole('button', { name: 'Add the app' }).click();
    expect(await headingOn(page)).toBe('Your authenticator app was added');
    const codes = (await page.locator('pre').innerText()).split('\n');
    expect(codes).toHaveLength(10);

    await opened.context.clearCookies();
    await page.goto(scene.url(name));
    await signInOn(page, account);
    await page.getByLabel('Code from the app').fill(await app.nextCode());
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted(name));

    await opened.context.clearCookies();
    await page.goto(`${scene.cluster.issuer}/account/totp`);
    await signInOn(page, account);
    await page.getByRole('link', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[7]?.toUpperCase() ?? '');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('summary', { hasText: 'Remove the app' }).click();
    expect(await page.locator('.ask-question').innerText()).toContain('recovery codes stop working as well');
    await page.getByRole('button', { name: 'Remove the app' }).click();
    expect(await headingOn(page)).toBe('Your authenticator app was removed');
    expect(complaints).toEqual([]);
  });
});
