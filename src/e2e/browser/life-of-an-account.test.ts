import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { stringify } from 'yaml';
import { loadConfig } from '../../config/load-config.ts';
import { realOutside } from '../../federation-service.ts';
import { createLogger } from '../../platform/logger.ts';
import { startService } from '../../service.ts';
import { clientId as labClientId, startTestIssuer } from '../../upstream/testing/issuer.ts';
import { type FakeSteam, startFakeSteam } from '../../upstream/testing/steam.ts';
import { launchChromium } from '../environment/chromium.ts';
import { createDatabase } from '../environment/database.ts';
import { freePort } from '../environment/free-port.ts';
import { startSmtpSink } from '../environment/smtp-sink.ts';
import { createAuthenticator } from '../harness/authenticator.ts';
import { createMailboxes, type Mailboxes } from '../harness/mailboxes.ts';
import { masterSecret } from '../harness/processes/cluster.ts';
import { createRegistry, type TestClient } from '../harness/registry.ts';
import { signInUrl } from '../harness/sign-in-pages.ts';
import { headingOn, signInOn } from './browser-scene.ts';
import { addVirtualAuthenticator } from './virtual-authenticator.ts';
import { type Callback, openPage, startCallback } from './watched-browser.ts';

/** A service that sends mail and knows a provider and Steam, in this process: nothing else may speak to another Steam. */
interface World extends AsyncDisposable {
  readonly issuer: string;
  readonly steam: FakeSteam;
  readonly mailboxes: Mailboxes;
  readonly client: TestClient;
  readonly callback: Callback;
  readonly browser: Browser;
}

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function startWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const database = await createDatabase(inject('postgresUrl'));
  stack.defer(() => database.drop());
  const cwd = await mkdtemp(path.join(tmpdir(), 'symbolon-life-'));
  stack.defer(() => rm(cwd, { recursive: true, force: true }));
  const lab = stack.use(await startTestIssuer());
  const steam = stack.use(await startFakeSteam());
  const sink = stack.use(await startSmtpSink());
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const host = '127.0.0.1';
  const configFile = path.join(cwd, 'symbolon.yaml');
  const settings = {
    mode: 'development',
    issuer,
    server: { host, operatorHost: host, port, operatorPort: await freePort(), drainDelaySeconds: 0 },
    storage: { databaseUrl: database.url },
    secrets: { master: [masterSecret] },
    mail: { smtpUrl: sink.url, from: 'Symbolon <no-reply@id.example>' },
    providers: [
      {
        id: 'lab',
        label: 'Lab',
        type: 'oidc',
        issuer: lab.origin,
        clientId: labClientId,
        allowPrivateAddresses: true,
      },
      { id: 'steam', type: 'steam', mode: 'both' },
    ],
  };
  await writeFile(configFile, stringify(settings));
  const loaded = loadConfig({ env: {}, configFile, cwd });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const logger = createLogger({ level: 'silent' });
  const service = await startService(loaded.config, logger, 'alone', {
    ...realOutside,
    steam: steam.addresses,
  });
  stack.defer(() => service.close());
  const registry = stack.use(await createRegistry(database.url));
  const client = await registry.createClient({ client_name: 'Field Notes' });
  const callback = stack.use(await startCallback());
  const browser = stack.use(await launchChromium(inject('chromiumPath')));
  const owned = stack.move();
  return {
    issuer,
    steam,
    mailboxes: createMailboxes(sink, database.url),
    client,
    callback,
    browser,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Where the app sends the browser. */
function appUrl(state: string): string {
  const { issuer, client, callback } = world;
  return signInUrl({ issuer, client, parameters: { state, redirect_uri: callback.redirectUri } });
}

/** The browser at Steam's door, where somebody is signed in already. */
async function answerAsSteam(page: Page, steamId: string): Promise<void> {
  const { steam, issuer } = world;
  await page.route(`${steam.addresses.endpoint}**`, async (route) => {
    const answer = steam.answer(route.request().url(), steamId);
    const location = `${issuer}/federation/steam/callback?${answer.toString()}`;
    await route.fulfill({ status: 302, headers: { location } });
  });
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${world.issuer}/logout`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await headingOn(page)).toBe('You are signed out');
}

async function arriveAtApp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Allow' }).click();
  expect(await headingOn(page)).toBe('Back in the app');
}

it.each([
  ['desktop', { width: 1280, height: 800 }],
  ['phone', { width: 390, height: 780 }],
] as const)('somebody lives with an account, on a %s', { timeout: 180_000 }, async (name, viewport) => {
  const email = `${name}@mail.example`;
  const account = { email, password: 'seven tall lanterns' };
  await using watched = await openPage(world.browser, { viewport });
  const { page, complaints } = watched;
  const authenticator = await addVirtualAuthenticator(page);
  await authenticator.setPresent(false);

  // Signs up, and proves the address.
  await page.goto(appUrl('new'));
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Code from the mail').fill(await world.mailboxes.codeFor(email));
  await page.getByRole('button', { name: 'Create account' }).click();
  await arriveAtApp(page);

  // Adds a passkey, with which come recovery codes, and an authenticator app.
  await authenticator.setPresent(true);
  await page.goto(`${world.issuer}/account`);
  expect(await headingOn(page)).toBe('Your account');
  await page.getByRole('link', { name: 'Passkeys' }).click();
  await page.locator('#name').fill('This device');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('heading', { name: 'The passkey was added' }).waitFor();
  const recoveryCodes = ((await page.locator('pre.codes').textContent()) ?? '').trim().split('\n');
  await authenticator.setPresent(false);
  await page.goto(`${world.issuer}/account/totp`);
  // A password is not enough any more, now that there is more.
  expect(await headingOn(page)).toBe("Confirm it's you");
  await signInOn(page, account);
  await authenticator.setPresent(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('heading', { name: 'Authenticator app' }).waitFor();
  await authenticator.setPresent(false);
  const app = createAuthenticator((await page.locator('code').innerText()).replaceAll(' ', ''));
  await page.getByLabel('Code from the app').fill(await app.nextCode());
  await page.getByRole('button', { name: 'Add the app' }).click();
  await page.getByRole('heading', { name: 'Your authenticator app was added' }).waitFor();

  // Signs in with each.
  await signOut(page);
  await page.goto(appUrl('passkey'));
  await page.getByRole('button', { name: 'Use a passkey' }).waitFor();
  await authenticator.setPresent(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await arriveAtApp(page);
  await authenticator.setPresent(false);
  await signOut(page);
  await page.goto(appUrl('totp'));
  await signInOn(page, account);
  await page.getByLabel('Code from the app').fill(await app.nextCode());
  await page.keyboard.press('Enter');
  await arriveAtApp(page);

  // Loses both, and gets in all the same, once.
  await signOut(page);
  await page.goto(`${world.issuer}/account/totp`);
  await signInOn(page, account);
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recoveryCodes[3] ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('summary', { hasText: 'Remove the app' }).click();
  await page.getByRole('button', { name: 'Remove the app' }).click();
  await page.getByRole('heading', { name: 'Your authenticator app was removed' }).waitFor();

  // Links accounts elsewhere.
  await answerAsSteam(page, name === 'desktop' ? '76561197960287931' : '76561197960287932');
  await page.goto(`${world.issuer}/account/links`);
  await page.getByRole('button', { name: 'Link Steam' }).click();
  await page.getByRole('button', { name: 'Unlink Steam' }).waitFor();
  if (name === 'desktop') {
    await page.getByRole('button', { name: 'Link Lab' }).click();
    await page.getByRole('button', { name: 'Unlink Lab' }).waitFor();
  }

  // Signs in elsewhere, with Steam and a recovery code, and ends this session from there.
  await using elsewhere = await openPage(world.browser, { viewport });
  const other = elsewhere.page;
  await answerAsSteam(other, name === 'desktop' ? '76561197960287931' : '76561197960287932');
  await other.goto(`${world.issuer}/account/sessions`);
  await other.getByRole('button', { name: 'Continue with Steam' }).click();
  await other.getByRole('link', { name: 'Use a recovery code' }).click();
  await other.getByLabel('Recovery code').fill(recoveryCodes[4] ?? '');
  await other.getByRole('button', { name: 'Continue' }).click();
  await other.getByRole('heading', { name: 'Browsers' }).waitFor();
  expect(await other.getByText('This browser').count()).toBe(1);
  await other.locator('summary', { hasText: 'Sign out' }).first().click();
  await other.getByRole('button', { name: 'Sign out' }).first().click();
  await other.getByText('The browser was signed out.').waitFor();

  // Which falls out at once.
  await page.goto(`${world.issuer}/account`);
  expect(await headingOn(page)).toBe('Sign in');
  await other.goto(`${world.issuer}/account`);
  expect(await headingOn(other)).toBe('Your account');
  expect([...complaints, ...elsewhere.complaints]).toEqual([]);
});
