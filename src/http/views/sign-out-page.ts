import { html } from 'hono/html';
import { hiddenField } from './form-parts.ts';
import { card, foreignName, layout } from './layout.ts';

export interface SignOutModel {
  action: string;
  xsrf: string;
  clientName: string | null;
  /** Null when nobody is signed in: then there is only the way on to the client. */
  accountEmail: string | null;
  issuerName?: string;
}

export interface SignedOutModel {
  clientName: string | null;
  /** The person was asked and chose to stay. */
  isSignedIn: boolean;
  issuerName?: string;
}

export function signOutPage(model: SignOutModel): string {
  const asker =
    model.clientName === null || model.accountEmail === null
      ? ''
      : html`<p class="lead">${foreignName(model.clientName)} asks to sign you out.</p>`;
  const title = model.accountEmail === null ? 'You are not signed in' : 'Sign out?';
  const body = html`<h1>${title}</h1>
${asker}${
    model.accountEmail === null
      ? html`<p class="lead">There is nothing to sign out of in this browser.</p>`
      : html`<p class="lead">You are signed in as ${foreignName(model.accountEmail)}.</p>`
  }
<form method="post" action="${model.action}">
${hiddenField('xsrf', model.xsrf)}
<div class="actions">
${model.accountEmail === null ? '' : html`<button class="button" type="submit">Stay signed in</button>`}
<button class="button button-primary" type="submit" name="logout" value="yes">${model.accountEmail === null ? 'Continue' : 'Sign out'}</button>
</div>
</form>`;
  return layout({ title, body: card(body), halves: 'joined', ...named(model.issuerName) });
}

export function signedOutPage(model: SignedOutModel): string {
  const whence =
    model.clientName === null
      ? ''
      : html`<p class="lead">You can go back to ${foreignName(model.clientName)} or close this page.</p>`;
  const title = model.isSignedIn ? 'You are still signed in' : 'You are signed out';
  const body = html`<h1>${title}</h1>
${whence}
${model.isSignedIn ? '' : html`<p>On a shared computer, close the browser as well.</p>`}`;
  return layout({ title, body: card(body), ...named(model.issuerName) });
}

function named(issuerName: string | undefined): { issuerName?: string } {
  return issuerName === undefined ? {} : { issuerName };
}
