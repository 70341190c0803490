/** Account pages of the passkeys. Every one asks for a fresh sign-in. */
import type { Hono } from 'hono';
import {
  addPasskey,
  maxPasskeyNameLength,
  maxPasskeys,
  removePasskey,
  renamePasskey,
} from '../../../domain/factors/passkeys/passkey-changes.ts';
import { createEnrolmentOptions } from '../../../domain/factors/passkeys/passkey-options.ts';
import type { PasskeyParts } from '../../../domain/factors/passkeys/passkey-parts.ts';
import { contentSecurityPolicy } from '../../../platform/content-security-policy.ts';
import type { PageEnv, PageRequest } from '../../page/page-request.ts';
import type { Fields } from '../../page/read-form.ts';
import { formatCount, formatNumber } from '../../texts/format.ts';
import type { AccountItem } from '../../views/account/account-page.ts';
import { factorChangedPage } from '../../views/account/factors/factor-parts.ts';
import { passkeysPage } from '../../views/account/factors/passkeys-page.ts';
import type { Look } from '../../views/look.ts';
import { hasScript } from '../../views/script.ts';
import { endOthersOf } from './factor-routes.ts';
import { type Visit, type VisitOptions, withAccount, withAccountForm, changeOf } from '../visit.ts';

export interface PasskeyRoutesOptions extends VisitOptions {
  /** null: at this address there are no passkeys. */
  readonly passkeys: PasskeyParts | null;
}

const path = '/account/passkeys';
const fresh = { fresh: true };

interface Failed {
  /** Of the page; null: of the new one's name. */
  readonly error: string | null;
  readonly name: string;
  readonly nameError?: string;
}

export function addPasskeyRoutes(app: Hono<PageEnv>, options: PasskeyRoutesOptions): void {
  const { passkeys: parts } = options;
  if (parts === null) return;
  const form = { ...fresh, page: path };
  app.get(path, (c) => withAccount(c, options, fresh, (visit) => show(c, visit, parts, null)));
  app.post(`${path}/add`, (c) =>
    withAccountForm(c, options, form, (visit, fields) => postAdd(c, visit, parts, fields)),
  );
  app.post(`${path}/rename`, (c) =>
    withAccountForm(c, options, form, (visit, fields) => postRename(c, visit, parts, fields)),
  );
  app.post(`${path}/remove`, (c) =>
    withAccountForm(c, options, form, (visit, fields) => postRemove(c, visit, parts, fields)),
  );
}

/** What the overview says of them. */
export async function passkeyItems(
  { account, look }: Visit,
  parts: PasskeyParts | null,
): Promise<readonly AccountItem[]> {
  if (parts === null) return [];
  const count = (await parts.storage.passkeys.list(account.id)).length;
  const value = count === 0 ? look.texts.account.isOff : formatNumber(look.language, count);
  return [{ href: path, label: look.texts.account.passkeys, value }];
}

async function postAdd(c: PageRequest, visit: Visit, parts: PasskeyParts, fields: Fields): Promise<Response> {
  const { look, session } = visit;
  const words = look.texts.passkeys;
  const typed = fields.get('name') ?? '';
  const name = typed.trim() === '' ? words.defaultName : typed;
  const enrolment = { transaction: session.uid, response: fields.get('passkey') ?? '', name };
  const added = await addPasskey(parts, changeOf(c, visit), enrolment);
  const again = (error: string | null, nameError?: string) =>
    show(c, visit, parts, { error, name, ...(nameError === undefined ? {} : { nameError }) });
  switch (added.outcome) {
    case 'added':
      return c.html(
        factorChangedPage({ look, factor: 'passkey', change: added, endOthers: endOthersOf(visit) }),
      );
    case 'bad_name':
      return again(null, badName(look));
    case 'refused':
      return again(words.notAdded);
    case 'known':
      return again(words.known);
    case 'too_many':
      return again(null);
  }
}

async function postRename(
  c: PageRequest,
  visit: Visit,
  parts: PasskeyParts,
  fields: Fields,
): Promise<Response> {
  const passkey = { accountId: visit.account.id, id: fields.get('id') ?? '' };
  const outcome = await renamePasskey(parts, passkey, fields.get('name') ?? '');
  switch (outcome) {
    case 'renamed':
    case 'unknown':
      return c.redirect(path, 303);
    case 'bad_name':
      return show(c, visit, parts, {
        error: badName(visit.look),
        name: visit.look.texts.passkeys.defaultName,
      });
  }
}

async function postRemove(
  c: PageRequest,
  visit: Visit,
  parts: PasskeyParts,
  fields: Fields,
): Promise<Response> {
  const { look } = visit;
  const removed = await removePasskey(parts, changeOf(c, visit), fields.get('id') ?? '');
  switch (removed.outcome) {
    case 'removed':
      return c.html(
        factorChangedPage({ look, factor: 'passkey', change: removed, endOthers: endOthersOf(visit) }),
      );
    case 'last':
      return show(c, visit, parts, {
        error: look.texts.passkeys.last,
        name: look.texts.passkeys.defaultName,
      });
    case 'unknown':
      return c.redirect(path, 303);
  }
}

async function show(
  c: PageRequest,
  { account, session, factors, csrfToken, look }: Visit,
  parts: PasskeyParts,
  failed: Failed | null,
): Promise<Response> {
  const passkeys = await parts.storage.passkeys.list(account.id);
  const { error = null, ...name } = failed ?? { name: look.texts.passkeys.defaultName };
  const add =
    passkeys.length >= maxPasskeys
      ? null
      : {
          action: `${path}/add`,
          options: await createEnrolmentOptions(parts, session.uid, account),
          ...name,
        };
  const html = passkeysPage({
    look,
    csrfToken,
    passkeys,
    add,
    renameAction: `${path}/rename`,
    removeAction: `${path}/remove`,
    isLastFactor: factors.size === 1 && passkeys.length === 1,
    error,
  });
  c.header('content-security-policy', contentSecurityPolicy([], { hasScript: hasScript(html) }));
  return c.html(html, failed === null ? 200 : 422);
}

function badName(look: Look): string {
  return formatCount(look.language, look.texts.passkeys.badName, maxPasskeyNameLength);
}
