import type { ConfigProblem } from './problems.ts';

/** A value that the environment sets, and the variable it came from. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly variable: string;
}

export interface EnvironmentReading {
  readonly overrides: Override[];
  readonly problems: ConfigProblem[];
}
