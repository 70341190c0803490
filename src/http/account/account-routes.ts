/**
 * The account pages: what people see and change of their own account. Each is reached from the overview, works without
 * scripts, and asks for a fresh sign-in before anything that decides who can get in.
 */
import { Hono } from 'hono';
import type { Federation } from '../../domain/federation/federation.ts';
import { accountReturnPath } from '../../protocol/policies/account-client.ts';
import type { PageEnv } from '../page-request.ts';
import { PageError } from '../page-error.ts';
import { accountPage } from '../views/account/account-page.ts';
import { type FactorRoutesOptions, addFactorRoutes, factorItems } from './factor-routes.ts';
import { addPasskeyRoutes, passkeyItems, type PasskeyRoutesOptions } from './passkey-routes.ts';
import { type Visit, withAccount } from './visit.ts';

export interface AccountRoutesOptions extends FactorRoutesOptions, PasskeyRoutesOptions {
  readonly federation: Federation;
}

export function createAccountRoutes(options: AccountRoutesOptions): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  app.get('/account', (c) =>
    withAccount(c, options, { fresh: false }, async (visit) => c.html(await renderOverview(visit, options))),
  );
  app.get(accountReturnPath, (c) => {
    // It may have been refused, and then the page asks again.
    if (c.req.query('error') !== undefined) {
      throw new PageError(400, 'sign_in_refused', ({ errors }) => errors.interactionEnded);
    }
    return c.redirect(pageOf(c.req.query('state')), 303);
  });
  addFactorRoutes(app, options);
  addPasskeyRoutes(app, options);
  return app;
}

/** Only an account page: anybody can send somebody here with whatever `state` they like. */
function pageOf(state: string | undefined): string {
  return state !== undefined && /^\/account(?:\/[a-z-]+)*$/.test(state) ? state : '/account';
}

async function renderOverview(
  visit: Visit,
  { factors, passkeys, federation }: AccountRoutesOptions,
): Promise<string> {
  const { account, look } = visit;
  const words = look.texts.account;
  const links = { href: '/account/links', label: words.links, value: null };
  return accountPage({
    look,
    email: account.email,
    signOutHref: '/logout',
    sections: [
      {
        title: words.waysIn,
        items: [
          ...(await passkeyItems(visit, passkeys)),
          ...(await factorItems(visit, factors)),
          ...(federation.providers.length > 0 ? [links] : []),
        ],
      },
      { title: words.you, items: [{ href: '/account', label: words.email, value: account.email }] },
    ],
  });
}
