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
import { originOf } from '../../../platform/request-info.ts';
import type { PageEnv, PageRequest } from '../../page/page-request.ts';
import type { Fields } from '../../page/read-form.ts';
import { sendScripted } from '../../page/scripted.ts';
import { formatCount } from '../../texts/format.ts';
import type { AccountItem } from '../../views/account/account-page.ts';
import { passkeysPage } from '../../views/account/factors/passkeys-page.ts';
import type { Look } from '../../views/look.ts';
import { factorChanged } from './factor-routes.ts';
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
  /** As it was typed. */
  readonly name?: string;
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
  const { none, passkeyCount } = look.texts.accountPages;
  const value = count === 0 ? none : formatCount(look.language, passkeyCount, count);
  return [{ href: path, label: look.texts.account.passkeys, value }];
}

async function postAdd(c: PageRequest, visit: Visit, parts: PasskeyParts, fields: Fields): Promise<Response> {
  const { look, session } = visit;
  const words = look.texts.passkeys;
  const typed = fields.get('name') ?? '';
  const name = typed.trim() === '' ? nameHere(c, look) : typed;
  const enrolment = { transaction: session.uid, response: fields.get('passkey') ?? '', name };
  const added = await addPasskey(parts, changeOf(c, visit), enrolment);
  const again = (error: string | null, nameError?: string) =>
    show(c, visit, parts, { error, name, ...(nameError === undefined ? {} : { nameError }) });
  switch (added.outcome) {
    case 'added':
      return sendScripted(c, factorChanged(visit, 'passkey', added));
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
      return show(c, visit, parts, { error: badName(visit.look) });
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
      return c.html(factorChanged(visit, 'passkey', removed));
    case 'last':
      return show(c, visit, parts, { error: look.texts.passkeys.last });
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
  const { error = null, ...name } = failed ?? {};
  const add =
    passkeys.length >= maxPasskeys
      ? null
      : {
          action: `${path}/add`,
          options: await createEnrolmentOptions(parts, session.uid, account),
          name: nameHere(c, look),
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
  return sendScripted(c, html, failed === null ? 200 : 422);
}

/** What to call a passkey that is made in this browser. */
function nameHere(c: PageRequest, { texts }: Look): string {
  const { browser } = originOf(c.env.incoming);
  return browser === '' ? texts.passkeys.defaultName : browser;
}

function badName(look: Look): string {
  return formatCount(look.language, look.texts.passkeys.badName, maxPasskeyNameLength);
}
