import { html } from 'hono/html';
import type { Html } from './layout.ts';

export interface FieldModel {
  name: string;
  label: string;
  type: 'text' | 'email' | 'password';
  autocomplete: string;
  value?: string;
  /** What is said of a field that need not be filled in. */
  optional?: string;
  autofocus?: boolean;
  minLength?: number;
  inputmode?: 'numeric';
  /** Nothing that a keyboard should correct. */
  isVerbatim?: boolean;
  hint?: string;
  /** Shown under the field. */
  error?: string | undefined;
  /** Id of an alert elsewhere in the form which speaks about this field. */
  explainedBy?: string | undefined;
}

/** The id doubles as the field's name: one form per page asks for anything. */
export function field(model: FieldModel): Html {
  const hintId = model.hint === undefined ? null : `${model.name}-hint`;
  const errorId = model.error === undefined ? null : `${model.name}-error`;
  const describedBy = [errorId, model.explainedBy, hintId].filter((id) => typeof id === 'string').join(' ');
  const invalid = model.error !== undefined || model.explainedBy !== undefined;
  return html`<div class="field">
<label for="${model.name}">${model.label}${model.optional === undefined ? '' : html` <span class="optional">${model.optional}</span>`}</label>
<input id="${model.name}" name="${model.name}" type="${model.type}" autocomplete="${model.autocomplete}"
dir="${directionOf(model)}"
${model.type === 'email' ? html` inputmode="email" autocapitalize="none" spellcheck="false"` : ''}
${model.isVerbatim === true ? html` autocapitalize="none" spellcheck="false"` : ''}
${model.inputmode === undefined ? '' : html` inputmode="${model.inputmode}"`}
${model.value === undefined ? '' : html` value="${model.value}"`}
${model.minLength === undefined ? '' : html` minlength="${model.minLength}"`}
${describedBy === '' ? '' : html` aria-describedby="${describedBy}"`}
${invalid ? html` aria-invalid="true"` : ''}${model.optional === undefined ? html` required` : ''}${model.autofocus === true ? html` autofocus` : ''}>
${errorId === null ? '' : html`<p class="field-error" id="${errorId}" role="alert">${model.error}</p>`}
${hintId === null ? '' : html`<p class="hint" id="${hintId}">${model.hint}</p>`}
</div>`;
}

/** Addresses, codes and passwords run from left to right wherever the page does not; names run as they are. */
function directionOf({ type, inputmode, isVerbatim }: FieldModel): 'ltr' | 'auto' {
  return type === 'text' && inputmode === undefined && isVerbatim !== true ? 'auto' : 'ltr';
}

export const formErrorId = 'form-error';

export function formError(message: string): Html {
  return html`<div class="alert" id="${formErrorId}" role="alert"><p>${message}</p></div>`;
}

export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}
