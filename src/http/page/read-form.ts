import { parseForm } from './form.ts';
import { PageError } from './page-error.ts';
import type { PageRequest } from './page-request.ts';

export type Fields = ReadonlyMap<string, string>;

/** @throws PageError */
export async function readForm(c: PageRequest): Promise<Fields> {
  const form = await parseForm(c.req.raw);
  if (form.ok) return form.fields;
  throw new PageError(form.status, `invalid_form: ${form.problem}`, ({ errors }) => errors.formUnreadable);
}

/**
 * @param isCsrfToken whether it is the one of the page that the form is on
 * @throws PageError
 */
export function requireCsrfToken(fields: Fields, isCsrfToken: (token: string) => boolean): void {
  if (isCsrfToken(fields.get('csrf') ?? '')) return;
  throw new PageError(403, 'invalid_csrf_token', ({ errors }) => errors.formOutOfDate);
}
