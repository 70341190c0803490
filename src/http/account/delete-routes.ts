import type { Hono } from 'hono';
import { deleteCookie } from 'hono/cookie';
import { removeAccount } from '../../domain/accounts/account-removal.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { deletedPage, deletePage } from '../views/account/delete-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { type Visit, withAccount, withAccountForm } from './visit.ts';

const path = '/account/delete';

export function addDeleteRoutes(app: Hono<PageEnv>, options: AccountRoutesOptions): void {
  app.get(path, (c) =>
    withAccount(c, options, { fresh: true }, async (visit) => c.html(render(visit, null))),
  );
  app.post(path, (c) =>
    withAccountForm(c, options, { fresh: true, page: path }, (visit, fields) =>
      postDelete(c, visit, { typedEmail: fields.get('email') ?? '', options }),
    ),
  );
}

async function postDelete(
  c: PageRequest,
  visit: Visit,
  { typedEmail, options }: { readonly typedEmail: string; readonly options: AccountRoutesOptions },
): Promise<Response> {
  const { account, look } = visit;
  const outcome = await removeAccount(options.removal, { account, typedEmail, language: look.language });
  if (outcome === 'mistyped') return c.html(render(visit, look.texts.accountPages.deleteMistyped), 422);
  deleteCookie(c, options.browserSessions.cookieName, {
    path: '/',
    secure: options.issuer.startsWith('https:'),
  });
  return c.html(deletedPage(look));
}

function render({ account, look, csrfToken }: Visit, error: string | null): string {
  return deletePage({ look, csrfToken, action: path, email: account.email, error });
}
