import { html } from 'hono/html';
import { format, formatHtml } from '../../texts/format.ts';
import { fieldsForm } from '../form-parts.ts';
import type { Html } from '../layout.ts';
import { type AccountFormModel, askFirst, entries, subPage, timeOf } from './account-parts.ts';

export interface SessionItem {
  uid: string;
  /** Such as `Firefox on Linux`; empty: unknown. */
  browser: string;
  /** Empty: unknown. */
  network: string;
  since: Date;
  isThis: boolean;
}

export interface SessionsModel extends AccountFormModel {
  sessions: readonly SessionItem[];
  notice: string | null;
  endOthersHref: string;
  signOutHref: string;
}

/** The browsers that somebody is signed in to the account with. */
export function sessionsPage(model: SessionsModel): string {
  const { look, sessions, endOthersHref } = model;
  const { accountPages } = look.texts;
  return subPage({
    look,
    title: accountPages.sessionsTitle,
    lead: accountPages.sessionsLead,
    notice: model.notice,
    content: html`${entries(sessions.map((session) => entry(session, model)))}
<p><a class="link-target" href="${endOthersHref}">${accountPages.endOthersLink}</a></p>`,
  });
}

function entry({ uid, browser, network, since, isThis }: SessionItem, model: SessionsModel): Html {
  const { accountPages } = model.look.texts;
  const name = browser === '' ? accountPages.sessionUnknown : browser;
  const end = {
    label: accountPages.sessionEndShort,
    longLabel: format(accountPages.sessionEnd, { browser: name }),
    looks: 'link-target',
    consequences: [accountPages.sessionEndMeans],
    hidden: { session: uid },
  } as const;
  const time = timeOf(model.look, since);
  const from = formatHtml(accountPages.sessionFrom, { network: html`<code><bdi>${network}</bdi></code>` });
  return html`<li>
<div><p><strong><bdi>${name}</bdi></strong>${isThis ? html` <span class="badge">${accountPages.sessionThis}</span>` : ''}</p>
<p class="quiet">${formatHtml(accountPages.sessionSince, { time })}</p>
${network === '' ? '' : html`<p class="quiet">${from}</p>`}</div>
${
  isThis
    ? html`<a class="link-target" href="${model.signOutHref}">${accountPages.sessionEndShort}</a>`
    : askFirst(model, end)
}
</li>`;
}

/** Asks before everything else of the account is ended. */
export function endOthersPage(model: AccountFormModel): string {
  const { accountPages } = model.look.texts;
  return subPage({
    look: model.look,
    title: accountPages.endOthersTitle,
    lead: accountPages.endOthersLead,
    content: fieldsForm(model, html``, accountPages.endOthersLink),
  });
}
