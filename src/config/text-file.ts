import { readFileSync } from 'node:fs';

/** The content of a file, or why it cannot be read. */
export function readText(path: string): { content: string } | { failure: string } {
  try {
    return { content: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { failure: code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})` };
  }
}
