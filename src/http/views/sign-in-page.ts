import { html } from 'hono/html';
import { field, formError, formErrorId, hiddenField, titleAfter } from './form-parts.ts';
import { card, foreignName, layout, type Html } from './layout.ts';

export interface SignInModel {
  clientName: string;
  action: string;
  csrfToken: string;
  email: string;
  error: null | string;
  notice: null | string;
  /** Where a forgotten password is replaced; null: nowhere. */
  resetHref: null | string;
  signUpHref: string;
  cancel: { action: string } | null;
  issuerName: string;
}

export function signInPage(model: SignInModel): string {
  const upper = html`<h1>Sign in</h1>
<p class="lead">to continue to ${foreignName(model.clientName)}</p>
${model.notice === null ? '' : html`<div class="notice" role="status"><p>${model.notice}</p></div>`}
${model.error === null ? '' : formError(model.error)}
${credentialsForm(model)}`;
  return layout({
    title: titleAfter(model.error !== null, 'Sign in'),
    body: card(upper, otherWays(model)),
    issuerName: model.issuerName,
  });
}

function credentialsForm(model: SignInModel): Html {
  const explainedBy = model.error === null ? undefined : formErrorId;
  const emailKnown = model.email !== '';
  return html`<form class="fields" method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${field({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', value: model.email, autofocus: !emailKnown, explainedBy })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', autofocus: emailKnown, explainedBy })}
${model.resetHref === null ? '' : html`<p class="beside-field"><a class="link-target" href="${model.resetHref}">Forgot your password?</a></p>`}
<div class="actions"><button class="button button-primary" type="submit">Sign in</button></div>
</form>`;
}

function otherWays(model: SignInModel): Html {
  return html`<div class="row">
<p><span>New here?</span> <a class="link-target" href="${model.signUpHref}">Create an account</a></p>
${model.cancel === null ? '' : cancelForm(model.cancel.action, model.csrfToken)}
</div>`;
}

function cancelForm(action: string, csrfToken: string): Html {
  return html`<form method="post" action="${action}">
${hiddenField('csrf', csrfToken)}
<button class="button-link" type="submit" name="cancel" value="1">Cancel</button>
</form>`;
}
