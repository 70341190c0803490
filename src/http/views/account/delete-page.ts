import { html } from 'hono/html';
import { field, fieldsForm } from '../form-parts.ts';
import { messagePage } from '../message-page.ts';
import type { Look } from '../look.ts';
import { type AccountFormModel, subPage } from './account-parts.ts';

export interface DeleteModel extends AccountFormModel {
  error: string | null;
}

/** Says what is lost, and asks once more. */
export function deletePage(model: DeleteModel): string {
  const { look, error } = model;
  const { accountPages } = look.texts;
  const input = field({
    name: 'email',
    label: accountPages.deleteType,
    type: 'email',
    autocomplete: 'off',
    error: error ?? undefined,
  });
  return subPage({
    look,
    title: accountPages.deleteTitle,
    lead: accountPages.deleteLead,
    failed: error !== null,
    content: html`<p>${accountPages.deleteLost}</p>
<p>${accountPages.deleteApps}</p>
${fieldsForm(model, input, accountPages.deleteButton)}`,
  });
}

export function deletedPage(look: Look): string {
  const { accountPages } = look.texts;
  return messagePage({
    look,
    title: accountPages.deletedTitle,
    paragraphs: [accountPages.deleted],
    action: null,
  });
}
