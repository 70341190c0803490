import { html } from 'hono/html';
import { card, foreignName, isWebAddress, layout } from './layout.ts';

export interface MessageModel {
  title: string;
  paragraphs: string[];
  action: { href: string; label: string } | null;
  issuerName: string;
}

export interface SignInEndedModel {
  clientName: string | null;
  /** Where a new sign-in starts; null when only the client can start one. */
  restartHref: string | null;
  issuerName: string;
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
  return layout({ title: model.title, body: card(body), issuerName: model.issuerName });
}

/** For a sign-in that was finished in another tab or left open too long, or whose cookie did not come back. */
export function signInEndedPage(model: SignInEndedModel): string {
  const origin = model.clientName === null ? html`the app you came from` : foreignName(model.clientName);
  const restart = model.restartHref !== null && isWebAddress(model.restartHref) ? model.restartHref : null;
  const body = html`<h1>This sign&#8209;in has ended</h1>
<p class="lead">It was finished in another tab, or left open too long. Nothing is lost.</p>
${
  restart === null
    ? html`<p>Go back to ${origin} and sign in from there.</p>`
    : html`<p>You can start again, or go back to ${origin} and sign in from there.</p>
<div class="actions"><a class="button button-primary" href="${restart}">Start again</a></div>`
}
<p class="quiet">If you see this every time, allow cookies for this site in your browser.</p>`;
  return layout({ title: 'This sign-in has ended', body: card(body), issuerName: model.issuerName });
}
