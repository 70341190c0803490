import { html } from 'hono/html';
import { formatDay, formatHtml } from '../../texts/format.ts';
import { subPage } from '../account/account-parts.ts';
import { signOutElsewhere } from '../account/factors/factor-parts.ts';
import { type FormTarget, hiddenField } from '../form-parts.ts';
import { foreignName, type Html } from '../layout.ts';
import type { Look } from '../look.ts';
import { providerForm } from './provider-buttons.ts';

export interface LinkItem {
  provider: string;
  /** How its owner knows it. */
  name: string;
  linkedAt: Date;
  lastUsedAt: Date | null;
  /** Whether it is a way to sign in. */
  canSignIn: boolean;
  /** What the form to unlink it brings. */
  hidden: Readonly<Record<string, string>>;
}

export interface LinksModel {
  look: Look;
  csrfToken: string;
  links: readonly LinkItem[];
  unlinkAction: string;
  /** Those that more can be linked of. */
  providers: ReadonlyArray<{ id: string; label: string }>;
  linkAction: string;
  error: string | null;
  /** Where other sessions are ended, after a change; null: there was none. */
  endOthers: FormTarget | null;
}

export function linksPage(model: LinksModel): string {
  const { look, links, providers, error, endOthers } = model;
  const { federation } = look.texts;
  return subPage({
    look,
    title: federation.linksTitle,
    lead: federation.linksLead,
    problem: error,
    content: html`${endOthers === null ? '' : signOutElsewhere(look, endOthers)}
${links.length === 0 ? html`<p>${federation.linksNone}</p>` : html`<ul class="links">${links.map((each) => link(each, model))}</ul>`}
${providers.length === 0 ? '' : html`<h2>${federation.linkAnother}</h2><div class="providers">${providers.map((each) => linkForm(each, model))}</div>`}`,
  });
}

function link(item: LinkItem, { look, csrfToken, unlinkAction }: LinksModel): Html {
  const { federation } = look.texts;
  const since = formatHtml(federation.linkedAt, { date: formatDay(look.language, item.linkedAt) });
  const used =
    item.lastUsedAt === null
      ? ''
      : html`, ${formatHtml(federation.lastUsedAt, { date: formatDay(look.language, item.lastUsedAt) })}`;
  return html`<li>
<p>${foreignName(item.provider)} <bdi>${item.name}</bdi><br>
<span class="quiet">${since}${used}${item.canSignIn ? '' : html`. ${federation.notForSigningIn}`}</span></p>
<form method="post" action="${unlinkAction}">
${hiddenField('csrf', csrfToken)}
${Object.entries(item.hidden).map(([name, value]) => hiddenField(name, value))}
<button class="button" type="submit"><span>${formatHtml(federation.unlink, { provider: foreignName(item.provider) })}</span></button>
</form></li>`;
}

function linkForm(
  { id, label }: { id: string; label: string },
  { look, csrfToken, linkAction }: LinksModel,
): Html {
  const words = formatHtml(look.texts.federation.linkOne, { provider: foreignName(label) });
  return providerForm({ action: linkAction, label }, csrfToken, words, { more: hiddenField('provider', id) });
}
