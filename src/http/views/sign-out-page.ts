import { html } from 'hono/html';
import { hiddenField } from './form-parts.ts';
import { card, foreignName, layout } from './layout.ts';

export interface SignOutModel {
  action: string;
  xsrf: string;
  clientName: string | null;
  accountEmail: string | null;
  issuerName?: string;
}

export interface SignedOutModel {
  clientName: string | null;
  issuerName?: string;
}

export function signOutPage(model: SignOutModel): string {
  const asker =
    model.clientName === null
      ? ''
      : html`<p class="lead">${foreignName(model.clientName)} asks to sign you out.</p>`;
  const account =
    model.accountEmail === null
      ? ''
      : html`<p class="lead">You are signed in as ${foreignName(model.accountEmail)}.</p>`;
  const body = html`<h1>Sign out?</h1>
${asker}${account}
<form method="post" action="${model.action}">
${hiddenField('xsrf', model.xsrf)}
<div class="actions">
<button class="button" type="submit">Stay signed in</button>
<button class="button button-primary" type="submit" name="logout" value="yes">Sign out</button>
</div>
</form>`;
  return layout({ title: 'Sign out', body: card(body), halves: 'joined', ...named(model.issuerName) });
}

export function signedOutPage(model: SignedOutModel): string {
  const whence =
    model.clientName === null
      ? ''
      : html`<p class="lead">You can go back to ${foreignName(model.clientName)} or close this page.</p>`;
  const body = html`<h1>You are signed out</h1>
${whence}
<p>On a shared computer, close the browser as well.</p>`;
  return layout({ title: 'Signed out', body: card(body), ...named(model.issuerName) });
}

function named(issuerName: string | undefined): { issuerName?: string } {
  return issuerName === undefined ? {} : { issuerName };
}
