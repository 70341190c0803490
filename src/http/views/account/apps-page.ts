import { html } from 'hono/html';
import { format, formatHtml } from '../../texts/format.ts';
import { scopeList, type ConsentScope } from '../sign-in/consent-page.ts';
import type { Html } from '../layout.ts';
import { type AccountFormModel, askFirst, entries, subPage, timeOf } from './account-parts.ts';

export interface AppItem {
  clientId: string;
  name: string;
  since: Date;
  hasAccess: boolean;
  scopes: readonly ConsentScope[];
}

export interface AppsModel extends AccountFormModel {
  apps: readonly AppItem[];
  notice: string | null;
}

/** The apps that may use the account, and what for. */
export function appsPage(model: AppsModel): string {
  const { look, apps, notice } = model;
  const { accountPages } = look.texts;
  return subPage({
    look,
    title: accountPages.appsTitle,
    lead: apps.length === 0 ? accountPages.appsNone : accountPages.appsLead,
    notice,
    content: entries(apps.map((app) => entry(app, model))),
  });
}

function entry({ clientId, name, since, hasAccess, scopes }: AppItem, model: AppsModel): Html {
  const { accountPages } = model.look.texts;
  const withdraw = {
    label: accountPages.appWithdrawShort,
    longLabel: format(accountPages.appWithdraw, { app: name }),
    looks: 'link-target',
    consequences: [accountPages.appWithdrawMeans],
    hidden: { client: clientId },
  } as const;
  const time = timeOf(model.look, since);
  return html`<li>
<div><p><strong><bdi>${name}</bdi></strong></p>
<p class="quiet">${formatHtml(accountPages.appSince, { time })}</p>
${hasAccess ? '' : html`<p class="quiet">${accountPages.appNoAccess}</p>`}</div>
${askFirst(model, withdraw)}
${scopes.length === 0 ? '' : scopeList(scopes)}
</li>`;
}
