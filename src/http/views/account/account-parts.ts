/** What the pages behind the overview of the account have in common. */
import { html } from 'hono/html';
import { formError, hiddenField } from '../form-parts.ts';
import { card, layout, titleAfter, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

export interface AccountFormModel {
  look: Look;
  action: string;
  csrfToken: string;
}

interface SubPage {
  look: Look;
  title: string;
  lead?: string | Html;
  /** Something good that has just happened. */
  notice?: string | null;
  /** What kept the form from being done with; null: nothing. */
  problem?: string | null;
  /** A field says what is wrong with it. */
  failed?: boolean;
  content: Html;
}

/** A page that leads back to the overview. */
export function subPage({
  look,
  title,
  lead,
  notice = null,
  problem = null,
  failed = false,
  content,
}: SubPage) {
  const upper = html`<h1>${title}</h1>
${lead === undefined ? '' : html`<p class="lead">${lead}</p>`}
${noticeOf(notice)}
${problem === null ? '' : formError(problem)}
${content}`;
  const lower = html`<p><a class="link-target" href="/account">${look.texts.account.back}</a></p>`;
  return layout({
    look,
    title: titleAfter(failed || problem !== null, title, look),
    body: card(upper, lower),
  });
}

export function noticeOf(notice: string | null): Html | '' {
  return notice === null ? '' : html`<div class="notice" role="status"><p>${notice}</p></div>`;
}

export function fieldsForm({ action, csrfToken }: AccountFormModel, fields: Html, submit: string): Html {
  return html`<form class="fields" method="post" action="${action}">
${hiddenField('csrf', csrfToken)}
${fields}
<div class="actions"><button class="button button-primary" type="submit">${submit}</button></div>
</form>`;
}

export interface ItemButton {
  name: string;
  value: string;
  label: string;
  /** With what it is done to, for whoever does not see where the button is. */
  longLabel: string;
}

/** A form with nothing to fill in, beside the item that it does something to. */
export function itemForm(
  { action, csrfToken }: AccountFormModel,
  { name, value, label, longLabel }: ItemButton,
): Html {
  return html`<form method="post" action="${action}">
${hiddenField('csrf', csrfToken)}
${hiddenField(name, value)}
<button class="button-link" type="submit" aria-label="${longLabel}">${label}</button>
</form>`;
}
