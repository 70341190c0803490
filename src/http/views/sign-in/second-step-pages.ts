import { html } from 'hono/html';
import { format, formatHtml } from '../../texts/format.ts';
import { codeField, field, fieldsForm, formError, type FormTarget } from '../form-parts.ts';
import { card, foreignName, layout, titleAfter, type Html } from '../layout.ts';
import { type WaysModel, waysList } from './ways-list.ts';

export interface SecondStepModel extends FormTarget, WaysModel {
  errors: { code?: string; form?: string };
}

/** Asks for a code of the authenticator app, after the password. */
export function totpStepPage(model: SecondStepModel): string {
  const { factors } = model.look.texts;
  const { look, errors } = model;
  return stepPage(model, {
    title: factors.totpStepTitle,
    lead: formatHtml(factors.totpStepLead, { issuer: foreignName(look.issuerName) }),
    input: codeField(factors.totpCode, { autofocus: true, error: errors.code }),
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
    input: field({
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
  readonly input: Html;
  readonly help: string | null;
}

function stepPage(model: SecondStepModel, { title, lead, input, help }: StepWords): string {
  const { look, errors } = model;
  const failed = errors.code !== undefined || errors.form !== undefined;
  const upper = html`<h1>${title}</h1>
<p class="lead">${lead}</p>
${formError(errors.form)}
${fieldsForm(model, input, look.texts.common.continue)}`;
  const lower = html`${waysList(model)}
${help === null ? '' : html`<p class="quiet">${help}</p>`}`;
  return layout({ look, title: titleAfter(failed, title, look), body: card(upper, lower) });
}
