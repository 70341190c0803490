import type { Hono } from 'hono';
import { changeName } from '../../domain/accounts/profile-change.ts';
import { maxNameLength } from '../../domain/accounts/sign-up.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { formatCount } from '../texts/format.ts';
import { profilePage } from '../views/account/profile-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { redirectDone } from './done.ts';
import { type Visit, withAccount, withAccountForm, changeOf } from './visit.ts';

const path = '/account/profile';

export function addProfileRoutes(app: Hono<PageEnv>, options: AccountRoutesOptions): void {
  app.get(path, (c) =>
    withAccount(c, options, { fresh: true }, async (visit) =>
      c.html(render(visit, visit.account.name ?? '', null)),
    ),
  );
  app.post(path, (c) =>
    withAccountForm(c, options, { fresh: true, page: path }, (visit, fields) =>
      postName(c, visit, { typed: fields.get('name') ?? '', options }),
    ),
  );
}

async function postName(
  c: PageRequest,
  visit: Visit,
  { typed, options }: { readonly typed: string; readonly options: AccountRoutesOptions },
): Promise<Response> {
  const outcome = await changeName(options, changeOf(c, visit), typed);
  if (outcome === 'changed') return redirectDone(c, '/account', 'name');
  const { texts, language } = visit.look;
  return c.html(render(visit, typed, formatCount(language, texts.signIn.nameTooLong, maxNameLength)), 422);
}

function render({ look, csrfToken }: Visit, name: string, error: string | null): string {
  return profilePage({ look, csrfToken, action: path, name, error });
}
