import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { raw } from 'hono/html';

/** The one script there is. Pages work without it. */
export const passkeyScript: string = readFileSync(join(import.meta.dirname, '../assets/passkeys.js'), 'utf8');

/** Named by its content, so it may be served as immutable for ever. */
export const passkeyScriptPath: string = `/assets/passkeys.${hash('sha256', passkeyScript, 'hex').slice(0, 10)}.js`;

const element = `<script type="module" src="${passkeyScriptPath}"></script>`;

export const passkeyScriptElement = raw(element);

/** Whether the page has it: what its values say is escaped, so only our own markup can. */
export function hasScript(page: string): boolean {
  return page.includes(element);
}
