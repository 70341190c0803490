import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../environment/chromium.ts';
import { signInUrl } from '../harness/sign-in-pages.ts';
import { type FederatedScene, startFederatedScene } from '../federation/federated-scene.ts';
import { headingOn, scriptModes, signInOn } from './browser-scene.ts';
import { type Callback, lastAnswer, openPage, startCallback } from './watched-browser.ts';

let federated: FederatedScene;
let browser: Browser;
let callback: Callback;
let serial = 0;

beforeAll(async () => {
  federated = await startFederatedScene();
  browser = await launchChromium(inject('chromiumPath'));
  callback = await startCallback();
});
afterAll(async () => {
  await browser.close();
  await callback[Symbol.asyncDispose]();
  await federated[Symbol.asyncDispose]();
});

function says(claims: Record<string, unknown>): void {
  const { issuer } = federated;
  issuer.says = { ...issuer.honest, claims: (honest) => ({ ...honest, ...claims }) };
}

describe.each(scriptModes)('a browser %s', (name, javaScriptEnabled) => {
  it('goes to the provider and comes back to the app, against no policy of any page', async () => {
    says({ sub: `browser-${(serial += 1)}`, email: `browser-${serial}@mail.example` });
    await using watched = await openPage(browser, { javaScriptEnabled });
    const { page, complaints } = watched;
    const { client, cluster } = federated.scene;
    const parameters = { redirect_uri: callback.redirectUri, state: name };
    await page.goto(signInUrl({ issuer: cluster.issuer, client, parameters }));
    await page.getByRole('button', { name: 'Continue with lab' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor();
    expect(lastAnswer(callback)).toEqual({ state: name, iss: cluster.issuer, code: 'code' });
    expect(complaints).toEqual([]);
  });

  it('links an account, and is asked to sign in again where it was too long ago', async () => {
    says({ sub: `browser-${(serial += 1)}` });
    const account = await federated.scene.cluster.registry.createAccount();
    await using watched = await openPage(browser, { javaScriptEnabled });
    const { page, complaints } = watched;
    await page.goto(`${federated.scene.cluster.issuer}/account/links`);
    await signInOn(page, account);
    expect(await headingOn(page)).toBe('Linked accounts');
    await page.getByRole('button', { name: 'Link lab' }).click();
    await page.getByRole('button', { name: 'Unlink lab' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
