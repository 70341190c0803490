/** What the pages behind the overview of the account have in common. */
import { html } from 'hono/html';
import { formError, type FormTarget, hiddenField, noticeOf } from '../form-parts.ts';
import { card, layout, linkLine, titleAfter, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

export interface AccountFormModel extends FormTarget {
  look: Look;
}

interface SubPage {
  look: Look;
  title: string;
  lead?: string | Html;
  /** Something good that has just happened. */
  notice?: string | null;
  /** What kept the form from being done with; null: nothing. */
  problem?: string | null | undefined;
  /** A field says what is wrong with it. */
  failed?: boolean;
  content: Html | '';
  /** Where it leads beside the overview. */
  ways?: Html | '';
  /** See `layout`. */
  hasScript?: boolean;
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
  ways = '',
  hasScript = false,
}: SubPage): string {
  const upper = html`<h1>${title}</h1>
${lead === undefined ? '' : html`<p class="lead">${lead}</p>`}
${noticeOf(notice)}
${formError(problem)}
${content}`;
  const lower = html`${ways}${linkLine('/account', look.texts.account.back)}`;
  return layout({
    look,
    title: titleAfter(failed || problem !== null, title, look),
    body: card(upper, lower),
    hasScript,
  });
}

/** Of things that something can be done to; nothing where there are none. */
export function entries(items: readonly Html[]): Html | '' {
  return items.length === 0 ? '' : html`<ul class="entries">${items}</ul>`;
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
  { action, csrfToken }: FormTarget,
  { name, value, label, longLabel }: ItemButton,
): Html {
  return html`<form method="post" action="${action}">
${hiddenField('csrf', csrfToken)}
${hiddenField(name, value)}
<button class="button-link" type="submit" aria-label="${longLabel}">${label}</button>
</form>`;
}
