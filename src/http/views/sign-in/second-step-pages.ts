import { html } from 'hono/html';
import { format, formatHtml } from '../../texts/format.ts';
import { field, formError, hiddenField } from '../form-parts.ts';
import { card, foreignName, layout, titleAfter, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

export interface SecondStepModel {
  look: Look;
  action: string;
  csrfToken: string;
  errors: { code?: string; form?: string };
  /** Other ways to take this step. */
  others: ReadonlyArray<{ href: string; label: string }>;
  signInHref: string;
}

/** Asks for a code of the authenticator app, after the password. */
export function totpStepPage(model: SecondStepModel): string {
  const { factors } = model.look.texts;
  const { look, errors } = model;
  return stepPage(model, {
    title: factors.totpStepTitle,
    lead: formatHtml(factors.totpStepLead, { issuer: foreignName(look.issuerName) }),
    field: field({
      name: 'code',
      label: factors.totpCode,
      type: 'text',
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      autofocus: true,
      error: errors.code,
    }),
    help: null,
  });
}

/** Asks for a recovery code, in the place of any other second factor. */
export function recoveryStepPage(model: SecondStepModel): string {
  const { factors } = model.look.texts;
  const { look, errors } = model;
  return stepPage(model, {
    title: factors.recoveryStepTitle,
    lead: html`${factors.recoveryStepLead}`,
    field: field({
      name: 'code',
      label: factors.recoveryCode,
      type: 'text',
      autocomplete: 'off',
      isVerbatim: true,
      autofocus: true,
      error: errors.code,
    }),
    help: format(factors.noCodesLeft, { issuer: look.issuerName }),
  });
}

interface StepWords {
  readonly title: string;
  readonly lead: Html;
  readonly field: Html;
  readonly help: string | null;
}

function stepPage(model: SecondStepModel, { title, lead, field: codeField, help }: StepWords): string {
  const { look, errors, others } = model;
  const { common, signIn } = look.texts;
  const failed = errors.code !== undefined || errors.form !== undefined;
  const upper = html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${errors.form === undefined ? '' : formError(errors.form)}
<form class="fields" method="post" action="${model.action}">
${hiddenField('csrf', model.csrfToken)}
${codeField}
<div class="actions"><button class="button button-primary" type="submit">${common.continue}</button></div>
</form>`;
  const links = [...others, { href: model.signInHref, label: signIn.backToSignIn }];
  const lower = html`<ul class="ways">${links.map(({ href, label }) => html`<li><a class="link-target" href="${href}">${label}</a></li>`)}</ul>
${help === null ? '' : html`<p class="quiet">${help}</p>`}`;
  return layout({ look, title: titleAfter(failed, title, look), body: card(upper, lower) });
}
