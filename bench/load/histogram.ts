/** Times in milliseconds, in buckets that are 1.1 % wide: 64 for each doubling, from a microsecond to an hour. */
export interface Histogram {
  add(milliseconds: number): void;
  summary(): LatencySummary;
}

/** Milliseconds; null where nothing was measured. */
export interface LatencySummary {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

const perDoubling = 64;
const doublings = 32;

export function createHistogram(): Histogram {
  const counts = new Float64Array(perDoubling * doublings);
  let count = 0;
  let sum = 0;
  let max = 0;

  function quantile(fraction: number): number | null {
    if (count === 0) return null;
    const rank = Math.ceil(fraction * count);
    let seen = 0;
    for (let index = 0; index < counts.length; index += 1) {
      seen += counts[index] ?? 0;
      if (seen >= rank) return Math.min(upperBound(index), max);
    }
    return max;
  }

  return {
    add(milliseconds) {
      const index = indexOf(milliseconds);
      counts[index] = (counts[index] ?? 0) + 1;
      count += 1;
      sum += milliseconds;
      if (milliseconds > max) max = milliseconds;
    },
    summary: () => ({
      count,
      mean: count === 0 ? null : sum / count,
      p50: quantile(0.5),
      p99: quantile(0.99),
      p999: quantile(0.999),
      max: count === 0 ? null : max,
    }),
  };
}

function indexOf(milliseconds: number): number {
  const doubling = Math.log2(Math.max(1, milliseconds * 1000));
  return Math.min(perDoubling * doublings - 1, Math.floor(doubling * perDoubling));
}

function upperBound(index: number): number {
  return 2 ** ((index + 1) / perDoubling) / 1000;
}
