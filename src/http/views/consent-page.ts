import { html } from 'hono/html';
import { hiddenField } from './form-parts.ts';
import { card, foreignName, layout, type Html } from './layout.ts';

export interface ConsentScope {
  name: string;
  description: string;
}

export interface ConsentModel {
  clientName: string;
  /** What the client says of itself; shown by host, and only when it is an http(s) address. */
  clientUri: string | null;
  accountEmail: string;
  scopes: ConsentScope[];
  apis: Array<{ name: string; audience: string; scopes: ConsentScope[] }>;
  redirectHost: string;
  /** A phrase that answers "for how long", such as "30 days" or "Until you remove it". */
  lifetime: string;
  action: string;
  csrfToken: string;
  issuerName: string;
}

export function consentPage(model: ConsentModel): string {
  const body = html`<form method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${card(request(model), decision(model))}
</form>`;
  return layout({
    title: `Allow ${model.clientName}?`,
    body,
    issuerName: model.issuerName,
    halves: 'joined',
  });
}

function request(model: ConsentModel): Html {
  return html`<h1><bdi>${model.clientName}</bdi> asks for access to your account</h1>
${website(model.clientUri)}
<div class="account">
<p><span class="quiet">Signed in as</span> ${foreignName(model.accountEmail)}</p>
<button class="button-link" type="submit" name="decision" value="switch-account">Not you? Use another account</button>
</div>
${model.scopes.length === 0 ? '' : html`<h2>It would be able to</h2>${scopeList(model.scopes)}`}
${model.apis.map(
  (
    api,
  ) => html`<h2>At <bdi>${api.name}</bdi> it would be able to <span class="audience"><code>${api.audience}</code></span></h2>
${scopeList(api.scopes)}`,
)}`;
}

function decision(model: ConsentModel): Html {
  return html`<dl class="facts">
<div><dt>How long this lasts</dt><dd><bdi>${model.lifetime}</bdi></dd></div>
<div><dt>Where you go next</dt><dd><code>${model.redirectHost}</code></dd></div>
</dl>
<p class="quiet">Allow this only if you know and trust ${foreignName(model.clientName)}. If you deny, nothing is shared.</p>
<div class="actions">
<button class="button" type="submit" name="decision" value="deny">Deny</button>
<button class="button button-primary" type="submit" name="decision" value="allow">Allow</button>
</div>`;
}

function scopeList(scopes: ConsentScope[]): Html {
  return html`<ul class="grants">${scopes.map(
    (scope) =>
      html`<li>${scope.description === '' ? '' : html`<bdi>${scope.description}</bdi>`}<code>${scope.name}</code></li>`,
  )}</ul>`;
}

/** The host comes from the URL parser: punycode shows a look-alike name, and user info cannot pose as a host. */
function website(clientUri: string | null): Html | '' {
  const url = clientUri === null ? null : URL.parse(clientUri);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return '';
  return html`<p class="lead">It says its website is <a href="${url.href}" target="_blank" rel="noopener noreferrer">${url.host}</a></p>`;
}
