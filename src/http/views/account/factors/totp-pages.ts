import { html } from 'hono/html';
import { formatTime } from '../../../texts/format.ts';
import { field, formError, hiddenField } from '../../form-parts.ts';
import { card, layout, titleAfter, type Html } from '../../layout.ts';
import type { Look } from '../../look.ts';
import { qrCode } from '../../qr-code.ts';
import { type FormTarget, accountLink, recoveryCodeList, signOutElsewhere } from './factor-parts.ts';

export interface AddTotpModel extends FormTarget {
  look: Look;
  /** `otpauth://` URI. */
  uri: string;
  /** The secret in base32. */
  key: string;
  /** There is one already, which this one replaces. */
  replaces: boolean;
  errors: { code?: string; form?: string };
}

/** Shows a new authenticator its secret, and asks for a first code. */
export function addTotpPage(model: AddTotpModel): string {
  const { look, errors } = model;
  const { factors } = look.texts;
  const failed = errors.code !== undefined || errors.form !== undefined;
  const upper = html`<h1>${factors.totpTitle}</h1>
<p class="lead">${model.replaces ? factors.replaceTotpLead : factors.addTotpLead}</p>
${errors.form === undefined ? '' : formError(errors.form)}
<h2>${factors.scanTitle}</h2>
${qrCode(model.uri, factors.qrCode)}
<p><a class="link-target" href="${model.uri}">${factors.openHere}</a></p>
<p>${factors.typeKey} <code class="key" dir="ltr">${inGroups(model.key)}</code></p>
<h2>${factors.proveTitle}</h2>
<form method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${field({ name: 'code', label: factors.totpCode, type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric', autofocus: failed, error: errors.code })}
<div class="actions"><button class="button button-primary" type="submit">${factors.addTotp}</button></div>
</form>`;
  return layout({
    look,
    title: titleAfter(failed, factors.totpTitle, look),
    body: card(upper, accountLink(look)),
  });
}

export interface TotpModel {
  look: Look;
  addedAt: Date;
  lastUsedAt: Date | null;
  replaceHref: string;
  remove: FormTarget;
}

/** The authenticator that an account has. */
export function totpPage({ look, addedAt, lastUsedAt, replaceHref, remove }: TotpModel): string {
  const { factors } = look.texts;
  const time = (at: Date): string => `${formatTime(look.language, at)} UTC`;
  const upper = html`<h1>${factors.totpTitle}</h1>
<p class="lead">${factors.totpIsOn}</p>
<dl class="facts">
<div><dt>${factors.addedAt}</dt><dd><bdi>${time(addedAt)}</bdi></dd></div>
<div><dt>${factors.lastUsedAt}</dt><dd><bdi>${lastUsedAt === null ? factors.notUsedYet : time(lastUsedAt)}</bdi></dd></div>
</dl>
<form method="post" action="${remove.action}">
${hiddenField('csrf', remove.csrfToken)}
<div class="actions"><a class="button" href="${replaceHref}">${factors.replaceTotp}</a>
<button class="button" type="submit">${factors.removeTotp}</button></div>
</form>`;
  return layout({ look, title: factors.totpTitle, body: card(upper, accountLink(look)) });
}

export interface TotpChangedModel {
  look: Look;
  endOthers: FormTarget;
}

/** @param codes made with it, shown this once; null: the account has some already */
export function totpAddedPage({
  look,
  endOthers,
  codes,
}: TotpChangedModel & { codes: readonly string[] | null }): string {
  const { factors } = look.texts;
  const kept = codes === null ? '' : html`<h2>${factors.codesTitle}</h2>${recoveryCodeList(look, codes)}`;
  return changedPage(look, endOthers, {
    title: factors.totpAddedTitle,
    content: html`<p class="lead">${factors.totpAddedLead}</p>${kept}`,
  });
}

/** @param codesRemoved with it, since nothing is left that they could stand in for */
export function totpRemovedPage({
  look,
  endOthers,
  codesRemoved,
}: TotpChangedModel & { codesRemoved: boolean }): string {
  const { factors } = look.texts;
  return changedPage(look, endOthers, {
    title: factors.totpRemovedTitle,
    content: html`<p class="lead">${factors.totpRemovedLead}${codesRemoved ? ` ${factors.codesRemoved}` : ''}</p>`,
  });
}

function changedPage(
  look: Look,
  endOthers: FormTarget,
  { title, content }: { readonly title: string; readonly content: Html },
): string {
  const upper = html`<h1>${title}</h1>
${content}
${signOutElsewhere(look, endOthers)}`;
  return layout({ look, title, body: card(upper, accountLink(look)) });
}

function inGroups(key: string): string {
  return (key.match(/.{1,4}/g) ?? []).join(' ');
}
