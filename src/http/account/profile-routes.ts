import { toDisplayName } from '../../domain/accounts/display-name.ts';
import type { Hono } from 'hono';
import { maxNameLength } from '../../domain/accounts/sign-up.ts';
import { originOf } from '../../platform/request-info.ts';
import type { PageEnv, PageRequest } from '../page/page-request.ts';
import { formatCount } from '../texts/format.ts';
import { profilePage } from '../views/account/profile-page.ts';
import type { AccountRoutesOptions } from './account-options.ts';
import { redirectDone } from './done.ts';
import { type Visit, withAccount, withAccountForm } from './visit.ts';

const path = '/account/profile';

export function addProfileRoutes(app: Hono<PageEnv>, options: AccountRoutesOptions): void {
  app.get(path, (c) =>
    withAccount(c, options, { fresh: true }, async (visit) =>
      c.html(render(visit, visit.account.name ?? '', null)),
    ),
  );
  app.post(path, (c) =>
    withAccountForm(c, options, { fresh: true, page: path }, (visit, fields) =>
      postName(c, visit, { name: fields.get('name') ?? '', options }),
    ),
  );
}

async function postName(
  c: PageRequest,
  visit: Visit,
  { name: typed, options }: { readonly name: string; readonly options: AccountRoutesOptions },
): Promise<Response> {
  const { account, look } = visit;
  const name = toDisplayName(typed);
  if ([...name].length > maxNameLength) {
    const error = formatCount(look.language, look.texts.signIn.nameTooLong, maxNameLength);
    return c.html(render(visit, typed, error), 422);
  }
  await options.storage.unitOfWork(async () => {
    await options.storage.accounts.putName(account.id, name === '' ? null : name);
    const origin = originOf(c.env.incoming);
    const activity = { accountId: account.id, kind: 'profile_changed', detail: null, ...origin } as const;
    await options.activity.note(activity, look.language);
    return 'commit';
  });
  return redirectDone(c, '/account', 'name');
}

function render({ look, csrfToken }: Visit, name: string, error: string | null): string {
  return profilePage({ look, csrfToken, action: path, name, error });
}
