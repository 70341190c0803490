import { html } from 'hono/html';
import { formatCount, formatHtml } from '../../texts/format.ts';
import { field, fieldsForm, formError, type FormTarget } from '../form-parts.ts';
import { card, foreignName, layout, titleAfter, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

export interface SignUpModel extends FormTarget {
  look: Look;
  /** Null: the account itself. */
  clientName: string | null;
  name: string;
  email: string;
  passwordMinLength: number;
  errors: { email?: string; password?: string; form?: string };
  signInHref: string;
}

export function signUpPage(model: SignUpModel): string {
  const { look } = model;
  const { common, signIn } = look.texts;
  const failed = Object.values(model.errors).some((message) => message !== undefined);
  const upper = html`<h1>${signIn.signUpTitle}</h1>
${model.clientName === null ? '' : html`<p class="lead">${formatHtml(signIn.toContinueTo, { app: foreignName(model.clientName) })}</p>`}
${formError(model.errors.form)}
${accountForm(model, failed)}`;
  const lower = html`<div class="row">
<p><span>${signIn.haveAccount}</span> <a class="link-target" href="${model.signInHref}">${common.signIn}</a></p>
</div>`;
  return layout({
    look,
    title: titleAfter(failed, signIn.signUpTitle, look),
    body: card(upper, lower),
  });
}

function accountForm(model: SignUpModel, failed: boolean): Html {
  const { errors, look } = model;
  const { common, signIn } = look.texts;
  const focusPassword = errors.email === undefined && errors.password !== undefined;
  const fields = html`${field({ name: 'name', label: signIn.name, type: 'text', autocomplete: 'name', value: model.name, optional: common.optional, autofocus: !failed })}
${field({
  name: 'email',
  label: common.email,
  type: 'email',
  autocomplete: 'username',
  value: model.email,
  autofocus: errors.email !== undefined || (failed && errors.password === undefined),
  error: errors.email,
})}
${field({
  name: 'password',
  label: common.password,
  type: 'password',
  autocomplete: 'new-password',
  autofocus: focusPassword,
  minLength: model.passwordMinLength,
  hint: formatCount(look.language, signIn.passwordHint, model.passwordMinLength),
  error: errors.password,
})}`;
  return fieldsForm(model, fields, common.createAccount);
}
