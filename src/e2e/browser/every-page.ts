/** How each page that people see is reached. By addresses and fields, never by words: pages are opened in every language. */
import type { Page } from 'playwright-core';
import { renderErrorPage } from '../../http/error-texts.ts';
import type { Language } from '../../http/texts/texts.ts';
import { addressCodePage } from '../../http/views/sign-in/code-pages.ts';
import { addressPage } from '../../http/views/federation/federation-pages.ts';
import { linksPage } from '../../http/views/federation/links-page.ts';
import { createLook } from '../../http/views/look.ts';
import { mailboxPage } from '../../http/views/mail/mailbox-page.ts';
import { type Authenticator, addAuthenticator, createAuthenticator } from '../harness/authenticator.ts';
import {
  createSoftwareAuthenticator,
  type Lies,
} from '../../domain/factors/passkeys/testing/software-authenticator.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';
import { addPasskey, type Held } from '../harness/factors/passkeys.ts';
import type { TestAccount } from '../harness/registry.ts';
import { signInUrl } from '../harness/sign-in-pages.ts';
import type { BrowserScene } from './browser-scene.ts';

export interface Visit {
  readonly scene: BrowserScene;
  readonly page: Page;
  readonly language: Language;
}

type Open = (visit: Visit) => Promise<unknown>;

