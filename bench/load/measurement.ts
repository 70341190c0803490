import type { Histogram } from './histogram.ts';
import type { Job, Result } from './job.ts';
import { cpuMicroseconds } from './process-cpu.ts';
import { type Verdict, createTally } from './tally.ts';

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
  problem(what: string): void;
  latency(name: string): Histogram;
  result(): Result;
}

interface Edge {
  readonly at: number;
  readonly cpu: Readonly<Record<string, number | null>>;
  readonly own: number;
}

export function startMeasurement(job: Pick<Job, 'warmUpMs' | 'durationMs' | 'observe'>): Measurement {
  const tally = createTally();
  let phase: 'warm-up' | 'open' | 'over' = 'warm-up';
  let opened: Edge | null = null;
  let closed: Edge | null = null;
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

  return {
    phase: () => phase,
    span: () => ({ from: opened?.at ?? Infinity, to: closed?.at ?? Infinity }),
    finish,
    over,
    problem: tally.problem,
    latency: tally.latency,
    count(verdict, milliseconds, counts = phase === 'open') {
      if (counts) tally.count(verdict, milliseconds);
      else tally.countOutside(verdict);
    },
    result() {
      if (opened === null || closed === null) throw new Error('the measurement is not over');
      return { ...tally.sums(), ...between(opened, closed) };
    },
  };
}

function edge(observe: Readonly<Record<string, number>>): Edge {
  const { user, system } = process.cpuUsage();
  const cpu = Object.entries(observe).map(([name, pid]) => [name, cpuMicroseconds(pid)] as const);
  return { at: performance.now(), cpu: Object.fromEntries(cpu), own: user + system };
}

function between(from: Edge, to: Edge): Pick<Result, 'seconds' | 'cpuMicroseconds' | 'generatorLoad'> {
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
