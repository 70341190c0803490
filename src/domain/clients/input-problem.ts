import type { z } from 'zod';

/** One thing that is wrong with what somebody declared: where (`redirect_uris[0]`), and what to do about it. */
export interface InputProblem {
  readonly path: string;
  readonly message: string;
}

/** One problem per unknown field, so that each has its own path. `subject` is what the fields belong to. */
export function problemsOf(error: z.ZodError, subject: string): InputProblem[] {
  return error.issues.flatMap((issue) => {
    const path = pathText(issue.path);
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      message: unknownField[key] ?? `is not a field of ${subject}; check the spelling or remove it`,
    }));
  });
}

/** `clients[0]` and `redirect_uris[1]` make `clients[0].redirect_uris[1]`; an empty part vanishes. */
export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('.');
}

/** A rule that names what is wrong with a text, as a refinement of a schema. */
export function refusing(problemOf: (text: string) => string | null) {
  return (text: string, context: z.RefinementCtx<string>): void => {
    const message = problemOf(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  };
}

/** Wording where a schema brings none of its own; for the `error` option of `safeParse`. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_format' && issue.format === 'url') {
    return 'expected a URL such as https://app.example.com';
  }
  if (issue.code === 'too_small' && issue.origin === 'string') return 'expected some text';
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `expected at most ${issue.maximum} characters`;
  if (issue.code !== 'invalid_type') return 'expected another value';
  return issue.input === undefined ? 'is missing' : `expected ${typeWords[issue.expected] ?? issue.expected}`;
}

const typeWords: Partial<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a mapping of fields to values',
  record: 'a mapping of names to texts',
  boolean: 'true or false',
};

/** Fields that people coming from other servers bring along. */
const unknownField: Partial<Record<string, string>> = {
  client_secret:
    'secrets are generated and shown once, never declared; give client_secret_sha256 or rotate the secret',
  response_types: 'remove it: the only response type is code',
  jwks: 'key-based client authentication is not supported; remove it',
  jwks_uri: 'key-based client authentication is not supported; remove it',
  scopes: 'a client lists its scopes as text in `scope`, separated by spaces',
  redirect_uri: 'write redirect_uris, a list',
};

function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    text += typeof part === 'number' ? `[${part}]` : `${text === '' ? '' : '.'}${String(part)}`;
  }
  return text;
}