/** A new page belongs here: then it is held to what holds for all of them. */
export const everyPage: Readonly<Record<string, Open>> = {
  'sign-in': openSignIn,
  'sign-in refused': async (visit) => {
    await openSignIn(visit);
    await signIn(visit, { password: 'not the password' });
  },
  'sign-in to an app with a look of its own': async ({ scene, page }) => {
    const client = await scene.cluster.registry.createClient({
      client_name: 'Field Notes',
      logo_uri: 'https://logo.example/field-notes.svg',
      accent_color: '#7a1fa2',
    });
    const body =
      '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30"/></svg>';
    await page.route('https://logo.example/**', (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body }),
    );
    await page.goto(signInUrl({ issuer: scene.cluster.issuer, client }));
  },
  'sign-up': openSignUp,
  'sign-up refused': async (visit) => {
    await openSignUp(visit);
    await fillIn(visit.page, { name: 'x'.repeat(101), email: 'ada@localhost', password: 'short' });
  },
  'sign-up code': async (visit) => {
    await openSignUp(visit);
    await fillIn(visit.page, {
      name: 'Ada',
      email: 'new-reader@mail.example',
      password: 'seven tall lanterns',
    });
  },
  'code instead of a password': openEmailCode,
  'code that was asked for instead': async (visit) => {
    await openEmailCode(visit);
    await fillIn(visit.page, { email: visit.scene.account.email });
  },
  'forgotten password': openReset,
  'code for a new password': openResetCode,
  'wrong code': async (visit) => {
    await openResetCode(visit);
    await fillIn(visit.page, { code: '1111 1111', password: 'nine quiet harbours' });
  },
  consent: async (visit) => {
    await openSignIn(visit);
    await signIn(visit);
  },
  'a stronger sign-in is needed': async (visit) => {
    const { scene, page } = visit;
    const { issuer } = scene.cluster;
    await page.goto(signInUrl({ issuer, client: scene.client, parameters: { acr_values: 'mfa' } }));
    await signIn(visit);
  },
  account: openAccount,
  'name of the account': at('/account/profile', signIn),
  'password of the account': at('/account/password', signIn),
  'wrong password of the account': at('/account/password', async (visit) => {
    await signIn(visit);
    await fillIn(visit.page, { current: 'not the password', password: 'nine quiet harbours' });
  }),
  'address of the account': at('/account/email', signIn),
  'code for another address': at('/account/email', async (visit) => {
    await signIn(visit, await visit.scene.cluster.registry.createAccount());
    await fillIn(visit.page, { email: 'another@mail.example' });
  }),
  'browsers of the account': at('/account/sessions', signIn),
  'end every other session': at('/account/sessions/end-others', signIn),
  'no apps of the account': at('/account/apps', signIn),
  'apps of the account': async (visit) => {
    const { scene, page } = visit;
    await openSignIn(visit);
    await signIn(visit, await scene.cluster.registry.createAccount());
    await click(page, 'button[value=allow]');
    await page.goto(`${scene.cluster.issuer}/account/apps`);
  },
  'activity of the account': at('/account/activity', signIn),
  'delete the account': at('/account/delete', signIn),
  'delete the account, mistyped': at('/account/delete', async (visit) => {
    await signIn(visit);
    await fillIn(visit.page, { email: 'somebody@else.example' });
  }),
  'add an authenticator app': at('/account/totp/add', signIn),
  'authenticator app added': async (visit) => {
    const account = await visit.scene.cluster.registry.createAccount();
    await at('/account/totp/add', (each) => signIn(each, account))(visit);
    const key = (await visit.page.locator('code.key').textContent()) ?? '';
    await fillIn(visit.page, { code: await createAuthenticator(key.replaceAll(' ', '')).nextCode() });
  },
  'code of an authenticator app': openSecondStep,
  'wrong code of an authenticator app': async (visit) => {
    const authenticator = await openSecondStep(visit);
    await fillIn(visit.page, { code: authenticator.wrongCode() });
  },
  'recovery code': async (visit) => {
    await openSecondStep(visit);
    await click(visit.page, 'a[href*="/recovery?"]');
  },
  'authenticator app': async (visit) => {
    const authenticator = await openSecondStep(visit, '/account/totp');
    await fillIn(visit.page, { code: await authenticator.nextCode() });
  },
  'recovery codes': async (visit) => {
    const authenticator = await openSecondStep(visit, '/account/recovery-codes');
    await fillIn(visit.page, { code: await authenticator.nextCode() });
  },
  'new recovery codes': async (visit) => {
    const authenticator = await openSecondStep(visit, '/account/recovery-codes');
    await fillIn(visit.page, { code: await authenticator.nextCode() });
    await click(visit.page, 'form button[type=submit]');
  },
  'code of somebody from elsewhere': drawn((look) =>
    addressCodePage({ look, csrfToken: '', action: '/code', code: '', errors: {}, againHref: '/address' }),
  ),
  'one provider for a domain': async (visit) => {
    await openSignIn(visit);
    await signIn(visit, { email: 'ada@acme.example' });
  },
  'an address for a provider that says none': drawn((look) =>
    addressPage({
      look,
      provider: 'Steam',
      action: '/address',
      csrfToken: '',
      hidden: {},
      email: 'ada@',
      errors: { email: look.texts.common.emailMalformed },
      signInHref: '/',
    }),
  ),
  'no linked accounts': at('/account/links', signIn),
  'linked accounts': drawn((look) =>
    linksPage({
      look,
      csrfToken: '',
      links: [
        {
          provider: 'Steam',
          name: '76561197960287930',
          linkedAt: new Date(0),
          lastUsedAt: new Date(0),
          canSignIn: false,
          hidden: {},
        },
      ],
      unlinkAction: '/remove',
      providers: [{ id: 'acme', label: 'Acme' }],
      linkAction: '/begin',
      error: look.texts.federation.linkCancelled,
      endOthers: { action: '/end-others', csrfToken: '' },
    }),
  ),
  'no passkeys': at('/account/passkeys', (visit) => signInAnew(visit)),
  'passkey at sign-in': async (visit) => {
    await openPasskeyStep(visit);
  },
  'passkey refused': async (visit) => {
    const held = await openPasskeyStep(visit);
    await usePasskey(visit.page, held, { userVerified: false });
  },
  passkeys: openPasskeys,
  'passkey removed': async (visit) => {
    await openPasskeys(visit);
    await visit.page.locator('summary').click();
    await click(visit.page, 'form[action$="/remove"] button[type=submit]');
  },
  'passkey added': async (visit) => {
    const account = await visit.scene.cluster.registry.createAccount();
    await at('/account/passkeys', (each) => signIn(each, account))(visit);
    const authenticator = createSoftwareAuthenticator({ origin: visit.scene.cluster.issuer });
    const options = await optionsOn(visit.page);
    await answer(visit.page, authenticator.create(options as never).response);
  },
  'sign-out': openSignOut,
  'stayed signed in': async (visit) => {
    await openSignOut(visit);
    await click(visit.page, 'form button:not([name])');
  },
  'signed out': async (visit) => {
    await openSignOut(visit);
    await click(visit.page, 'form button[name=logout]');
  },
  'not signed in': at('/logout'),
  'unknown app': at('/authorize?client_id=nobody&response_type=code'),
  'not found': at('/nowhere'),
  'ended sign-in': at('/interaction/unknown'),
  welcome: at('/'),
  'at the door': drawn((look) =>
    renderErrorPage({ status: 503, code: 'sign_in_full', description: null, requestId: 'req_8fK2mQ' }, look),
  ),
  mailbox: drawn((look) =>
    mailboxPage(
      [
        {
          to: 'ada@example.com',
          subject: '1234 5678 is your code for id.example.com',
          text: 'To create your account for Field Notes, enter this code:\n\n    1234 5678',
          html: '',
          at: new Date(0),
        },
      ],
      look,
    ),
  ),
};

