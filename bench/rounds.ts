import type { LatencySummary } from './load/histogram.ts';
import type { Result } from './load/job.ts';
import { operationLatency } from './load/tally.ts';
import type { Figure, Row, Target } from './outcome.ts';
import { spreadOf, spreadOfKnown } from './statistics.ts';

/** One measurement of one subject. */
export interface Sample {
  readonly perSecond: number;
  readonly cpuMicroseconds: number | null;
  readonly postgresMicroseconds: number | null;
  readonly latency: LatencySummary | null;
  readonly generatorLoad: number | null;
  readonly problems: readonly string[];
}

export interface Subject {
  readonly name: string;
  readonly measure: () => Promise<Sample>;
}

/** Samples by subject, in the order of the rounds. */
export type Rounds = ReadonlyMap<string, readonly Sample[]>;

/** Measures each in turn, and all of them as often as there are rounds: whatever else the machine does meets all alike. */
export async function alternate(
  subjects: readonly Subject[],
  runs: number,
  progress: (text: string) => void,
): Promise<Rounds> {
  const rounds = new Map(subjects.map(({ name }) => [name, [] as Sample[]]));
  for (let round = 1; round <= runs; round += 1) {
    for (const { name, measure } of subjects) {
      const sample = await measure();
      rounds.get(name)?.push(sample);
      progress(`${name}, round ${round} of ${runs}: ${sample.perSecond.toFixed(0)}/s`);
    }
  }
  return rounds;
}

export function sampleOf(result: Result): Sample {
  const each = (name: string): number | null => {
    const used = result.cpuMicroseconds[name] ?? null;
    return used === null || result.operations === 0 ? null : used / result.operations;
  };
  return {
    perSecond: result.seconds === 0 ? 0 : result.operations / result.seconds,
    cpuMicroseconds: each('process'),
    postgresMicroseconds: each('postgres'),
    latency: result.latencies[operationLatency] ?? null,
    generatorLoad: result.generatorLoad,
    problems: problemsOf(result),
  };
}

export function problemsOf(result: Result): string[] {
  const found = result.problems.map(({ what, times }) => `${times} times: ${what}`);
  return result.operations > 0 ? found : [...found, 'nothing was measured'];
}

export function rowsOf(rounds: Rounds): Row[] {
  return [...rounds].map(([subject, samples]) => ({
    subject,
    perSecond: spreadOf(samples.map(({ perSecond }) => perSecond)),
    cpuMicroseconds: spreadOfKnown(samples.map(({ cpuMicroseconds }) => cpuMicroseconds)),
    postgresMicroseconds: spreadOfKnown(samples.map(({ postgresMicroseconds }) => postgresMicroseconds)),
    p50: spreadOfKnown(samples.map(({ latency }) => latency?.p50 ?? null)),
    p99: spreadOfKnown(samples.map(({ latency }) => latency?.p99 ?? null)),
    p999: spreadOfKnown(samples.map(({ latency }) => latency?.p999 ?? null)),
    generatorLoad: spreadOfKnown(samples.map(({ generatorLoad }) => generatorLoad))?.median ?? null,
  }));
}

export function roundProblems(rounds: Rounds): string[] {
  return [...rounds].flatMap(([subject, samples]) =>
    samples.flatMap(({ problems }) => problems.map((problem) => `${subject}: ${problem}`)),
  );
}

/** Each round gives one ratio; none, where the reference was left out. */
export function ratio(
  rounds: Rounds,
  [over, under]: readonly [string, string],
  target: Target | null,
): Figure[] {
  const numerators = rounds.get(over) ?? [];
  const denominators = rounds.get(under) ?? [];
  const ratios = numerators.flatMap(({ perSecond }, round) => {
    const reference = denominators[round];
    return reference === undefined || reference.perSecond === 0 ? [] : [perSecond / reference.perSecond];
  });
  if (ratios.length === 0) return [];
  return [{ name: `${over} / ${under}, per second`, value: spreadOf(ratios), unit: '', target }];
}
