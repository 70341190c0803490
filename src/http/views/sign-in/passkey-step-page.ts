import { html } from 'hono/html';
import { formError } from '../form-parts.ts';
import { card, layout, titleAfter } from '../layout.ts';
import type { Look } from '../look.ts';
import { passkeyForm } from '../passkey-form.ts';

export interface PasskeyStepModel {
  look: Look;
  action: string;
  csrfToken: string;
  /** For the browser, in WebAuthn's JSON form. */
  options: object;
  error: string | null;
  /** Other ways to take this step. */
  others: ReadonlyArray<{ href: string; label: string }>;
  signInHref: string;
}

/** The second step of a sign-in, for an account that has a passkey. */
export function passkeyStepPage(model: PasskeyStepModel): string {
  const { look, csrfToken } = model;
  const { passkeys, signIn } = look.texts;
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
${model.error === null ? '' : formError(model.error)}
<div data-passkey-only hidden>${form}</div>
<div class="notice" data-passkey-none><p>${passkeys.notHere}</p></div>`;
  const links = [...model.others, { href: model.signInHref, label: signIn.backToSignIn }];
  const lower = html`<ul class="ways">${links.map(({ href, label }) => html`<li><a class="link-target" href="${href}">${label}</a></li>`)}</ul>`;
  return layout({
    look,
    title: titleAfter(model.error !== null, passkeys.stepTitle, look),
    body: card(upper, lower),
    hasScript: true,
  });
}
