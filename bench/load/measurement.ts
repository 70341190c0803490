import { type Histogram, createHistogram } from './histogram.ts';
import type { Job, Problem, Result } from './job.ts';
import { cpuMicroseconds } from './process-cpu.ts';

/** What an answer was, in a word or two, and whether it is one that was hoped for. */
export interface Verdict {
  readonly label: string;
  readonly right: boolean;
}

/** The stretch of a job in which operations count: after the warm-up, until the time is over or nothing is left to ask. */
export interface Measurement {
  phase(): 'warm-up' | 'open' | 'over';
  /** When it opened and ended, by `performance.now()`; Infinity before that. */
  span(): { readonly from: number; readonly to: number };
  /** Ends it before its time. */
  finish(): void;
  /** Resolves when it is over. */
  readonly over: Promise<void>;
  /** An operation that has ended; it counts when the measurement is open, or was when the operation was due. */
  count(verdict: Verdict, milliseconds: number, counts?: boolean): void;
  /** Something to report whenever it happened. */
  problem(what: string): void;
  /** Further times to collect. */
  latency(name: string): Histogram;
  result(): Result;
}

interface Edge {
  readonly at: number;
  readonly cpu: Record<string, number | null>;
  readonly own: number;
}

/** Name of the times of whole operations. */
export const operationLatency = 'operation';

export function startMeasurement(
  job: Pick<Job, 'warmUpMs' | 'durationMs' | 'observe'>,
): Measurement {
  let phase: 'warm-up' | 'open' | 'over' = 'warm-up';
  let opened: Edge | null = null;
  let closed: Edge | null = null;
  let operations = 0;
  let allOperations = 0;
  const answers = new Map<Verdict, number>();
  const problems = new Map<string, number>();
  const latencies = new Map<string, Histogram>();
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let timer = setTimeout(open, job.warmUpMs);

  function open(): void {
    phase = 'open';
    opened = edge(job.observe);
    timer = setTimeout(finish, job.durationMs);
  }

  function finish(): void {
    if (phase === 'over') return;
    clearTimeout(timer);
    phase = 'over';
    closed = edge(job.observe);
    opened ??= closed;
    resolve();
  }

  function latency(name: string): Histogram {
    const known = latencies.get(name);
    if (known !== undefined) return known;
    const created = createHistogram();
    latencies.set(name, created);
    return created;
  }
  const operation = latency(operationLatency);

  function problem(what: string): void {
    problems.set(what, (problems.get(what) ?? 0) + 1);
  }

  function count(verdict: Verdict, milliseconds: number, counts = phase === 'open'): void {
    if (!verdict.right) problem(verdict.label);
    else allOperations += 1;
    if (!counts) return;
    answers.set(verdict, (answers.get(verdict) ?? 0) + 1);
    if (!verdict.right) return;
    operations += 1;
    operation.add(milliseconds);
  }

  return {
    phase: () => phase,
    span: () => ({ from: opened?.at ?? Infinity, to: closed?.at ?? Infinity }),
    finish,
    over,
    problem,
    latency,
    count,
    result() {
      if (opened === null || closed === null) throw new Error('the measurement is not over');
      return {
        operations,
        allOperations,
        answers: sumByLabel(answers),
        problems: [...problems].map(([what, times]): Problem => ({ what, times })),
        latencies: Object.fromEntries([...latencies].map(([name, times]) => [name, times.summary()])),
        ...between(opened, closed),
      };
    },
  };
}

function edge(observe: Readonly<Record<string, number>>): Edge {
  const { user, system } = process.cpuUsage();
  const cpu = Object.entries(observe).map(([name, pid]) => [name, cpuMicroseconds(pid)] as const);
  return { at: performance.now(), cpu: Object.fromEntries(cpu), own: user + system };
}

function between(
  from: Edge,
  to: Edge,
): Pick<Result, 'seconds' | 'cpuMicroseconds' | 'generatorLoad'> {
  const seconds = (to.at - from.at) / 1000;
  const used = Object.entries(to.cpu).map(([name, after]) => {
    const before = from.cpu[name] ?? null;
    return [name, after === null || before === null ? null : after - before] as const;
  });
  return {
    seconds,
    cpuMicroseconds: Object.fromEntries(used),
    generatorLoad: seconds === 0 ? 0 : (to.own - from.own) / 1e6 / seconds,
  };
}

function sumByLabel(answers: ReadonlyMap<Verdict, number>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [{ label }, times] of answers) sums[label] = (sums[label] ?? 0) + times;
  return sums;
}
