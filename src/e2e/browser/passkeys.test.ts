import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestAccount } from '../harness/registry.ts';
import { type BrowserScene, headingOn, signInOn, startBrowserScene } from './browser-scene.ts';
import { addVirtualAuthenticator, type VirtualAuthenticator } from './virtual-authenticator.ts';
import { lastAnswer, openPage, type WatchedPage } from './watched-browser.ts';

let scene: BrowserScene;

beforeAll(async () => {
  scene = await startBrowserScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

interface Device extends WatchedPage {
  readonly authenticator: VirtualAuthenticator;
  readonly account: TestAccount;
}

/** Somebody's browser, with a passkey that was added in it, and nobody signed in. */
async function openDevice(): Promise<Device> {
  const account = await scene.cluster.registry.createAccount();
  const opened = await openPage(scene.browser);
  const { page, context } = opened;
  const authenticator = await addVirtualAuthenticator(page);
  // Until there is one, the browser has none to suggest.
  await addPasskey(page, account);
  await context.clearCookies();
  return { ...opened, authenticator, account };
}

async function addPasskey(page: Page, account: TestAccount): Promise<void> {
  await page.goto(`${scene.cluster.issuer}/account/passkeys`);
  await signInOn(page, account);
  await page.locator('#name').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('heading', { name: 'The passkey was added' }).waitFor();
}

const isVisible = (page: Page, name: string) => page.getByRole('button', { name }).isVisible();

describe('a passkey of this device', () => {
  it('is added on the account page, which shows recovery codes with the first one', async () => {
    await using device = await openDevice();
    const { page, authenticator, complaints } = device;
    expect(await page.locator('pre.codes').textContent()).toMatch(/^(?:\w{4}-){3}\w{4}/);
    const [{ credentialId } = { credentialId: '' }] = await authenticator.credentials();
    const [passkey] = await scene.cluster.registry.storage.passkeys.list(device.account.id);
    expect(passkey).toMatchObject({ name: 'Laptop', transports: ['internal'] });
    expect(passkey?.credentialId.toString('base64')).toBe(credentialId);
    expect(complaints).toEqual([]);
  });

  it('signs in with the button, and arrives at the app', async () => {
    await using device = await openDevice();
    const { page, authenticator, complaints } = device;
    await authenticator.setPresent(false);
    await page.goto(scene.url('passkey'));
    await page.getByRole('button', { name: 'Use a passkey' }).waitFor();
    await authenticator.setPresent(true);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('passkey'));
    expect(complaints).toEqual([]);
  });

  it('is suggested in the field for the address, and signs in when it is taken', async () => {
    await using device = await openDevice();
    const { page, complaints } = device;
    await page.goto(scene.url('suggested'));
    // The authenticator takes the suggestion by itself.
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('suggested'));
    expect(complaints).toEqual([]);
  });

  it('is asked for after the password', async () => {
    await using device = await openDevice();
    const { page, authenticator, account, complaints } = device;
    await authenticator.setPresent(false);
    await page.goto(scene.url('second'));
    await signInOn(page, account);
    expect(await headingOn(page)).toBe('Use your passkey');
    await authenticator.setPresent(true);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await headingOn(page)).toBe('Back in the app');
    expect(lastAnswer(scene.callback)).toEqual(scene.granted('second'));
    expect(complaints).toEqual([]);
  });

  it('is not added twice', async () => {
    await using device = await openDevice();
    const { page } = device;
    await page.goto(`${scene.cluster.issuer}/account/passkeys`);
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    expect(await page.getByRole('alert').filter({ visible: true }).textContent()).toContain('has a passkey');
    expect(await device.authenticator.credentials()).toHaveLength(1);
  });

  it('AU-11: that does not verify its owner signs nobody in, and the page says so and lets try again', async () => {
    await using device = await openDevice();
    const { page, authenticator, account } = device;
    await authenticator.setPresent(false);
    await page.goto(scene.url('unverified'));
    await signInOn(page, account);
    await authenticator.setUserVerified(false);
    await authenticator.setPresent(true);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    expect(await page.getByRole('alert').filter({ visible: true }).textContent()).toContain('was not used');
    await authenticator.setUserVerified(true);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
  });
});

describe('without scripts', () => {
  it('no page has a button for what would not work, and each says what to do instead', async () => {
    const { page: scripted, account, ...device } = await openDevice();
    await scripted.close();
    await using opened = await openPage(scene.browser, { javaScriptEnabled: false });
    const { page, complaints } = opened;
    await page.goto(scene.url('without'));
    expect(await isVisible(page, 'Use a passkey')).toBe(false);
    await signInOn(page, account);
    expect(await headingOn(page)).toBe('Use your passkey');
    expect(await isVisible(page, 'Use a passkey')).toBe(false);
    expect(await page.getByText('This browser cannot use passkeys here').isVisible()).toBe(true);
    expect(await page.getByRole('link', { name: 'Use a recovery code' }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await device[Symbol.asyncDispose]();
  });
});
