import { html } from 'hono/html';
import { formatHtml } from '../../texts/format.ts';
import { field, fieldsForm } from '../form-parts.ts';
import { foreignName } from '../layout.ts';
import { messagePage } from '../message-page.ts';
import type { Look } from '../look.ts';
import { type AccountFormModel, subPage } from './account-parts.ts';

export interface DeleteModel extends AccountFormModel {
  /** Of the account: what has to be typed. */
  email: string;
  error: string | null;
}

/** Says what is lost, and asks once more. */
export function deletePage(model: DeleteModel): string {
  const { look, email, error } = model;
  const { accountPages } = look.texts;
  const input = field({
    name: 'email',
    label: accountPages.deleteType,
    type: 'email',
    autocomplete: 'off',
    autofocus: error !== null,
    hint: formatHtml(accountPages.emailIs, { email: foreignName(email) }),
    error: error ?? undefined,
  });
  return subPage({
    look,
    title: accountPages.deleteTitle,
    lead: accountPages.deleteLead,
    failed: error !== null,
    content: html`<p>${accountPages.deleteLost}</p>
<p>${accountPages.deleteApps}</p>
${fieldsForm(model, input, accountPages.deleteButton, 'danger')}`,
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
