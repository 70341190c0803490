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
import { card, foreignName, layout, titleAfter, type Html } from '../layout.ts';
import type { Look } from '../look.ts';
import { passkeyForm } from '../passkey-form.ts';

export interface SignInModel extends FormTarget {
  look: Look;
  /** Null: the account itself. */
  clientName: null | string;
  /** Who is signed in here and has to show that it is still them; null: whoever comes. */
  confirms: null | string;
  email: string;
  /** What is wrong with the address and password. */
  error: null | string;
  /** What is wrong with neither. */
  trouble: null | string;
  notice: null | string;
  /** null: at this address there are no passkeys. */
  passkey: { action: string; options: object } | null;
  /** Whether a forgotten password can be replaced, or done without, by a code. */
  canMail: boolean;
  /** Where else people can sign in. */
  providers: readonly ProviderButton[];
  cancelAction: string;
}

export function signInPage(model: SignInModel): string {
  const { look } = model;
  const { signIn } = look.texts;
  const error = model.error ?? model.trouble;
  const title = model.confirms === null ? signIn.title : signIn.confirmTitle;
  const upper = html`<h1>${title}</h1>
<p class="lead">${leadOf(model)}</p>
${noticeOf(model.notice)}
${formError(error)}
${credentialsForm(model)}
${model.passkey === null ? '' : passkeyPart(model, model.passkey)}
${providerButtons(model.providers, model.csrfToken, look)}`;
  return layout({
    look,
    title: titleAfter(error !== null, title, look),
    body: card(upper, otherWays(model)),
    hasScript: model.passkey !== null,
  });
}

function leadOf({ clientName, confirms, look }: SignInModel): Html | string {
  const { signIn } = look.texts;
  if (confirms === null) {
    return clientName === null
      ? signIn.toYourAccount
      : formatHtml(signIn.toContinueTo, { app: foreignName(clientName) });
  }
  const email = foreignName(confirms);
  return clientName === null
    ? formatHtml(signIn.confirmLead, { email })
    : formatHtml(signIn.confirmLeadFor, { email, app: foreignName(clientName) });
}

const formId = 'sign-in';

function credentialsForm(model: SignInModel): Html {
  const { common, signIn, emailCode } = model.look.texts;
  const explainedBy = model.error === null ? undefined : formErrorId;
  const emailKnown = model.email !== '';
  const fields = html`${field({ name: 'email', label: common.email, type: 'email', autocomplete: model.passkey === null ? 'username' : 'username webauthn', value: model.email, isReadonly: model.confirms !== null, autofocus: !emailKnown, explainedBy })}
${field({ name: 'password', label: common.password, type: 'password', autocomplete: 'current-password', autofocus: emailKnown, explainedBy })}`;
  return html`${fieldsForm({ ...model, formId }, fields, common.signIn)}
${model.canMail ? html`<div class="row">${insteadButton('reset', signIn.forgotPassword)}${insteadButton('email-code', emailCode.instead)}</div>` : ''}`;
}

/**
 * To another step, with what is typed in the form so far. After the button that signs in, since the first one of a form is
 * pressed by the Enter key.
 */
function insteadButton(instead: string, label: string): Html {
  return html`<button class="button-link" type="submit" form="${formId}" name="instead" value="${instead}" formnovalidate>${label}</button>`;
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
  const { consent, signIn } = model.look.texts;
  const other =
    model.confirms === null
      ? html`<p><span>${signIn.newHere}</span> ${insteadButton('sign-up', signIn.createOne)}</p>`
      : html`<p>${insteadButton('another-account', consent.useAnotherAccount)}</p>`;
  return html`<div class="row">
${other}
${cancelForm(model)}
</div>`;
}

function cancelForm({ cancelAction, csrfToken, look }: SignInModel): Html {
  return html`<form method="post" action="${cancelAction}">
${hiddenField('csrf', csrfToken)}
<button class="button-link" type="submit" name="cancel" value="1">${look.texts.common.cancel}</button>
</form>`;
}
