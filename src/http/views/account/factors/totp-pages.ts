import { html } from 'hono/html';
import { codeField, copyButton, fieldsForm, type FormTarget } from '../../form-parts.ts';
import type { Html } from '../../layout.ts';
import type { Look } from '../../look.ts';
import { qrCode } from '../../qr-code.ts';
import { askFirst, subPage, timeOf } from '../account-parts.ts';

export interface AddTotpModel extends FormTarget {
  look: Look;
  /** `otpauth://` URI. */
  uri: string;
  /** The secret in base32. */
  key: string;
  /** There is one already, which this one replaces. */
  replaces: boolean;
  /** Recovery codes are made with it. */
  codesFollow: boolean;
  errors: { code?: string; form?: string };
}

/** Shows a new authenticator its secret, and asks for a first code. */
export function addTotpPage(model: AddTotpModel): string {
  const { look, errors } = model;
  const { factors } = look.texts;
  const failed = errors.code !== undefined || errors.form !== undefined;
  return subPage({
    look,
    title: factors.totpTitle,
    lead: model.replaces ? factors.replaceTotpLead : factors.addTotpLead,
    problem: errors.form,
    failed,
    content: html`<ol class="steps">
<li><p>${factors.totpNeeds}</p></li>
<li class="enrol"><div class="enrol-scan"><p>${factors.scanThis}</p>
${qrCode(model.uri, factors.qrCode)}</div>
<p><a class="link-target" href="${model.uri}">${factors.openHere}</a></p>
<div><p>${factors.typeKey}<br><code class="key" dir="ltr">${inGroups(model.key)}</code></p>
<div class="copy">${copyButton(look, model.key)} <p class="said" role="status"></p></div></div></li>
<li>${fieldsForm(model, codeField(factors.totpCode, { autofocus: failed, error: errors.code }), factors.addTotp)}
${model.codesFollow ? html`<p class="quiet">${factors.codesFollow}</p>` : ''}</li>
</ol>`,
  });
}

export interface TotpModel {
  look: Look;
  addedAt: Date;
  lastUsedAt: Date | null;
  replaceHref: string;
  remove: FormTarget;
  /** Of the account: the recovery codes go with it. */
  isLastFactor: boolean;
}

/** The authenticator that an account has. */
export function totpPage(model: TotpModel): string {
  const { look, addedAt, lastUsedAt, replaceHref, remove, isLastFactor } = model;
  const { factors } = look.texts;
  const asking = {
    label: factors.removeTotp,
    looks: 'button',
    consequences: [factors.removeTotpMeans, ...(isLastFactor ? [factors.lastFactorMeans] : [])],
  } as const;
  const time = (at: Date): Html => html`${timeOf(look, at)} UTC`;
  return subPage({
    look,
    title: factors.totpTitle,
    lead: factors.totpIsOn,
    content: html`<dl class="facts">
<div><dt>${factors.addedAt}</dt><dd><bdi>${time(addedAt)}</bdi></dd></div>
<div><dt>${factors.lastUsedAt}</dt><dd><bdi>${lastUsedAt === null ? factors.notUsedYet : time(lastUsedAt)}</bdi></dd></div>
</dl>
<div class="actions"><a class="button" href="${replaceHref}">${factors.replaceTotp}</a></div>
${askFirst(remove, asking)}`,
  });
}

function inGroups(key: string): string {
  return (key.match(/.{1,4}/g) ?? []).join(' ');
}
