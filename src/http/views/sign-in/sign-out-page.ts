import { html } from 'hono/html';
import { formatHtml } from '../../texts/format.ts';
import { hiddenField } from '../form-parts.ts';
import { card, foreignName, layout } from '../layout.ts';
import type { Look } from '../look.ts';

export interface SignOutModel {
  look: Look;
  action: string;
  xsrf: string;
  clientName: string | null;
  /** Null when nobody is signed in: then there is only the way on to the client. */
  accountEmail: string | null;
}

export interface SignedOutModel {
  look: Look;
  clientName: string | null;
  /** The person was asked and chose to stay. */
  isSignedIn: boolean;
}

export function signOutPage(model: SignOutModel): string {
  const { common, signOut } = model.look.texts;
  const asker =
    model.clientName === null || model.accountEmail === null
      ? ''
      : html`<p class="lead">${formatHtml(signOut.appAsks, { app: foreignName(model.clientName) })}</p>`;
  const title = model.accountEmail === null ? signOut.notSignedInTitle : signOut.title;
  const body = html`<h1>${title}</h1>
${asker}${
    model.accountEmail === null
      ? html`<p class="lead">${signOut.notSignedIn}</p>`
      : html`<p class="lead">${formatHtml(signOut.signedInAs, { email: foreignName(model.accountEmail) })}</p>`
  }
<form method="post" action="${model.action}">
${hiddenField('xsrf', model.xsrf)}
<div class="actions">
${model.accountEmail === null ? '' : html`<button class="button" type="submit">${signOut.stay}</button>`}
<button class="button button-primary" type="submit" name="logout" value="yes">${model.accountEmail === null ? common.continue : signOut.signOut}</button>
</div>
</form>`;
  return layout({ look: model.look, title, body: card(body), halves: 'joined' });
}

export function signedOutPage(model: SignedOutModel): string {
  const { signOut } = model.look.texts;
  const whence =
    model.clientName === null
      ? ''
      : html`<p class="lead">${formatHtml(signOut.goBack, { app: foreignName(model.clientName) })}</p>`;
  const { account } = model.look.texts;
  const title = model.isSignedIn ? signOut.stillSignedInTitle : signOut.signedOutTitle;
  const body = html`<h1>${title}</h1>
${whence}
${model.isSignedIn ? html`<p class="lead">${signOut.stillSignedIn}</p>` : html`<p>${signOut.sharedComputer}</p>`}
<div class="actions"><a class="button" href="/account">${model.isSignedIn ? account.setUpLink : account.setUpAgain}</a></div>`;
  return layout({ look: model.look, title, body: card(body) });
}
