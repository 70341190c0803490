import type { Spread } from './statistics.ts';

/** What a scenario found. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
  /** What was wrong with the answers or the measurement: with any of these the figures mean nothing. */
  readonly problems: readonly string[];
}

/** One thing that was measured, over all rounds. */
export interface Row {
  readonly subject: string;
  /** Operations per second. */
  readonly perSecond: Spread;
  /** CPU time of the process measured, for each operation. */
  readonly cpuMicroseconds: Spread | null;
  /** CPU time of Postgres, for each operation; null: it is not concerned, or the machine does not tell. */
  readonly postgresMicroseconds: Spread | null;
  /** Milliseconds. */
  readonly p50: Spread | null;
  readonly p99: Spread | null;
  readonly p999: Spread | null;
  /** How busy the load generator was; null: it had no part. */
  readonly generatorLoad: number | null;
}

/** A number, and what it should be. */
export interface Figure {
  readonly name: string;
  readonly value: Spread;
  /** Empty: a plain ratio or count. */
  readonly unit: string;
  readonly target: Target | null;
}

export interface Target {
  readonly comparison: '>=' | '<=';
  readonly value: number;
}

export function atLeast(value: number): Target {
  return { comparison: '>=', value };
}

export function atMost(value: number): Target {
  return { comparison: '<=', value };
}

/** Judged by the median. */
export function isMet({ value, target }: Figure): boolean | null {
  if (target === null) return null;
  return target.comparison === '>=' ? value.median >= target.value : value.median <= target.value;
}
