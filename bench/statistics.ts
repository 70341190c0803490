/** Several measurements of one thing. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1];
  const upper = sorted[Math.floor(middle)];
  const [min] = sorted;
  const max = sorted.at(-1);
  if (lower === undefined || upper === undefined || min === undefined || max === undefined)
    throw new Error('there is no median of nothing');
  return { median: (lower + upper) / 2, min, max };
}

/** null when any is missing. */
export function spreadOfKnown(values: ReadonlyArray<number | null>): Spread | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length && known.length > 0 ? spreadOf(known) : null;
}
