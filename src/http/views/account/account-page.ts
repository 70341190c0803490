import { html } from 'hono/html';
import { formatHtml } from '../../texts/format.ts';
import { noticeOf } from '../form-parts.ts';
import { card, foreignName, layout, linkLine, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

export interface AccountItem {
  href: string;
  label: string;
  /** What is so now; null: nothing to say. */
  value: string | null;
  /** What is to be done about it. */
  badge?: string;
}

export interface AccountModel {
  look: Look;
  email: string;
  signOutHref: string;
  /** Something good that has just happened. */
  notice: string | null;
  sections: ReadonlyArray<{ title: string; items: readonly AccountItem[] }>;
}

/** What there is to see and change of an account, each on a page of its own. */
export function accountPage({ look, email, signOutHref, notice, sections }: AccountModel): string {
  const { account } = look.texts;
  const upper = html`<h1>${account.title}</h1>
<p class="lead">${formatHtml(account.lead, { email: foreignName(email) })}</p>
${noticeOf(notice)}
${sections.map(({ title, items }) => html`<h2>${title}</h2><ul class="index">${items.map(item)}</ul>`)}`;
  return layout({
    look,
    title: account.title,
    body: card(upper, linkLine(signOutHref, account.signOut)),
  });
}

function item({ href, label, value, badge }: AccountItem): Html {
  const now = html`${value === null ? '' : html`<bdi>${value}</bdi>`} ${badge === undefined ? '' : html`<span class="badge">${badge}</span>`}`;
  return html`<li><a href="${href}"><span class="index-label">${label}</span> ${value === null && badge === undefined ? '' : html`<span class="quiet">${now}</span>`}</a></li>`;
}
