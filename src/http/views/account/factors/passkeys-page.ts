import { html } from 'hono/html';
import { formatCount, formatHtml } from '../../../texts/format.ts';
import { field, hiddenField } from '../../form-parts.ts';
import type { Html } from '../../layout.ts';
import type { Look } from '../../look.ts';
import { passkeyForm } from '../../passkey-form.ts';
import { askFirst, entries, subPage, timeOf } from '../account-parts.ts';

export interface PasskeyItem {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface PasskeysModel {
  look: Look;
  csrfToken: string;
  passkeys: readonly PasskeyItem[];
  /** How a new one is asked for; null: there are as many as there can be. */
  add: { action: string; options: object; name: string; nameError?: string } | null;
  renameAction: string;
  removeAction: string;
  /** Of the account: the recovery codes go with it. */
  isLastFactor: boolean;
  error: string | null;
}

/** The passkeys of an account, what can be done with each, and how to add one. */
export function passkeysPage(model: PasskeysModel): string {
  const { look, passkeys, add, error } = model;
  const words = look.texts.passkeys;
  const list = entries(passkeys.map((passkey) => entry(model, passkey)));
  return subPage({
    look,
    title: words.title,
    lead: words.lead,
    problem: error,
    failed: add?.nameError !== undefined,
    content: html`${passkeys.length === 0 ? html`<p>${words.none}</p>` : list}
<h2>${words.addTitle}</h2>
${add === null ? html`<p>${formatCount(look.language, words.tooMany, passkeys.length)}</p>` : addPart(model, add)}`,
    hasScript: add !== null,
  });
}

function entry(
  { look, csrfToken, renameAction, removeAction, isLastFactor }: PasskeysModel,
  { id, name, createdAt, lastUsedAt }: PasskeyItem,
): Html {
  const words = look.texts.passkeys;
  const time = (at: Date): Html => html`${timeOf(look, at)} UTC`;
  const remove = {
    label: words.remove,
    looks: 'button',
    consequences: [words.removeMeans, ...(isLastFactor ? [look.texts.factors.lastFactorMeans] : [])],
    hidden: { id },
  } as const;
  const used = lastUsedAt === null ? words.neverUsed : formatHtml(words.lastUsed, { at: time(lastUsedAt) });
  return html`<li><details>
<summary><bdi>${name}</bdi>
<span class="quiet">${formatHtml(words.added, { at: time(createdAt) })}<br>${used}</span></summary>
<form class="fields" method="post" action="${renameAction}">
${hiddenField('csrf', csrfToken)}
${hiddenField('id', id)}
${field({ name: 'name', id: `name-${id}`, label: words.name, type: 'text', autocomplete: 'off', value: name })}
<div class="actions"><button class="button" type="submit">${words.rename}</button></div>
</form>
${askFirst({ action: removeAction, csrfToken }, remove)}
</details></li>`;
}

function addPart({ look, csrfToken }: PasskeysModel, add: NonNullable<PasskeysModel['add']>): Html {
  const words = look.texts.passkeys;
  const form = passkeyForm({
    ceremony: 'create',
    action: add.action,
    csrfToken,
    options: add.options,
    button: words.add,
    isPrimary: true,
    failed: words.notAdded,
    known: words.known,
    fields: field({
      name: 'name',
      label: words.name,
      type: 'text',
      autocomplete: 'off',
      value: add.name,
      hint: words.newNameHint,
      error: add.nameError,
    }),
  });
  return html`<div data-passkey-only hidden>${form}</div>
<div class="notice" data-passkey-none><p>${words.cannotAdd}</p></div>`;
}
