import { html } from 'hono/html';
import { field, formError, hiddenField, titleAfter } from './form-parts.ts';
import { card, foreignName, layout, type Html } from './layout.ts';

export interface SignUpModel {
  /** Null when nobody sent the person here. */
  clientName: string | null;
  action: string;
  csrfToken: string;
  name: string;
  email: string;
  passwordMinLength: number;
  errors: { email?: string; password?: string; form?: string };
  signInHref: string;
  issuerName: string;
}

export function signUpPage(model: SignUpModel): string {
  const failed = Object.values(model.errors).some((message) => message !== undefined);
  const upper = html`<h1>Create an account</h1>
${model.clientName === null ? '' : html`<p class="lead">to continue to ${foreignName(model.clientName)}</p>`}
${model.errors.form === undefined ? '' : formError(model.errors.form)}
${accountForm(model, failed)}`;
  const lower = html`<div class="row">
<p><span>Already have an account?</span> <a class="link-target" href="${model.signInHref}">Sign in</a></p>
</div>`;
  return layout({
    title: titleAfter(failed, 'Create an account'),
    body: card(upper, lower),
    issuerName: model.issuerName,
  });
}

function accountForm(model: SignUpModel, failed: boolean): Html {
  const { errors } = model;
  const focusPassword = errors.email === undefined && errors.password !== undefined;
  return html`<form class="fields" method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${field({ name: 'name', label: 'Name', type: 'text', autocomplete: 'name', value: model.name, optional: true, autofocus: !failed })}
${field({
  name: 'email',
  label: 'Email',
  type: 'email',
  autocomplete: 'username',
  value: model.email,
  autofocus: errors.email !== undefined || (failed && errors.password === undefined),
  error: errors.email,
})}
${field({
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'new-password',
  autofocus: focusPassword,
  minLength: model.passwordMinLength,
  hint: `At least ${String(model.passwordMinLength)} characters. A few unrelated words make a good one.`,
  error: errors.password,
})}
<div class="actions"><button class="button button-primary" type="submit">Create account</button></div>
</form>`;
}
