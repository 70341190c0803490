import type { Hono } from 'hono';
import { changePassword } from '../../../domain/accounts/password-change.ts';
import { originOf } from '../../../platform/request-info.ts';
import { deviceOf } from '../../page/devices.ts';
import type { PageEnv, PageRequest } from '../../page/page-request.ts';
import type { Fields } from '../../page/read-form.ts';
import { orBusy, retryAfter, retryLater } from '../../page/retry-later.ts';
import { sendScripted } from '../../page/scripted.ts';
import { explainPassword } from '../../texts/password-problems.ts';
import { type PasswordModel, passwordPage } from '../../views/account/password-page.ts';
import type { AccountRoutesOptions } from '../account-options.ts';
import { redirectDone } from '../done.ts';
import { type Visit, withAccount, withAccountForm } from '../visit.ts';

const path = '/account/password';

export function addPasswordRoutes(app: Hono<PageEnv>, options: AccountRoutesOptions): void {
  app.get(path, (c) =>
    withAccount(c, options, { fresh: true }, async (visit) =>
      sendScripted(c, await render(visit, options, {})),
    ),
  );
  app.post(path, (c) =>
    withAccountForm(c, options, { fresh: true, page: path }, (visit, fields) =>
      postPassword(c, visit, { fields, options }),
    ),
  );
}

interface Posted {
  readonly fields: Fields;
  readonly options: AccountRoutesOptions;
}

async function postPassword(c: PageRequest, visit: Visit, { fields, options }: Posted): Promise<Response> {
  const { account, session, look } = visit;
  const { accountPages, common } = look.texts;
  const outcome = await orBusy(() =>
    changePassword(options.passwordChange, {
      account,
      sessionUid: session.uid,
      current: fields.get('current') ?? '',
      password: fields.get('password') ?? '',
      device: deviceOf(c, options.issuer),
      origin: originOf(c.env.incoming),
      language: look.language,
    }),
  );
  const again = async (errors: PasswordModel['errors'], status: 422 | 429 | 503) =>
    sendScripted(c, await render(visit, options, errors), status);
  switch (outcome.outcome) {
    case 'changed':
      return redirectDone(c, '/account', 'password');
    case 'wrong':
      return again({ current: accountPages.passwordWrong }, 422);
    case 'over':
      return again({ form: accountPages.passwordOver }, 422);
    case 'invalid': {
      const { policy } = options.passwordChange;
      return again({ password: explainPassword(outcome.password, policy, look.language) }, 422);
    }
    case 'limited':
      return again({ form: retryLater(c, look, { seconds: outcome.retryAfterSeconds }) }, 429);
    case 'busy':
      retryAfter(c, outcome.retryAfterSeconds);
      return again({ form: common.busy }, 503);
  }
}

async function render(
  { account, look, csrfToken }: Visit,
  { storage, passwordChange }: AccountRoutesOptions,
  errors: PasswordModel['errors'],
): Promise<string> {
  const hasPassword = (await storage.accounts.findPasswordHash(account.id)) !== null;
  const { minLength: passwordMinLength } = passwordChange.policy;
  const { email } = account;
  return passwordPage({ look, csrfToken, action: path, email, hasPassword, passwordMinLength, errors });
}
