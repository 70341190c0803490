import { LineCounter, parseDocument, type ErrorCode } from 'yaml';
import type { ConfigProblem } from './problems.ts';
import { readText } from './text-file.ts';

export type YamlReading =
  | { readonly ok: true; readonly content: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: ConfigProblem[] };

/** In words of our own: the parser's quote the line, which may hold a password. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  BAD_DQ_ESCAPE: 'expected a valid escape sequence in double quotes; single quotes take text as it is',
  BAD_INDENT: 'expected the same indentation as the lines around it',
  BAD_SCALAR_START: 'expected quotes around a value that starts with this character',
  BLOCK_AS_IMPLICIT_KEY: 'expected one key: value on a line; quote a value that holds a colon',
  DUPLICATE_KEY: 'expected every key once',
  MISSING_CHAR: 'expected key: value, or a missing quote, comma or bracket',
  MULTILINE_IMPLICIT_KEY: 'expected key: value',
  MULTIPLE_DOCS: 'expected a single document',
  NON_STRING_KEY: 'expected keys that are plain text',
  TAB_AS_INDENT: 'expected spaces instead of tabs',
  TAG_RESOLVE_FAILED: 'expected a value without a tag',
};

/** Reads a YAML file that holds a mapping. `name` is how problems call it. */
export function readYamlFile(path: string, name: string): YamlReading {
  const text = readText(path);
  if ('failure' in text) return failed({ path: name, message: `expected a YAML file; ${text.failure}` });

  const lines = new LineCounter();
  // Without `logLevel` the parser quotes odd keys in warnings of its own to standard error.
  const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'error' } as const;
  const document = parseDocument(text.content, options);
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return failed(
      ...faults.map(({ code, pos }) => {
        const { line, col } = lines.linePos(pos[0]);
        const words = WORDS[code] ?? code.toLowerCase().replaceAll('_', ' ');
        return { path: name, message: `line ${line}, column ${col}: not valid YAML: ${words}` };
      }),
    );
  }
  return toMapping(() => document.toJS() as unknown, name);
}

function toMapping(evaluate: () => unknown, name: string): YamlReading {
  let content: unknown;
  try {
    content = evaluate();
  } catch {
    return failed({
      path: name,
      message: 'not valid YAML: expected few aliases, each of an anchor above it',
    });
  }
  if (content === null) return { ok: true, content: {} };
  if (typeof content !== 'object' || Array.isArray(content)) {
    return failed({ path: name, message: 'expected settings as key: value lines' });
  }
  return { ok: true, content: content as Record<string, unknown> };
}

function failed(...problems: ConfigProblem[]): YamlReading {
  return { ok: false, problems };
}
