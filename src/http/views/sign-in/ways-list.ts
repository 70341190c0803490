import { html } from 'hono/html';
import type { Html } from '../layout.ts';
import type { Look } from '../look.ts';

export interface WaysModel {
  look: Look;
  /** Other ways to take this step. */
  others: ReadonlyArray<{ href: string; label: string }>;
  signInHref: string;
}

/** For whoever cannot take the step like this. */
export function waysList({ look, others, signInHref }: WaysModel): Html {
  const ways = [...others, { href: signInHref, label: look.texts.signIn.backToSignIn }];
  return html`<ul class="ways">${ways.map(({ href, label }) => html`<li><a class="link-target" href="${href}">${label}</a></li>`)}</ul>`;
}
