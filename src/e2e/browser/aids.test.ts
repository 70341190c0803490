import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../harness/authenticator.ts';
import { type BrowserScene, headingOn, signInOn, startBrowserScene } from './browser-scene.ts';
import { openPage } from './watched-browser.ts';

let scene: BrowserScene;

beforeAll(async () => {
  scene = await startBrowserScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

const showPassword = (page: Page) => page.getByRole('button', { name: 'Show password' });

/** Somebody who is signed in just now, at a page of the account. */
async function visit(page: Page, path: string) {
  const account = await scene.cluster.registry.createAccount();
  await page.goto(`${scene.cluster.issuer}${path}`);
  await signInOn(page, account);
  return account;
}

/** At the recovery codes that come with an authenticator app. */
async function visitCodes(page: Page) {
  const account = await visit(page, '/account/totp');
  const key = (await page.locator('code.key').innerText()).replaceAll(' ', '');
  await page.getByLabel('Code from the app').fill(await createAuthenticator(key).nextCode());
  await page.getByRole('button', { name: 'Add the app' }).click();
  expect(await headingOn(page)).toBe('Your authenticator app was added');
  return account;
}

describe('a password', () => {
  it('is seen while the button is pressed, and leaves the page as a password', async () => {
    const account = await scene.cluster.registry.createAccount();
    await using opened = await openPage(scene.browser);
    const { page, complaints } = opened;
    await page.goto(scene.url('seen'));
    const field = page.locator('#password');
    const stateOf = async () => [
      await field.getAttribute('type'),
      await showPassword(page).getAttribute('aria-pressed'),
    ];
    expect(await stateOf()).toEqual(['password', 'false']);
    await page.getByLabel('Email').fill(account.email);
    await field.fill(account.password);
    await showPassword(page).click();
    expect(await stateOf()).toEqual(['text', 'true']);
    await showPassword(page).click();
    expect(await stateOf()).toEqual(['password', 'false']);
    await showPassword(page).click();
    await page.evaluate(`document.querySelector('#password').form.addEventListener('submit', (event) => {
      event.preventDefault();
    }, { once: true })`);
    await field.press('Enter');
    expect(await stateOf(), 'as it is sent').toEqual(['password', 'false']);
    await field.press('Enter');
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('is reached by the keyboard before its button, and each has one of its own', async () => {
    await using opened = await openPage(scene.browser);
    const { page, complaints } = opened;
    await visit(page, '/account/password');
    expect(await page.locator('#username').inputValue()).toContain('@');
    expect(await showPassword(page).count()).toBe(2);
    await page.locator('#current').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    const types = ['#current', '#password'].map((id) => page.locator(id).getAttribute('type'));
    expect(await Promise.all(types)).toEqual(['text', 'password']);
    expect(complaints).toEqual([]);
  });

  it('has no button where there is no script', async () => {
    await using opened = await openPage(scene.browser, { javaScriptEnabled: false });
    await opened.page.goto(scene.url('unseen'));
    expect(await showPassword(opened.page).count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});

describe('recovery codes', () => {
  it('are kept as a file that says whose they are, and are in no address', async () => {
    await using opened = await openPage(scene.browser);
    const { page, complaints } = opened;
    const account = await visitCodes(page);
    const codes = await page.locator('pre').innerText();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const download = await downloading;
    expect(download.url()).toMatch(/^blob:/);
    expect(download.suggestedFilename()).toMatch(/^[\w.-]+-recovery-codes\.txt$/);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain(codes);
    expect(text).toContain(`For ${account.email} at ${new URL(scene.cluster.issuer).host}, made on `);
    await page.getByRole('link', { name: 'I have saved them' }).click();
    expect(await headingOn(page)).toBe('Your account');
    expect(complaints).toEqual([]);
  });

  it('are there to write down where there is no script, without buttons that do nothing', async () => {
    await using opened = await openPage(scene.browser, { javaScriptEnabled: false });
    const { page, complaints } = opened;
    await visitCodes(page);
    expect((await page.locator('pre').innerText()).split('\n')).toHaveLength(10);
    for (const name of ['Copy', 'Download', 'Print'])
      expect(await page.getByRole('button', { name }).isVisible(), name).toBe(false);
    await page.getByRole('link', { name: 'I have saved them' }).click();
    expect(await headingOn(page)).toBe('Your account');
    expect(complaints).toEqual([]);
  });
});

it('recovery codes are copied, and printed without what is only for the screen', async () => {
  await using opened = await openPage(scene.browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  const { page, complaints } = opened;
  await page.addInitScript('print = () => { document.title = "printed"; }');
  const account = await visitCodes(page);
  const codes = await page.locator('pre').innerText();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect([copied.includes(codes), copied.includes(account.email)]).toEqual([true, true]);
  await page.getByRole('button', { name: 'Print' }).click();
  expect(await page.title()).toBe('printed');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await page.locator('main').innerText()).toContain(`For ${account.email}`);
  expect(await page.locator('a, button, .colophon').filter({ visible: true }).count()).toBe(0);
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  expect(complaints).toEqual([]);
});

it('the key of an authenticator app is copied as apps take it', async () => {
  await using opened = await openPage(scene.browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  const { page, complaints } = opened;
  await visit(page, '/account/totp');
  const key = await page.locator('code.key').innerText();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key.replaceAll(' ', ''));
  expect(complaints).toEqual([]);
});

it.each([
  ['a computer', false],
  ['a phone, where there is nothing to scan it with', true],
] as const)(
  'the key of an authenticator app comes after or before its picture, on %s',
  async (_name, isMobile) => {
    const viewport = { width: 390, height: 780 };
    await using opened = await openPage(scene.browser, { viewport, isMobile, hasTouch: isMobile });
    const { page } = opened;
    await visit(page, '/account/totp');
    const topOf = async (selector: string) => (await page.locator(selector).boundingBox())?.y ?? Number.NaN;
    const [picture, link, key] = await Promise.all(['.qr-code', 'a[href^="otpauth:"]', '.key'].map(topOf));
    expect([link, key, picture].sort((one = 0, other = 0) => one - other)).toEqual(
      isMobile ? [link, key, picture] : [picture, link, key],
    );
  },
);
