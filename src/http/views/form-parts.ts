import { html } from 'hono/html';
import type { Html } from './layout.ts';
import type { Look } from './look.ts';

export interface FieldModel {
  name: string;
  /** Where a page has several of this name. */
  id?: string;
  label: string;
  type: 'text' | 'email' | 'password';
  autocomplete: string;
  value?: string;
  /** What is said of a field that need not be filled in. */
  optional?: string;
  autofocus?: boolean;
  /** Shown, and for password managers, not to be changed. */
  isReadonly?: boolean;
  minLength?: number;
  inputmode?: 'numeric';
  /** Nothing that a keyboard should correct. */
  isVerbatim?: boolean;
  hint?: string | Html;
  /** Shown under the field. */
  error?: string | undefined;
  /** Id of an alert elsewhere in the form which speaks about this field. */
  explainedBy?: string | undefined;
}

/** The id is the field's name, unless it is given. */
export function field(model: FieldModel): Html {
  const id = model.id ?? model.name;
  const hintId = model.hint === undefined ? null : `${id}-hint`;
  const errorId = model.error === undefined ? null : `${id}-error`;
  const describedBy = [errorId, model.explainedBy, hintId].filter((id) => typeof id === 'string').join(' ');
  const invalid = model.error !== undefined || model.explainedBy !== undefined;
  return html`<div class="field">
<label for="${id}">${model.label}${model.optional === undefined ? '' : html` <span class="optional">${model.optional}</span>`}</label>
<input id="${id}" name="${model.name}" type="${model.type}" autocomplete="${model.autocomplete}"
dir="${directionOf(model)}"
${model.type === 'email' ? html` inputmode="email" autocapitalize="none" spellcheck="false"` : ''}
${model.isVerbatim === true ? html` autocapitalize="none" spellcheck="false"` : ''}
${model.inputmode === undefined ? '' : html` inputmode="${model.inputmode}"`}
${model.value === undefined ? '' : html` value="${model.value}"`}
${model.minLength === undefined ? '' : html` minlength="${model.minLength}"`}
${describedBy === '' ? '' : html` aria-describedby="${describedBy}"`}
${invalid ? html` aria-invalid="true"` : ''}${model.optional === undefined && model.isReadonly !== true ? html` required` : ''}${model.isReadonly === true ? html` readonly` : ''}${model.autofocus === true ? html` autofocus` : ''}>
${errorId === null ? '' : html`<p class="field-error" id="${errorId}" role="alert">${model.error}</p>`}
${hintId === null ? '' : html`<p class="hint" id="${hintId}">${model.hint}</p>`}
</div>`;
}

/** Addresses, codes and passwords run from left to right wherever the page does not; names run as they are. */
function directionOf({ type, inputmode, isVerbatim }: FieldModel): 'ltr' | 'auto' {
  return type === 'text' && inputmode === undefined && isVerbatim !== true ? 'auto' : 'ltr';
}

/** For a code of digits that was sent, or that an app shows. */
export function codeField(label: string, more: Pick<FieldModel, 'value' | 'autofocus' | 'error'>): Html {
  return field({
    name: 'code',
    label,
    type: 'text',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    ...more,
  });
}

export interface FormTarget {
  action: string;
  csrfToken: string;
  /** Where buttons outside of the form belong to it. */
  formId?: string;
}

/** @param fields what is filled in or goes along */
export function fieldsForm(
  { action, csrfToken, formId }: FormTarget,
  fields: Html,
  submit: string,
  looks: 'primary' | 'danger' = 'primary',
): Html {
  return html`<form class="fields" method="post" action="${action}"${formId === undefined ? '' : html` id="${formId}"`}>
${hiddenField('csrf', csrfToken)}
${fields}
<div class="actions"><button class="button button-${looks}" type="submit">${submit}</button></div>
</form>`;
}

export const formErrorId = 'form-error';

/** What is wrong with more than one field, if anything. */
export function formError(message: string | null | undefined): Html | '' {
  if (message === null || message === undefined) return '';
  return html`<div class="alert" id="${formErrorId}" role="alert"><p>${message}</p></div>`;
}

/** Something good that has just happened, if anything. */
export function noticeOf(notice: string | null): Html | '' {
  return notice === null ? '' : html`<div class="notice" role="status"><p>${notice}</p></div>`;
}

/** Not seen without its script, which says `copied` in the `[role=status]` beside it: see `assets/copies.js`. */
export function copyButton({ texts: { aids } }: Look, text: string): Html {
  return html`<button class="button" type="button" data-copy="${text}" data-copied="${aids.copied}" hidden>${aids.copy}</button>`;
}

/**
 * Comes with a `copyButton`, whose text it keeps as a file. By the script, from memory: browsers list where downloads came from,
 * and an address that is the text itself would stay there when the file is gone.
 */
export function downloadButton({ texts: { aids } }: Look, file: string): Html {
  return html`<button class="button" type="button" data-download="${file}" hidden>${aids.download}</button>`;
}

/** Comes with the script of a `copyButton`. */
export function printButton({ texts: { aids } }: Look): Html {
  return html`<button class="button" type="button" data-print hidden>${aids.print}</button>`;
}

export function hiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}
