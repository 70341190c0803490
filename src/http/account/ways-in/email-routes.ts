/** The account's address: another one counts only when whoever is signed in has proven that mail there reaches them. */
import type { Hono } from 'hono';
import {
  type EmailChangeParts,
  askForEmail,
  confirmEmail,
  pendingEmail,
} from '../../../domain/accounts/email/email-change.ts';
import { originOf } from '../../../platform/request-info.ts';
import { type PageEnv, type PageRequest, networkOf } from '../../page/page-request.ts';
import { retryLater } from '../../page/retry-later.ts';
import { format } from '../../texts/format.ts';
import { type EmailModel, newEmailCodePage, emailPage } from '../../views/account/email-pages.ts';
import type { AccountRoutesOptions } from '../account-options.ts';
import { redirectDone } from '../done.ts';
import { type Visit, withAccount, withAccountForm } from '../visit.ts';

const path = '/account/email';
const codePath = '/account/email/code';

type EmailOptions = AccountRoutesOptions & { readonly emailChange: EmailChangeParts };

export function addEmailRoutes(app: Hono<PageEnv>, given: AccountRoutesOptions): void {
  const { emailChange } = given;
  app.get(path, (c) =>
    withAccount(c, given, { fresh: true }, async (visit) => c.html(render(visit, emailChange !== null, {}))),
  );
  if (emailChange === null) return;
  const options: EmailOptions = { ...given, emailChange };
  app.post(path, (c) =>
    withAccountForm(c, options, { fresh: true, page: path }, (visit, fields) =>
      postEmail(c, visit, { email: fields.get('email') ?? '', options }),
    ),
  );
  app.get(codePath, (c) =>
    withAccount(c, options, { fresh: true }, async (visit) => {
      const email = await pendingEmail(emailChange, options.browserSessions.transactionOf(visit.session));
      return email === null ? c.redirect(path, 303) : c.html(renderCode(visit, email, null));
    }),
  );
  app.post(codePath, (c) =>
    withAccountForm(c, options, { fresh: true, page: codePath }, (visit, fields) =>
      postCode(c, visit, { code: fields.get('code') ?? '', options }),
    ),
  );
}

async function postEmail(
  c: PageRequest,
  visit: Visit,
  { email, options }: { readonly email: string; readonly options: EmailOptions },
): Promise<Response> {
  const { account, session, look } = visit;
  const { accountPages, common, signIn } = look.texts;
  const { enforcedProviderOf } = options.federation;
  const again = (errors: EmailModel['errors'], status: 422 | 429) =>
    c.html(render(visit, true, { errors, newEmail: email }), status);
  const enforced = enforcedProviderOf(account.email) ?? enforcedProviderOf(email);
  if (enforced !== null) {
    return again({ form: format(accountPages.emailEnforced, { provider: enforced.label }) }, 422);
  }
  const outcome = await askForEmail(options.emailChange, {
    account,
    transaction: options.browserSessions.transactionOf(session),
    email,
    network: networkOf(c),
    language: look.language,
  });
  switch (outcome.outcome) {
    case 'asked':
      return c.redirect(codePath, 303);
    case 'invalid':
      return again({ email: common.emailMalformed }, 422);
    case 'unchanged':
      return again({ email: accountPages.emailUnchanged }, 422);
    case 'limited': {
      const limit = { text: signIn.tooManyCodes, seconds: outcome.retryAfterSeconds };
      return again({ form: retryLater(c, look, limit) }, 429);
    }
  }
}

async function postCode(
  c: PageRequest,
  visit: Visit,
  { code, options }: { readonly code: string; readonly options: EmailOptions },
): Promise<Response> {
  const { account, session, look } = visit;
  const { accountPages, signIn } = look.texts;
  const { emailChange, browserSessions } = options;
  const transaction = browserSessions.transactionOf(session);
  const email = await pendingEmail(emailChange, transaction);
  const outcome = await confirmEmail(emailChange, {
    account,
    transaction,
    code,
    origin: originOf(c.env.incoming),
    language: look.language,
  });
  switch (outcome.outcome) {
    case 'changed':
      return redirectDone(c, '/account', 'email');
    case 'verified':
      return redirectDone(c, '/account', 'verified');
    case 'wrong':
      return c.html(renderCode(visit, email ?? '', signIn.wrongCode), 422);
    case 'over':
      return c.html(render(visit, true, { errors: { form: signIn.overCode }, newEmail: email ?? '' }), 422);
    case 'taken':
      return c.html(render(visit, true, { errors: { form: accountPages.emailTaken } }), 422);
  }
}

function render(
  { account, look, csrfToken }: Visit,
  canSend: boolean,
  { errors = {}, newEmail = '' }: Partial<Pick<EmailModel, 'errors' | 'newEmail'>>,
): string {
  const { email, emailVerified: isVerified } = account;
  return emailPage({ look, csrfToken, action: path, email, isVerified, canSend, newEmail, errors });
}

function renderCode({ look, csrfToken }: Visit, newEmail: string, error: string | null): string {
  return newEmailCodePage({ look, csrfToken, action: codePath, newEmail, error, againHref: path });
}
