import type { Browser, Page } from 'playwright-core';
import { inject, vi } from 'vitest';
import { launchChromium } from '../environment/chromium.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../harness/processes/cluster.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { signInUrl } from '../harness/sign-in-pages.ts';
import { type Callback, startCallback } from './watched-browser.ts';

/** A deployment, a browser, and an app on this machine that waits for answers. */
export interface BrowserScene extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly browser: Browser;
  readonly callback: Callback;
  readonly account: TestAccount;
  readonly client: TestClient;
  readonly api: TestApi;
  /** What the app sends the browser to. */
  url(state: string): string;
  /** What the app is told when all went well. */
  granted(state: string): Record<string, string>;
}

export const scriptModes = [
  ['with scripts', true],
  ['without scripts', false],
] as const;

export async function startBrowserScene(options: ClusterOptions = {}): Promise<BrowserScene> {
  await using stack = new AsyncDisposableStack();
  const cluster = stack.use(await startCluster(options));
  const callback = stack.use(await startCallback());
  const browser = stack.use(await launchChromium(inject('chromiumPath')));
  const account = await cluster.registry.createAccount();
  const api = await cluster.registry.createApi();
  const client = await cluster.registry.createClient({ client_name: 'Field Notes', apis: [api.audience] });
  const owned = stack.move();
  return {
    cluster,
    browser,
    callback,
    account,
    client,
    api,
    url: (state) =>
      signInUrl({
        issuer: cluster.issuer,
        client,
        scope: 'openid email notes:read',
        api,
        parameters: { state, redirect_uri: callback.redirectUri },
      }),
    granted: (state) => ({ state, iss: cluster.issuer, code: 'code' }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export async function headingOn(page: Page): Promise<string> {
  const text = await page.getByRole('heading', { level: 1 }).textContent();
  return (text ?? '').replaceAll('\u2011', '-');
}

export async function signInOn(
  page: Page,
  { email, password }: Pick<TestAccount, 'email' | 'password'>,
): Promise<void> {
  // Whoever only has to confirm who they are finds the address filled in.
  const field = page.getByLabel('Email');
  if (await field.isEditable()) await field.fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The browser's back button. Asked in the moment in which a page replaces another, Chromium has no active one to ask. */
export async function goBack(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  const failure = await vi.waitFor(
    async () => {
      const error: unknown = await page.goBack().then(
        () => null,
        (reason: unknown) => reason,
      );
      if (error instanceof Error && error.message.includes('Not attached to an active page')) throw error;
      return error;
    },
    { timeout: 10_000 },
  );
  if (failure !== null) throw failure as Error;
}
