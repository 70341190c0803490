/** What the pages behind the overview of the account have in common. */
import { html } from 'hono/html';
import { formatTime } from '../../texts/format.ts';
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

/** To the minute, in UTC, which the words around it or whoever asks for it says. */
export function timeOf({ language }: Look, at: Date): Html {
  return html`<time datetime="${at.toISOString()}">${formatTime(language, at)}</time>`;
}

/** Of things that something can be done to; nothing where there are none. */
export function entries(items: readonly Html[]): Html | '' {
  return items.length === 0 ? '' : html`<ul class="entries">${items}</ul>`;
}

export interface Asking {
  label: string;
  /** With what it is done to, for whoever does not see where the button is. */
  longLabel?: string;
  /** How it looks until it is opened. */
  looks: 'button' | 'button button-primary' | 'link-target';
  /** What it would mean. */
  consequences: readonly string[];
  /** What it is done to, as the form says it. */
  hidden?: Readonly<Record<string, string>>;
}

/** What cannot be taken back says what it means before there is a button for it. */
export function askFirst(
  { action, csrfToken }: FormTarget,
  { label, longLabel, looks, consequences, hidden = {} }: Asking,
): Html {
  const named = longLabel === undefined ? '' : html` aria-label="${longLabel}"`;
  return html`<details class="ask"><summary class="${looks}"${named}>${label}</summary>
<form class="ask-question" method="post" action="${action}">
${hiddenField('csrf', csrfToken)}
${Object.entries(hidden).map(([name, value]) => hiddenField(name, value))}
${consequences.map((each) => html`<p>${each}</p>`)}
<div class="actions"><button class="button button-danger" type="submit"${named}>${label}</button></div>
</form></details>`;
}