async function openSignIn({ scene, page }: Visit): Promise<void> {
  await page.goto(scene.url('page'));
}

async function openSignUp(visit: Visit): Promise<void> {
  await openSignIn(visit);
  await click(visit.page, 'a[href*="/sign-up?"]');
}

async function openReset(visit: Visit): Promise<void> {
  await openSignIn(visit);
  await click(visit.page, 'a[href*="/reset?"]');
}

async function openEmailCode(visit: Visit): Promise<void> {
  await openSignIn(visit);
  await click(visit.page, 'a[href*="/email-code?"]');
}

async function openResetCode(visit: Visit): Promise<void> {
  await openReset(visit);
  await fillIn(visit.page, { email: visit.scene.account.email });
}

async function openAccount(visit: Visit): Promise<void> {
  await at('/account', signIn)(visit);
}

async function openSignOut(visit: Visit): Promise<void> {
  await openAccount(visit);
  await visit.page.goto(`${visit.scene.cluster.issuer}/logout`);
}

async function signIn({ scene, page }: Visit, as: Partial<TestAccount> = {}): Promise<void> {
  const { email, password } = { ...scene.account, ...as };
  await fillIn(page, { email, password });
}

/** With the password of an account that has a second factor; on the way to a page of the account. */
async function openSecondStep(visit: Visit, path = '/account'): Promise<Authenticator> {
  const { registry, issuer } = visit.scene.cluster;
  const account = await registry.createAccount();
  const { authenticator } = await addAuthenticator(createUserAgent(issuer), issuer, account);
  await at(path, (each) => signIn(each, account))(visit);
  return authenticator;
}

async function signInAnew(visit: Visit): Promise<void> {
  await signIn(visit, await visit.scene.cluster.registry.createAccount());
}

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

/** Fills in the form of the page and sends it, whatever its own script-free checks would say. */
async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.locator(`[name="${name}"]`).fill(value);
  await page.evaluate('for (const form of document.forms) form.noValidate = true');
  await click(page, `form:has([name="${Object.keys(values)[0]}"]) button[type=submit]`);
}

/** Leads to the next page, which may have the same fields as this one. */
async function click(page: Page, selector: string): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.locator(selector).click();
  await loaded;
}

function at(path: string, then: Open = () => Promise.resolve()): Open {
  return async (visit) => {
    await visit.page.goto(`${visit.scene.cluster.issuer}${path}`);
    await then(visit);
  };
}

/** A page that the deployment would show on another port, or only when it is full. */
function drawn(draw: (look: ReturnType<typeof createLook>) => string): Open {
  return async ({ scene, page, language }) => {
    const address = `${scene.cluster.issuer}/drawn`;
    const body = draw(createLook(language, 'id.example.com'));
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
    await page.goto(address);
  };
}
