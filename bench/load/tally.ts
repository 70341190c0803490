import { type Histogram, createHistogram } from './histogram.ts';
import type { Result } from './job.ts';

/** What an answer was, in a word or two, and whether it is one that was hoped for. */
export interface Verdict {
  readonly label: string;
  readonly right: boolean;
}

/** Name of the times of whole operations. */
export const operationLatency = 'operation';

export interface Tally {
  readonly count: (verdict: Verdict, milliseconds: number) => void;
  /** One that is too early or too late to be measured. */
  readonly countOutside: (verdict: Verdict) => void;
  /** Something to report whenever it happened. */
  readonly problem: (what: string) => void;
  /** Further times to collect. */
  readonly latency: (name: string) => Histogram;
  readonly sums: () => Pick<Result, 'operations' | 'allOperations' | 'answers' | 'problems' | 'latencies'>;
}

export function createTally(): Tally {
  let operations = 0;
  let outside = 0;
  const answers = new Map<string, number>();
  const problems = new Map<string, number>();
  const latencies = new Map<string, Histogram>();
  const operation = createHistogram();
  latencies.set(operationLatency, operation);

  return {
    count({ label, right }, milliseconds) {
      addOne(answers, label);
      if (!right) {
        addOne(problems, label);
        return;
      }
      operations += 1;
      operation.add(milliseconds);
    },
    countOutside({ label, right }) {
      if (right) outside += 1;
      else addOne(problems, label);
    },
    problem(what) {
      addOne(problems, what);
    },
    latency(name) {
      const known = latencies.get(name);
      if (known !== undefined) return known;
      const created = createHistogram();
      latencies.set(name, created);
      return created;
    },
    sums: () => ({
      operations,
      allOperations: operations + outside,
      answers: Object.fromEntries(answers),
      problems: [...problems].map(([what, times]) => ({ what, times })),
      latencies: Object.fromEntries([...latencies].map(([name, times]) => [name, times.summary()])),
    }),
  };
}

function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
