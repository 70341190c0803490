import { html } from 'hono/html';
import { formatCount } from '../../texts/format.ts';
import { codeField, field, fieldsForm, formError, type FormTarget } from '../form-parts.ts';
import { card, layout, linkLine, titleAfter, type Html } from '../layout.ts';
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
  /** Where another code can be asked for. */
  againHref: string;
}

/** Asks for the code, and the new password. */
export function resetPage(model: CodeModel & { passwordMinLength: number }): string {
  const { errors, look } = model;
  const { signIn } = look.texts;
  return codePage(model, {
    title: signIn.resetTitle,
    lead: signIn.resetLead,
    submit: signIn.changePassword,
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
  readonly lead: string;
  readonly submit: string;
  readonly more: Html | '';
}

function codePage(model: CodeModel, { title, lead, submit, more }: CodeWords): string {
  const { errors, look } = model;
  const { signIn } = look.texts;
  const failed = Object.values(errors).some((message) => message !== undefined);
  const input = codeField(signIn.code, {
    value: model.code,
    autofocus: errors.password === undefined,
    error: errors.code,
  });
  const upper = html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${formError(errors.form)}
${fieldsForm(model, html`${input}${more}`, submit)}`;
  const lower = html`<p><span>${signIn.nothingCame}</span> <a class="link-target" href="${model.againHref}">${signIn.anotherCode}</a></p>`;
  return layout({ look, title: titleAfter(failed, title, look), body: card(upper, lower) });
}
