import type { z } from 'zod';

/** One thing that is wrong: where (a dotted key, a file or an environment variable) and what was expected. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
}

/** Text of all problems for a terminal. */
export function formatProblems(problems: readonly ConfigProblem[]): string {
  const heading =
    problems.length === 1
      ? 'The configuration has a problem:'
      : `The configuration has ${problems.length} problems:`;
  return [heading, ...problems.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
}

/** Wording where a schema brings none of its own. Repeats no value. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  if (issue.code !== 'invalid_type') return 'expected another value';
  if (issue.expected === 'object') return 'expected settings as indented key: value lines';
  if (issue.expected === 'boolean') return 'expected true or false';
  return `expected ${issue.expected === 'string' ? 'text' : issue.expected}`;
}

/** One problem per unknown key, so that each has its own path. */
export function problemsOfIssue(issue: z.core.$ZodIssue): ConfigProblem[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => {
    // What stands where a key should may be a misplaced secret.
    const isShown = path !== 'secrets' && /^[A-Za-z_][A-Za-z0-9_-]{0,39}$/.test(key);
    const parent = path === '' ? 'the top level' : path;
    if (!isShown)
      return { path: path === '' ? 'top level' : path, message: 'has an unknown key (not shown)' };
    return { path: path === '' ? key : `${path}.${key}`, message: `is not a setting of ${parent}` };
  });
}
