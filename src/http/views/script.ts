import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { raw } from 'hono/html';

export interface Script {
  readonly text: string;
  /** Named by its content, so it may be served as immutable for ever. */
  readonly path: string;
  readonly element: ReturnType<typeof raw>;
}

/** Passkeys: see `passkeyForm`. */
export const passkeyScript = load('passkeys');
/** Lets people see what they type into a field for a password. */
export const passwordScript = load('passwords');
/** Copies and prints: see `copyButton` and `printButton`. */
export const copyScript = load('copies');

/** All there are. Pages work without them. */
export const scripts: readonly Script[] = [passkeyScript, passwordScript, copyScript];

/** Whether the page has one: what its values say is escaped, so only our own markup can. */
export function hasScript(page: string): boolean {
  return scripts.some(({ element }) => page.includes(element.toString()));
}

function load(name: string): Script {
  const text = readFileSync(join(import.meta.dirname, `../assets/${name}.js`), 'utf8');
  const path = `/assets/${name}.${hash('sha256', text, 'hex').slice(0, 10)}.js`;
  return { text, path, element: raw(`<script type="module" src="${path}"></script>`) };
}
