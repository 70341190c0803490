import { html } from 'hono/html';
import { formatHtml } from '../../texts/format.ts';
import type { Html } from '../layout.ts';
import type { Look } from '../look.ts';
import { entries, subPage, timeOf } from './account-parts.ts';

export interface ActivityItem {
  /** A sentence in which `{detail}` may stand. */
  text: string;
  detail: string;
  browser: string;
  network: string;
  at: Date;
}

export interface ActivityModel {
  look: Look;
  items: readonly ActivityItem[];
}

/** What happened to the account, newest first. */
export function activityPage({ look, items }: ActivityModel): string {
  const { accountPages } = look.texts;
  return subPage({
    look,
    title: accountPages.activityTitle,
    lead: items.length === 0 ? accountPages.activityNone : accountPages.activityLead,
    content: entries(items.map((item) => entry(item, look))),
  });
}

function entry({ text, detail, browser, network, at }: ActivityItem, look: Look): Html {
  const { accountPages } = look.texts;
  const from = formatHtml(accountPages.sessionFrom, { network: html`<code><bdi>${network}</bdi></code>` });
  return html`<li>
<div><p>${formatHtml(text, { detail: html`<bdi>${detail}</bdi>` })}</p>
<p class="quiet">${timeOf(look, at)} UTC</p>
<p class="quiet"><bdi>${browser}</bdi> ${network === '' ? '' : from}</p></div>
</li>`;
}
