import { html } from 'hono/html';
import { formatHtml } from '../../texts/format.ts';
import { type ProviderButton, providerButtons } from '../federation/provider-buttons.ts';
import {
  field,
  fieldsForm,
  formError,
  formErrorId,
  type FormTarget,
  hiddenField,
  noticeOf,
} from '../form-parts.ts';
import { card, foreignName, layout, linkLine, titleAfter, type Html } from '../layout.ts';
import type { Look } from '../look.ts';
import { passkeyForm } from '../passkey-form.ts';

export interface SignInModel extends FormTarget {
  look: Look;
  clientName: string;
  email: string;
  error: null | string;
  notice: null | string;
  /** null: at this address there are no passkeys. */
  passkey: { action: string; options: object; error: null | string } | null;
  /** Where a forgotten password is replaced; null: nowhere. */
  resetHref: null | string;
  /** Where a code by mail is asked for; null: nowhere. */
  emailCodeHref: null | string;
  signUpHref: string;
  /** Where else people can sign in. */
  providers: readonly ProviderButton[];
  cancelAction: string;
}

export function signInPage(model: SignInModel): string {
  const { look } = model;
  const { signIn } = look.texts;
  const error = model.error ?? model.passkey?.error ?? null;
  const upper = html`<h1>${signIn.title}</h1>
<p class="lead">${formatHtml(signIn.toContinueTo, { app: foreignName(model.clientName) })}</p>
${noticeOf(model.notice)}
${formError(error)}
${credentialsForm(model)}
${model.passkey === null ? '' : passkeyPart(model, model.passkey)}
${providerButtons(model.providers, model.csrfToken, look)}`;
  return layout({
    look,
    title: titleAfter(error !== null, signIn.title, look),
    body: card(upper, otherWays(model)),
    hasScript: model.passkey !== null,
  });
}

function credentialsForm(model: SignInModel): Html {
  const { common, signIn, emailCode } = model.look.texts;
  const explainedBy = model.error === null ? undefined : formErrorId;
  const emailKnown = model.email !== '';
  const fields = html`${field({ name: 'email', label: common.email, type: 'email', autocomplete: model.passkey === null ? 'username' : 'username webauthn', value: model.email, autofocus: !emailKnown, explainedBy })}
${field({ name: 'password', label: common.password, type: 'password', autocomplete: 'current-password', autofocus: emailKnown, explainedBy })}
${model.resetHref === null ? '' : html`<p class="beside-field"><a class="link-target" href="${model.resetHref}">${signIn.forgotPassword}</a></p>`}`;
  return html`${fieldsForm(model, fields, common.signIn)}
${model.emailCodeHref === null ? '' : linkLine(model.emailCodeHref, emailCode.instead)}`;
}

/** Not seen without the script. */
function passkeyPart(
  { look, csrfToken }: SignInModel,
  { action, options }: NonNullable<SignInModel['passkey']>,
): Html {
  const { passkeys } = look.texts;
  const form = passkeyForm({
    ceremony: 'get',
    action,
    csrfToken,
    options,
    suggests: true,
    button: passkeys.use,
    isPrimary: false,
    failed: passkeys.notUsed,
  });
  return html`<div data-passkey-only hidden><p class="or"><span>${passkeys.or}</span></p>${form}</div>`;
}

function otherWays(model: SignInModel): Html {
  const { signIn } = model.look.texts;
  return html`<div class="row">
<p><span>${signIn.newHere}</span> <a class="link-target" href="${model.signUpHref}">${signIn.createOne}</a></p>
${cancelForm(model)}
</div>`;
}

function cancelForm({ cancelAction, csrfToken, look }: SignInModel): Html {
  return html`<form method="post" action="${cancelAction}">
${hiddenField('csrf', csrfToken)}
<button class="button-link" type="submit" name="cancel" value="1">${look.texts.common.cancel}</button>
</form>`;
}
