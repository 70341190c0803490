import type { Hono } from 'hono';
import { withdrawApp } from '../../domain/accounts/access-endings.ts';
import type { ConnectedApp } from '../../domain/tokens/grant-store.ts';
import type { PageEnv } from '../page/page-request.ts';
import { scopeWords } from '../texts/scope-words.ts';
import type { Texts } from '../texts/texts.ts';
import { type AppItem, appsPage } from '../views/account/apps-page.ts';
import type { ConsentScope } from '../views/sign-in/consent-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { doneNotice, redirectDone } from './done.ts';
import { withAccount, withAccountForm, changeOf } from './visit.ts';

const path = '/account/apps';
const withdrawPath = '/account/apps/withdraw';

export function addAppRoutes(app: Hono<PageEnv>, options: AccountRoutesOptions): void {
  app.get(path, (c) =>
    withAccount(c, options, { fresh: false }, async ({ account, look, csrfToken }) => {
      const apps = await options.storage.consents.listApps(account.id);
      const items = await Promise.all(apps.map((each) => itemOf(each, look.texts, options)));
      const notice = doneNotice(c, look);
      return c.html(appsPage({ look, csrfToken, action: withdrawPath, apps: items, notice }));
    }),
  );
  app.post(withdrawPath, (c) =>
    withAccountForm(c, options, { fresh: false, page: path }, async (visit, fields) => {
      await withdrawApp(options, changeOf(c, visit), fields.get('client') ?? '');
      return redirectDone(c, path, 'app');
    }),
  );
}

async function itemOf(
  { clientId, name, since, hasAccess, scope, resources }: ConnectedApp,
  texts: Texts,
  { storage }: AccountRoutesOptions,
): Promise<AppItem> {
  const own = split(scope).map((each) => ({ name: each, description: scopeWords(each, texts) }));
  const ofApis = await Promise.all(
    Object.entries(resources).map(async ([audience, scopes]): Promise<ConsentScope[]> => {
      const api = await storage.apis.findLive(audience);
      return split(scopes).map((each) => ({ name: each, description: api?.scopes[each] ?? '' }));
    }),
  );
  return { clientId, name, since, hasAccess, scopes: [...own, ...ofApis.flat()] };
}

function split(scope: string): string[] {
  return scope.split(' ').filter(Boolean);
}
