/**
 * The account pages: what people see and change of their own account. Each is reached from the overview, works without
 * scripts, and asks for a fresh sign-in before anything that decides who can get in.
 */
import { Hono } from 'hono';
import { accountReturnPath } from '../../protocol/policies/account-client.ts';
import type { PageEnv } from '../page/page-request.ts';
import { PageError } from '../page/page-error.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { addActivityRoutes } from './activity-routes.ts';
import { addAppRoutes } from './app-routes.ts';
import { addDeleteRoutes } from './delete-routes.ts';
import { addEmailRoutes } from './ways-in/email-routes.ts';
import { showOverview } from './overview.ts';
import { addPasswordRoutes } from './ways-in/password-routes.ts';
import { addProfileRoutes } from './profile-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { withAccount } from './visit.ts';
import { addFactorRoutes } from './ways-in/factor-routes.ts';
import { addPasskeyRoutes } from './ways-in/passkey-routes.ts';

export function createAccountRoutes(options: AccountRoutesOptions): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  app.get('/account', (c) =>
    withAccount(c, options, { fresh: false }, (visit) => showOverview(c, visit, options)),
  );
  app.get(accountReturnPath, async (c) => {
    const error = c.req.query('error');
    // Whoever does not want to sign in stays what they were.
    if (error === 'access_denied') {
      const session = await options.browserSessions.find(c.env.incoming);
      return c.redirect(session === null ? '/' : '/account', 303);
    }
    // It may have been refused, and then the page asks again.
    if (error !== undefined) {
      throw new PageError(400, 'sign_in_refused', ({ errors }) => errors.interactionEnded);
    }
    return c.redirect(pageOf(c.req.query('state')), 303);
  });
  // W3C, A Well-Known URL for Changing Passwords.
  app.get('/.well-known/change-password', (c) => c.redirect('/account/password', 303));
  addFactorRoutes(app, options);
  addPasskeyRoutes(app, options);
  addProfileRoutes(app, options);
  addPasswordRoutes(app, options);
  addEmailRoutes(app, options);
  addSessionRoutes(app, options);
  addAppRoutes(app, options);
  addActivityRoutes(app, options);
  addDeleteRoutes(app, options);
  return app;
}

/** Only an account page: anybody can send somebody here with whatever `state` they like. */
function pageOf(state: string | undefined): string {
  return state !== undefined && /^\/account(?:\/[a-z-]+)*$/.test(state) ? state : '/account';
}
