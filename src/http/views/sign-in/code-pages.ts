import { html } from 'hono/html';
import { formatCount, formatHtml } from '../../texts/format.ts';
import {
  codeField,
  field,
  fieldsForm,
  formError,
  type FormTarget,
  hiddenField,
  noticeOf,
} from '../form-parts.ts';
import { card, foreignName, layout, linkLine, titleAfter, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

interface FormModel extends FormTarget {
  look: Look;
}

export interface CodeRequestModel extends FormModel {
  email: string;
  errors: { email?: string; form?: string };
  signInHref: string;
}

/** Asks for the address of a forgotten password. */
export function resetRequestPage(model: CodeRequestModel): string {
  const { signIn } = model.look.texts;
  return requestPage(model, { title: signIn.resetRequestTitle, lead: signIn.resetRequestLead });
}

/** Asks for the address of somebody who signs in with a code. */
export function emailCodeRequestPage(model: CodeRequestModel): string {
  const { emailCode } = model.look.texts;
  return requestPage(model, { title: emailCode.requestTitle, lead: emailCode.requestLead });
}

function requestPage(model: CodeRequestModel, { title, lead }: Pick<CodeWords, 'title' | 'lead'>): string {
  const { errors, look } = model;
  const { common, signIn } = look.texts;
  const failed = errors.email !== undefined || errors.form !== undefined;
  const input = field({
    name: 'email',
    label: common.email,
    type: 'email',
    autocomplete: 'username',
    value: model.email,
    autofocus: true,
    error: errors.email,
  });
  const upper = html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${formError(errors.form)}
${fieldsForm(model, input, signIn.sendCode)}`;
  const lower = linkLine(model.signInHref, signIn.backToSignIn);
  return layout({ look, title: titleAfter(failed, title, look), body: card(upper, lower) });
}

export interface CodeModel extends FormModel {
  /** As it was typed, so that it need not be typed again. */
  code: string;
  errors: { code?: string; password?: string; form?: string };
  notice: string | null;
  /** Where the code was sent, as it was typed here: whether there is an account is not said. Null: not said either. */
  email: string | null;
  /** How another code is sent, and where to another address; null: not from here. */
  again: { action: string; changeHref: string } | null;
  signInHref: string;
}

/** Asks for the code, and the new password. */
export function resetPage(model: CodeModel & { passwordMinLength: number }): string {
  const { errors, look } = model;
  const { signIn } = look.texts;
  return codePage(model, {
    title: signIn.resetTitle,
    lead: signIn.resetLead,
    submit: signIn.changePassword,
    // For password managers, which keep the password with it.
    before: field({
      name: 'username',
      label: look.texts.common.email,
      type: 'email',
      autocomplete: 'username',
      value: model.email ?? '',
      isReadonly: true,
    }),
    more: field({
      name: 'password',
      label: signIn.newPassword,
      type: 'password',
      autocomplete: 'new-password',
      minLength: model.passwordMinLength,
      hint: formatCount(look.language, signIn.newPasswordHint, model.passwordMinLength),
      autofocus: errors.code === undefined && errors.password !== undefined,
      error: errors.password,
    }),
  });
}

/** Asks for the code that a new account's address is proven with. */
export function signUpCodePage(model: CodeModel): string {
  const { common, signIn } = model.look.texts;
  return codePage(model, {
    title: signIn.signUpCodeTitle,
    lead: signIn.signUpCodeLead,
    submit: common.createAccount,
    more: '',
  });
}

/** Asks for the code that somebody signs in with. */
export function emailCodePage(model: CodeModel): string {
  const { emailCode } = model.look.texts;
  const { title, lead, submit } = emailCode;
  return codePage(model, { title, lead, submit, more: '' });
}

/** Asks for the code of somebody who comes from a provider. */
export function addressCodePage(model: CodeModel): string {
  const { common, federation, signIn } = model.look.texts;
  return codePage(model, {
    title: signIn.signUpCodeTitle,
    lead: federation.codeLead,
    submit: common.continue,
    more: '',
  });
}

interface CodeWords {
  readonly title: string;
  /** With a place for `{email}`, where that is said. */
  readonly lead: string;
  readonly submit: string;
  readonly before?: Html;
  readonly more: Html | '';
}

function codePage(model: CodeModel, { title, lead, submit, before, more }: CodeWords): string {
  const { errors, look } = model;
  const { signIn } = look.texts;
  const failed = Object.values(errors).some((message) => message !== undefined);
  const input = codeField(signIn.code, {
    value: model.code,
    autofocus: errors.password === undefined,
    error: errors.code,
  });
  const said = model.email === null ? {} : { email: foreignName(model.email) };
  const upper = html`<h1>${title}</h1>
<p class="lead">${formatHtml(lead, said)}</p>
${noticeOf(model.notice)}
${formError(errors.form)}
${fieldsForm(model, html`${before ?? ''}${input}${more}`, submit)}`;
  return layout({ look, title: titleAfter(failed, title, look), body: card(upper, otherwise(model)) });
}

function otherwise({ again, csrfToken, signInHref, look }: CodeModel): Html {
  const { signIn } = look.texts;
  const back = linkLine(signInHref, signIn.backToSignIn);
  if (again === null) return html`<div class="row"><p>${signIn.nothingCame}</p>${back}</div>`;
  return html`<div class="row">
<p>${signIn.nothingCame}</p>
<form method="post" action="${again.action}">
${hiddenField('csrf', csrfToken)}
<button class="button-link" type="submit">${signIn.anotherCode}</button>
</form>
</div>
<div class="row">
<p><span>${signIn.wrongAddress}</span> <a class="link-target" href="${again.changeHref}">${signIn.changeAddress}</a></p>
${back}
</div>`;
}
