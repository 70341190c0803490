import { html } from 'hono/html';
import { card, isWebAddress, layout } from './layout.ts';
import type { Look } from './look.ts';

export interface MessageModel {
  look: Look;
  title: string;
  paragraphs: string[];
  action: { href: string; label: string } | null;
}

export interface SignInEndedModel {
  look: Look;
  /** Where a new sign-in starts; null when only the client can start one. */
  restartHref: string | null;
}

export function messagePage(model: MessageModel): string {
  const { action } = model;
  const body = html`<h1>${model.title}</h1>
${model.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
${
  action !== null && isWebAddress(action.href)
    ? html`<div class="actions"><a class="button button-primary" href="${action.href}">${action.label}</a></div>`
    : ''
}`;
  return layout({ look: model.look, title: model.title, body: card(body) });
}

/** For a sign-in that was finished in another tab or left open too long, or whose cookie did not come back. */
export function signInEndedPage(model: SignInEndedModel): string {
  const { account, errors } = model.look.texts;
  const restart = model.restartHref !== null && isWebAddress(model.restartHref) ? model.restartHref : null;
  const body = html`<h1>${errors.endedTitle}</h1>
<p class="lead">${errors.signInEndedLead}</p>
${
  restart === null
    ? html`<p>${errors.goBack}</p>
<div class="actions"><a class="button" href="/account">${account.setUpLink}</a></div>`
    : html`<p>${errors.startAgainOrGoBack}</p>
<div class="actions"><a class="button button-primary" href="${restart}">${errors.startAgain}</a></div>`
}
<p class="quiet">${errors.allowCookies}</p>`;
  return layout({ look: model.look, title: errors.endedTitle, body: card(body) });
}
