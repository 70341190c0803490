import { html } from 'hono/html';
import { formatHtml } from '../../texts/format.ts';
import { codeField, field, fieldsForm, hiddenField } from '../form-parts.ts';
import { foreignName, type Html } from '../layout.ts';
import { type AccountFormModel, subPage } from './account-parts.ts';

export interface EmailModel extends AccountFormModel {
  email: string;
  isVerified: boolean;
  /** Without mail, nothing can be proven. */
  canSend: boolean;
  /** As it was typed. */
  newEmail: string;
  errors: { email?: string; form?: string };
}

/** The account's address, and the start of a way to another one. */
export function emailPage(model: EmailModel): string {
  const { look, canSend, errors } = model;
  const { accountPages } = look.texts;
  const is = model.isVerified ? accountPages.emailIs : accountPages.emailIsUnverified;
  return subPage({
    look,
    title: accountPages.emailTitle,
    lead: accountPages.emailLead,
    problem: errors.form,
    failed: errors.email !== undefined,
    content: html`<p>${formatHtml(is, { email: foreignName(model.email) })}</p>
${canSend ? forms(model) : html`<p>${accountPages.emailUnavailable}</p>`}`,
  });
}

function forms(model: EmailModel): Html {
  const { look, errors } = model;
  const { accountPages } = look.texts;
  const verify = html`<form method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${hiddenField('email', model.email)}
<button class="button-link" type="submit">${accountPages.emailVerify}</button>
</form>`;
  const input = field({
    name: 'email',
    label: accountPages.emailNew,
    type: 'email',
    autocomplete: 'email',
    value: model.newEmail,
    autofocus: model.isVerified,
    error: errors.email,
  });
  return html`${model.isVerified ? '' : verify}
${fieldsForm(model, input, accountPages.emailSend)}`;
}

export interface NewEmailCodeModel extends AccountFormModel {
  /** The one that the code was sent to. */
  newEmail: string;
  error: string | null;
  againHref: string;
}

export function newEmailCodePage(model: NewEmailCodeModel): string {
  const { look, error } = model;
  const { accountPages, signIn } = look.texts;
  const input = codeField(signIn.code, { autofocus: true, error: error ?? undefined });
  return subPage({
    look,
    title: accountPages.emailCodeTitle,
    lead: formatHtml(accountPages.emailCodeLead, { email: foreignName(model.newEmail) }),
    failed: error !== null,
    content: html`${fieldsForm(model, input, accountPages.emailConfirm)}
<p><span>${signIn.nothingCame}</span> <a class="link-target" href="${model.againHref}">${signIn.anotherCode}</a></p>`,
  });
}
