import { html } from 'hono/html';
import { formatHtml } from '../../texts/format.ts';
import { hiddenField } from '../form-parts.ts';
import { card, foreignName, layout } from '../layout.ts';
import type { Look } from '../look.ts';

export interface SetUpModel {
  look: Look;
  clientName: string;
  accountHref: string;
  againHref: string;
  cancelAction: string;
  csrfToken: string;
}

/** Says that the account lacks what an app asks for, and where it can be added. */
export function setUpPage(model: SetUpModel): string {
  const { look } = model;
  const { account } = look.texts;
  const upper = html`<h1>${account.setUpTitle}</h1>
<p class="lead">${formatHtml(account.setUpLead, { app: foreignName(model.clientName) })}</p>
<p>${account.setUpHow}</p>
<div class="actions"><a class="button button-primary" href="${model.accountHref}" target="_blank" rel="noopener">${account.setUpLink}</a></div>`;
  const lower = html`<div class="row">
<p><a class="link-target" href="${model.againHref}">${account.setUpAgain}</a></p>
<form method="post" action="${model.cancelAction}">
${hiddenField('csrf', model.csrfToken)}
<button class="button-link" type="submit">${account.setUpCancel}</button>
</form>
</div>`;
  return layout({ look, title: account.setUpTitle, body: card(upper, lower) });
}
