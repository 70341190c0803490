import { html } from 'hono/html';
import { formError, type FormTarget } from '../form-parts.ts';
import { card, layout, titleAfter } from '../layout.ts';
import { passkeyForm } from '../passkey-form.ts';
import { type WaysModel, waysList } from './ways-list.ts';

export interface PasskeyStepModel extends FormTarget, WaysModel {
  /** For the browser, in WebAuthn's JSON form. */
  options: object;
  error: string | null;
}

/** The second step of a sign-in, for an account that has a passkey. */
export function passkeyStepPage(model: PasskeyStepModel): string {
  const { look, csrfToken } = model;
  const { passkeys } = look.texts;
  const form = passkeyForm({
    ceremony: 'get',
    action: model.action,
    csrfToken,
    options: model.options,
    button: passkeys.use,
    isPrimary: true,
    failed: passkeys.notUsed,
  });
  const upper = html`<h1>${passkeys.stepTitle}</h1>
<p class="lead">${passkeys.stepLead}</p>
${formError(model.error)}
<div data-passkey-only hidden>${form}</div>
<div class="notice" data-passkey-none><p>${passkeys.notHere}</p></div>`;
  return layout({
    look,
    title: titleAfter(model.error !== null, passkeys.stepTitle, look),
    body: card(upper, waysList(model)),
    hasScript: true,
  });
}
