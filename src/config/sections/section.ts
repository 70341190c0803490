import { z } from 'zod';

/** What every section of the configuration is built from. Units are in the key names, bounds in the schemas. */

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number) {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.number({ error }).multipleOf(1, { error }).min(min, { error }).max(max, { error });
}

/**
 * The `when` of a rule over several keys: run it exactly if the keys it reads are themselves valid. Zod would skip
 * such a rule after any error anywhere in the object, and the operator would meet the problems one start at a time.
 * Only what aborts explicitly (`abort: true`, and z.int() on a fraction) still does that: no section uses either.
 */
export function ifValid(...keys: string[]) {
  return ({ issues }: z.core.ParsePayload): boolean =>
    !issues.some((issue) => {
      const path = (issue.path ?? []).join('.');
      if (issue.code === 'unrecognized_keys') return false;
      return keys.some(
        (key) => path === '' || path === key || key.startsWith(`${path}.`) || path.startsWith(`${key}.`),
      );
    });
}
