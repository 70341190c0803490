import type { Hono } from 'hono';
import type { ConnectedApp } from '../../domain/tokens/grant-store.ts';
import { originOf } from '../../platform/request-info.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { scopeWords } from '../texts/scope-words.ts';
import type { Texts } from '../texts/texts.ts';
import { type AppItem, appsPage } from '../views/account/apps-page.ts';
import type { ConsentScope } from '../views/sign-in/consent-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { doneNotice, redirectDone } from './done.ts';
import { type Visit, withAccount, withAccountForm } from './visit.ts';

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
    withAccountForm(c, options, { fresh: false, page: path }, (visit, fields) =>
      postWithdraw(c, visit, { clientId: fields.get('client') ?? '', options }),
    ),
  );
}

/** An app that has no access any more, or never had, is answered alike. */
async function postWithdraw(
  c: PageRequest,
  { account, look }: Visit,
  { clientId, options }: { readonly clientId: string; readonly options: AccountRoutesOptions },
): Promise<Response> {
  const { consents, unitOfWork, untilEndsAreKnown } = options.storage;
  const app = (await consents.listApps(account.id)).find((each) => each.clientId === clientId);
  if (app === undefined) {
    // Perhaps withdrawn a moment ago, in another tab: this answer says so too.
    await untilEndsAreKnown();
    return redirectDone(c, path, 'app');
  }
  await unitOfWork(async () => {
    await consents.withdraw(account.id, clientId);
    const origin = originOf(c.env.incoming);
    const activity = { accountId: account.id, kind: 'app_withdrawn', detail: app.name, ...origin } as const;
    await options.activity.note(activity, look.language);
    return 'commit';
  });
  return redirectDone(c, path, 'app');
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
