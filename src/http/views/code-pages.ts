import { html } from 'hono/html';
import { field, formError, hiddenField, titleAfter } from './form-parts.ts';
import { card, layout, type Html } from './layout.ts';

interface FormModel {
  action: string;
  csrfToken: string;
  issuerName: string;
}

export interface ResetRequestModel extends FormModel {
  email: string;
  errors: { email?: string; form?: string };
  signInHref: string;
}

/** Asks for the address of a forgotten password. */
export function resetRequestPage(model: ResetRequestModel): string {
  const { errors } = model;
  const failed = errors.email !== undefined || errors.form !== undefined;
  const upper = html`<h1>Forgot your password?</h1>
<p class="lead">We will send you a code with which you can choose a new one.</p>
${errors.form === undefined ? '' : formError(errors.form)}
<form class="fields" method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${field({ name: 'email', label: 'Email', type: 'email', autocomplete: 'username', value: model.email, autofocus: true, error: errors.email })}
<div class="actions"><button class="button button-primary" type="submit">Send the code</button></div>
</form>`;
  const lower = html`<p><a class="link-target" href="${model.signInHref}">Back to sign in</a></p>`;
  return layout({
    title: titleAfter(failed, 'Forgot your password?'),
    body: card(upper, lower),
    issuerName: model.issuerName,
  });
}

export interface CodeModel extends FormModel {
  /** As it was typed, so that it need not be typed again. */
  code: string;
  errors: { code?: string; password?: string; form?: string };
  /** Where another code can be asked for. */
  againHref: string;
}

/** Asks for the code, and the new password. */
export function resetPage(model: CodeModel & { passwordMinLength: number }): string {
  const { errors } = model;
  return codePage(model, {
    title: 'Choose a new password',
    lead: 'If there is an account with that address, we have sent it a code. It is good for ten minutes.',
    submit: 'Change password',
    more: field({
      name: 'password',
      label: 'New password',
      type: 'password',
      autocomplete: 'new-password',
      minLength: model.passwordMinLength,
      hint: `At least ${String(model.passwordMinLength)} characters. You will be signed out everywhere else.`,
      autofocus: errors.code === undefined && errors.password !== undefined,
      error: errors.password,
    }),
  });
}

/** Asks for the code that a new account's address is proven with. */
export function signUpCodePage(model: CodeModel): string {
  return codePage(model, {
    title: 'Check your mail',
    lead: 'We have sent a code to the address you gave. Enter it here to create your account. It is good for ten minutes.',
    submit: 'Create account',
    more: '',
  });
}

interface CodeWords {
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly more: Html | '';
}

function codePage(model: CodeModel, { title, lead, submit, more }: CodeWords): string {
  const { errors } = model;
  const failed = Object.values(errors).some((message) => message !== undefined);
  const upper = html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${errors.form === undefined ? '' : formError(errors.form)}
<form class="fields" method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${field({
  name: 'code',
  label: 'Code from the mail',
  type: 'text',
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  value: model.code,
  autofocus: errors.password === undefined,
  error: errors.code,
})}
${more}
<div class="actions"><button class="button button-primary" type="submit">${submit}</button></div>
</form>`;
  const lower = html`<p><span>Nothing came?</span> <a class="link-target" href="${model.againHref}">Ask for another code</a></p>`;
  return layout({ title: titleAfter(failed, title), body: card(upper, lower), issuerName: model.issuerName });
}
