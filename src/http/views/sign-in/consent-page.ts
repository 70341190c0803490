import { html } from 'hono/html';
import { format, formatHtml } from '../../texts/format.ts';
import { hiddenField } from '../form-parts.ts';
import { card, foreignName, layout, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

export interface ConsentScope {
  name: string;
  description: string;
}

export interface ConsentModel {
  look: Look;
  clientName: string;
  /** What the client says of itself; shown by host, and only when it is an http(s) address. */
  clientUri: string | null;
  accountEmail: string;
  scopes: ConsentScope[];
  apis: Array<{ name: string; audience: string; scopes: ConsentScope[] }>;
  /** Where the browser goes next. */
  redirect: {
    host: string;
    /** An app that waits on this computer, rather than a site (RFC 8252 §7.3). */
    isLoopback: boolean;
  };
  /** A phrase that answers "for how long", such as "30 days". */
  lifetime: string;
  action: string;
  csrfToken: string;
}

export function consentPage(model: ConsentModel): string {
  const body = html`<form method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${card(request(model), decision(model))}
</form>`;
  return layout({
    look: model.look,
    title: format(model.look.texts.consent.title, { app: model.clientName }),
    body,
    halves: 'joined',
  });
}

function request(model: ConsentModel): Html {
  const { consent } = model.look.texts;
  const app = html`<bdi>${model.clientName}</bdi>`;
  return html`<h1>${formatHtml(consent.heading, { app })}</h1>
${website(model)}
<div class="account">
<p><span class="quiet">${consent.signedInAs}</span> ${foreignName(model.accountEmail)}</p>
<button class="button-link" type="submit" name="decision" value="switch-account">${consent.useAnotherAccount}</button>
</div>
${model.scopes.length === 0 ? '' : html`<h2>${consent.wouldBeAble}</h2>${inWords(model.scopes)}`}
${model.apis.map(
  (api) => html`<h2>${formatHtml(consent.wouldBeAbleAt, { api: html`<bdi>${api.name}</bdi>` })}</h2>
${inWords(api.scopes)}`,
)}
${technicalDetails(model)}`;
}

/** By name only where there are no words for it. */
function inWords(scopes: readonly ConsentScope[]): Html {
  return html`<ul class="grants">${scopes.map(({ name, description }) =>
    description === '' ? html`<li><code>${name}</code></li>` : html`<li><bdi>${description}</bdi></li>`,
  )}</ul>`;
}

/** What the app asks for, as it asks for it. */
function technicalDetails({ scopes, apis, look }: ConsentModel): Html | '' {
  if (scopes.length === 0 && apis.length === 0) return '';
  return html`<details>
<summary class="link-target">${look.texts.consent.technicalDetails}</summary>
${scopes.length === 0 ? '' : html`<p>${names(scopes)}</p>`}
${apis.map((api) => html`<p><bdi>${api.name}</bdi> <code>${api.audience}</code> ${names(api.scopes)}</p>`)}
</details>`;
}

function names(scopes: readonly ConsentScope[]): Html {
  return html`${scopes.map(({ name }) => html`<code>${name}</code> `)}`;
}

function whereNext({ redirect: { host, isLoopback }, look }: ConsentModel): Html {
  const where = html`<code>${host}</code>`;
  return isLoopback ? formatHtml(look.texts.consent.thisComputer, { host: where }) : where;
}

function decision(model: ConsentModel): Html {
  const { consent } = model.look.texts;
  return html`<dl class="facts">
<div><dt>${consent.howLong}</dt><dd><bdi>${model.lifetime}</bdi></dd></div>
<div><dt>${consent.whereNext}</dt><dd>${whereNext(model)}</dd></div>
</dl>
<p class="quiet">${formatHtml(consent.onlyIfTrusted, { app: foreignName(model.clientName) })}</p>
<div class="actions">
<button class="button" type="submit" name="decision" value="deny">${consent.deny}</button>
<button class="button button-primary" type="submit" name="decision" value="allow">${consent.allow}</button>
</div>`;
}

export function scopeList(scopes: readonly ConsentScope[]): Html {
  return html`<ul class="grants">${scopes.map(
    (scope) =>
      html`<li>${scope.description === '' ? '' : html`<bdi>${scope.description}</bdi>`}<code>${scope.name}</code></li>`,
  )}</ul>`;
}

/** The host comes from the URL parser: punycode shows a look-alike name, and user info cannot pose as a host. */
function website({ clientUri, look: { texts } }: ConsentModel): Html | '' {
  const url = clientUri === null ? null : URL.parse(clientUri);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return '';
  const link = html`<a class="host" href="${url.href}" target="_blank" rel="noopener noreferrer">${url.host}</a>`;
  return html`<p class="lead">${formatHtml(texts.consent.website, { website: link })}</p>`;
}
