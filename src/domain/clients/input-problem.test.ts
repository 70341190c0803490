import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeIssue, type InputProblem, joinPath, problemsOf, refusing } from './input-problem.ts';

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  kind: z.enum(['web', 'native']).optional(),
  uris: z.array(z.string()).optional(),
  site: z.url().optional(),
  look: z.strictObject({ dark: z.boolean() }).optional(),
  words: z.record(z.string(), z.string()).optional(),
  odd: z
    .string()
    .superRefine(refusing((text) => (text === 'odd' ? null : 'expected odd')))
    .optional(),
  count: z.number().max(3).optional(),
});

function problems(input: unknown): InputProblem[] {
  const parsed = schema.safeParse(input, { error: describeIssue });
  return parsed.success ? [] : problemsOf(parsed.error, 'a client');
}

describe('what is wrong with a declaration', () => {
  it.each([
    [{}, 'name', 'is missing'],
    [{ name: '' }, 'name', 'expected some text'],
    [{ name: 'too long' }, 'name', 'expected at most 5 characters'],
    [{ name: 5 }, 'name', 'expected text'],
    [{ name: null }, 'name', 'expected text'],
    [{ name: 'n', kind: 'spa' }, 'kind', 'expected one of web, native'],
    [{ name: 'n', uris: 'one' }, 'uris', 'expected a list'],
    [{ name: 'n', uris: ['one', 2] }, 'uris[1]', 'expected text'],
    [{ name: 'n', site: 'nowhere' }, 'site', 'expected a URL such as https://app.example.com'],
    [{ name: 'n', look: [] }, 'look', 'expected a mapping of fields to values'],
    [{ name: 'n', look: { dark: 'yes' } }, 'look.dark', 'expected true or false'],
    [{ name: 'n', words: 1 }, 'words', 'expected a mapping of names to texts'],
    [{ name: 'n', odd: 'even' }, 'odd', 'expected odd'],
    [{ name: 'n', count: 'one' }, 'count', 'expected number'],
    [{ name: 'n', count: 4 }, 'count', 'expected another value'],
  ])('of %j is said at %s: %s', (input, path, message) => {
    expect(problems(input)).toEqual([{ path, message }]);
  });

  it('is nothing, where nothing is', () => {
    expect(problems({ name: 'n', odd: 'odd', look: { dark: true } })).toEqual([]);
  });

  it('is said once for each unknown field, with the way out for those of other servers', () => {
    expect(problems({ name: 'n', secret: 1, redirect_uri: 2, look: { dark: true, light: 1 } })).toEqual(
      expect.arrayContaining([
        { path: 'secret', message: 'is not a field of a client; check the spelling or remove it' },
        { path: 'redirect_uri', message: 'write redirect_uris, a list' },
        { path: 'look.light', message: 'is not a field of a client; check the spelling or remove it' },
      ]),
    );
  });

  it('has a path of what there is of it', () => {
    expect(joinPath('clients[0]', 'redirect_uris[1]')).toBe('clients[0].redirect_uris[1]');
    expect(joinPath('', 'name')).toBe('name');
    expect(joinPath('', '')).toBe('');
  });
});
