import type { Page } from 'playwright-core';
import {
  createSoftwareAuthenticator,
  type Lies,
} from '../../../domain/factors/passkeys/testing/software-authenticator.ts';
import { addPasskey, type Held } from '../../harness/factors/passkeys.ts';
import { createUserAgent } from '../../harness/network/user-agent.ts';
import { at, click, type Pages, refuses, shows, signIn, signInAnew, type Visit } from './visit.ts';

export const passkeyPages: Pages = {
  'no passkeys': shows(
    'Passkeys',
    at('/account/passkeys', (visit) => signInAnew(visit)),
  ),
  'passkey at sign-in': shows('Use your passkey', async (visit) => {
    await openPasskeyStep(visit);
  }),
  'passkey refused': refuses('Use your passkey', async (visit) => {
    const held = await openPasskeyStep(visit);
    await usePasskey(visit.page, held, { userVerified: false });
  }),
  passkeys: shows('Passkeys', openPasskeys),
  'passkey, about to be removed': shows('Passkeys', async (visit) => {
    await openPasskeys(visit);
    await visit.page.locator('.entries > li > details > summary').click();
    await visit.page.locator('.ask > summary').click();
  }),
  'passkey removed': shows('The passkey was removed', async (visit) => {
    await openPasskeys(visit);
    await visit.page.locator('.entries > li > details > summary').click();
    await visit.page.locator('.ask > summary').click();
    await click(visit.page, 'form[action$="/remove"] button[type=submit]');
  }),
  'passkey added': shows('The passkey was added', async (visit) => {
    const account = await visit.scene.cluster.registry.createAccount();
    await at('/account/passkeys', (each) => signIn(each, account))(visit);
    const authenticator = createSoftwareAuthenticator({ origin: visit.scene.cluster.issuer });
    const options = await optionsOn(visit.page);
    await answer(visit.page, authenticator.create(options as never).response);
  }),
};

/** With the password of an account that has a passkey; on the way to where they are kept. */
async function openPasskeyStep(visit: Visit): Promise<Held> {
  const { registry, issuer } = visit.scene.cluster;
  const account = await registry.createAccount();
  const held = await addPasskey(createUserAgent(issuer), issuer, account);
  await at('/account/passkeys', (each) => signIn(each, account))(visit);
  return held;
}

async function openPasskeys(visit: Visit): Promise<void> {
  await usePasskey(visit.page, await openPasskeyStep(visit));
}

async function usePasskey(page: Page, { authenticator, passkey }: Held, lies: Lies = {}): Promise<void> {
  await answer(page, authenticator.get((await optionsOn(page)) as never, passkey, lies));
}

async function optionsOn(page: Page): Promise<unknown> {
  return JSON.parse((await page.locator('form[data-passkey]').getAttribute('data-options')) ?? '');
}

/** As the script of the page does, with an authenticator of our own. */
async function answer(page: Page, response: string): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.evaluate(`{
    const field = document.querySelector('input[name=passkey]');
    field.value = ${JSON.stringify(response)};
    field.form.submit();
  }`);
  await loaded;
}
