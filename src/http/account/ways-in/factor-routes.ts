/** Account pages of the authenticator app and the recovery codes. Every one asks for a fresh sign-in. */
import type { Hono } from 'hono';
import {
  type FactorParts,
  addTotp,
  removeTotp,
  renewRecoveryCodes,
} from '../../../domain/factors/second-factors.ts';
import { beginTotpEnrolment } from '../../../domain/factors/totp/totp.ts';
import type { PageEnv, PageRequest } from '../../page/page-request.ts';
import { sendScripted } from '../../page/scripted.ts';
import { formatCount } from '../../texts/format.ts';
import type { AccountItem } from '../../views/account/account-page.ts';
import { type FactorChangedModel, factorChangedPage } from '../../views/account/factors/factor-parts.ts';
import {
  recoveryCodesMadePage,
  recoveryCodesPage,
} from '../../views/account/factors/recovery-codes-pages.ts';
import { type AddTotpModel, addTotpPage, totpPage } from '../../views/account/factors/totp-pages.ts';
import type { FormTarget } from '../../views/form-parts.ts';
import { type Visit, type VisitOptions, withAccount, withAccountForm, changeOf } from '../visit.ts';

export interface FactorRoutesOptions extends VisitOptions {
  readonly factors: FactorParts;
}

const totpPath = '/account/totp';
const addTotpPath = `${totpPath}/add`;
const codesPath = '/account/recovery-codes';
const fresh = { fresh: true };

export function addFactorRoutes(app: Hono<PageEnv>, options: FactorRoutesOptions): void {
  const { factors } = options;

  app.get(totpPath, (c) => withAccount(c, options, fresh, (visit) => showTotp(c, visit, factors)));
  app.get(addTotpPath, (c) =>
    withAccount(c, options, fresh, async (visit) => sendScripted(c, await renderAddTotp(visit, factors, {}))),
  );
  app.post(addTotpPath, (c) =>
    withAccountForm(c, options, { ...fresh, page: addTotpPath }, (visit, fields) =>
      postTotp(c, visit, factors, fields.get('code') ?? ''),
    ),
  );
  app.post(`${totpPath}/remove`, (c) =>
    withAccountForm(c, options, { ...fresh, page: totpPath }, (visit) => postRemoveTotp(c, visit, factors)),
  );
  app.get(codesPath, (c) => withAccount(c, options, fresh, (visit) => showCodes(c, visit, factors)));
  app.post(codesPath, (c) =>
    withAccountForm(c, options, { ...fresh, page: codesPath }, async (visit) => {
      const codes = await renewRecoveryCodes(factors, changeOf(c, visit));
      return codes === null
        ? c.redirect(codesPath, 303)
        : sendScripted(c, recoveryCodesMadePage(visit.look, { ...sheetOf(visit), codes }));
    }),
  );
}

/** For the overview. */
export async function factorItems(
  { account, factors: has, look }: Visit,
  { storage }: FactorParts,
): Promise<AccountItem[]> {
  const words = look.texts.account;
  const left = await storage.recoveryCodes.countLeft(account.id);
  return [
    { href: totpPath, label: words.totp, value: has.has('totp') ? words.isOn : words.isOff },
    {
      href: codesPath,
      label: words.recoveryCodes,
      value: left === null ? null : formatCount(look.language, look.texts.accountPages.codeCount, left),
    },
  ];
}

async function showTotp(c: PageRequest, visit: Visit, factors: FactorParts): Promise<Response> {
  const { account, look, csrfToken, factors: has } = visit;
  const totp = await factors.storage.totps.find(account.id);
  if (totp === null) return sendScripted(c, await renderAddTotp(visit, factors, {}));
  const { addedAt, lastUsedAt } = totp;
  const remove = { action: `${totpPath}/remove`, csrfToken };
  return c.html(
    totpPage({
      ...{ look, addedAt, lastUsedAt, remove },
      replaceHref: addTotpPath,
      isLastFactor: has.size === 1,
    }),
  );
}

async function postTotp(c: PageRequest, visit: Visit, factors: FactorParts, code: string): Promise<Response> {
  const { look, session } = visit;
  const words = look.texts.factors;
  const added = await addTotp(factors, changeOf(c, visit), { sessionUid: session.uid, code });
  switch (added.outcome) {
    case 'added':
      return sendScripted(c, factorChanged(visit, 'totp', added));
    case 'wrong':
      return sendScripted(c, await renderAddTotp(visit, factors, { code: words.wrongFirstCode }), 422);
    case 'over':
      return sendScripted(c, await renderAddTotp(visit, factors, { form: words.enrolmentOver }), 422);
  }
}

async function renderAddTotp(
  { account, session, factors: has, csrfToken, look }: Visit,
  factors: FactorParts,
  errors: AddTotpModel['errors'],
): Promise<string> {
  const name = { accountId: account.id, sessionUid: session.uid };
  const { uri, key } = await beginTotpEnrolment(factors, name, account.email);
  const state = { replaces: has.has('totp'), codesFollow: has.size === 0 };
  return addTotpPage({ look, uri, key, errors, ...state, action: addTotpPath, csrfToken });
}

async function postRemoveTotp(c: PageRequest, visit: Visit, factors: FactorParts): Promise<Response> {
  const removed = await removeTotp(factors, changeOf(c, visit));
  switch (removed.outcome) {
    case 'removed':
      return c.html(factorChanged(visit, 'totp', removed));
    case 'none':
      return c.redirect(totpPath, 303);
  }
}

async function showCodes(
  c: PageRequest,
  { account, factors: has, csrfToken, look }: Visit,
  { storage }: FactorParts,
): Promise<Response> {
  const left = (await storage.recoveryCodes.countLeft(account.id)) ?? 0;
  const make = has.size === 0 ? null : { action: codesPath, csrfToken };
  return c.html(recoveryCodesPage({ look, left, make }));
}

export function factorChanged(
  visit: Visit,
  factor: FactorChangedModel['factor'],
  change: FactorChangedModel['change'],
): string {
  const { look } = visit;
  return factorChangedPage({ look, factor, change, of: sheetOf(visit), endOthers: endOthersOf(visit) });
}

export function endOthersOf({ csrfToken }: Visit): FormTarget {
  return { action: '/account/sessions/end-others', csrfToken };
}

function sheetOf({ account, at }: Visit): FactorChangedModel['of'] {
  return { account: account.email, madeAt: at };
}
