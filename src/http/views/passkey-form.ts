import { html } from 'hono/html';
import { hiddenField } from './form-parts.ts';
import type { Html } from './layout.ts';

export interface PasskeyFormModel {
  /** Which of the browser's dialogs: to use a passkey, or to make one. */
  ceremony: 'get' | 'create';
  action: string;
  csrfToken: string;
  /** For the browser, in WebAuthn's JSON form. */
  options: object;
  /** Also offers passkeys in the fields of the page that take a user name. */
  suggests?: boolean;
  button: string;
  isPrimary: boolean;
  /** Said when it came to nothing. */
  failed: string;
  /** Said when the device has one already. */
  known?: string;
  /** Further fields. */
  fields?: Html;
}

/** Shown by the script alone, where passkeys work: see `assets/passkeys.js`. */
export function passkeyForm(model: PasskeyFormModel): Html {
  return html`<form method="post" action="${model.action}" data-passkey="${model.ceremony}" data-options="${JSON.stringify(model.options)}"${model.suggests === true ? html` data-suggest` : ''}>
${hiddenField('csrf', model.csrfToken)}
${hiddenField('passkey', '')}
${model.fields ?? ''}
<p class="field-error" data-passkey-failed hidden role="alert">${model.failed}</p>
${model.known === undefined ? '' : html`<p class="field-error" data-passkey-known hidden role="alert">${model.known}</p>`}
<div class="actions"><button class="button${model.isPrimary ? ' button-primary' : ''}" type="submit">${model.button}</button></div>
</form>`;
}
