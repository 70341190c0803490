import type { Bench, Scenario } from '../bench.ts';
import type { Job, LoginsWork, RequestsWork, Result } from '../load/job.ts';
import { refusalLatency, refusedLabel, signInLatency, signedInLabel } from '../load/logins.ts';
import { operationLatency } from '../load/tally.ts';
import { type Figure, type Outcome, atMost } from '../outcome.ts';
import { type Sample, problemsOf, rowsOf, sampleOf } from '../rounds.ts';
import { spreadOf } from '../statistics.ts';
import { hotTokenCount, introspectionWork, writeTokens } from './introspection.ts';
import { loginsWork, signInsAtOnce } from './login.ts';
import { type TokenScene, startTokenScene } from './token-requests.ts';

/** Introspection goes on at this share of what the service can do. */
const introspectionLoad = 0.3;
/** Sign-ins come at so many times the rate that the service can take. */
const stormFactor = 2;
/** Time for the queue of passwords to fill, in usual warm-ups. */
const stormWarmUps = 2;
const openLoopConnections = 256;
/** What "quickly" means for somebody who is told to try again, in milliseconds. */
const quickRefusalMs = 250;

interface Storm {
  readonly bench: Bench;
  readonly scene: TokenScene;
  readonly introspection: RequestsWork;
  readonly logins: LoginsWork;
}

interface Round {
  readonly alone: Result;
  readonly beside: Result;
  readonly logins: Result;
}

/** More sign-ins than can be verified, beside the introspection of a normal day. */
export const loginStorm: Scenario = {
  name: 'login-storm',
  async run(bench) {
    const scene = await startTokenScene(bench);
    const tokens = (await scene.prepare(Math.min(hotTokenCount, bench.sizes.cached), ['accessToken'])).map(
      ({ accessToken }) => accessToken,
    );
    const storm: Storm = {
      bench,
      scene,
      introspection: introspectionWork(scene, await writeTokens(bench, 'storm-tokens', tokens)),
      logins: await loginsWork(bench, scene, { mayBeRefused: true }),
    };
    const arrivals = await arrivalsOf(storm);
    const rounds: Round[] = [];
    for (let round = 1; round <= bench.sizes.runs; round += 1) {
      rounds.push(await runRound(storm, arrivals));
      bench.progress(`round ${round} of ${bench.sizes.runs}`);
    }
    return outcomeOf(rounds);
  },
};

interface Arrivals {
  readonly introspection: Partial<Job>;
  readonly logins: Partial<Job>;
}

/** How much of each the service takes by itself decides how much comes. */
async function arrivalsOf({ bench, scene, introspection, logins }: Storm): Promise<Arrivals> {
  const { target, pid } = scene.service;
  const most = sampleOf(await bench.load(target, introspection)).perSecond;
  const mostLogins = sampleOf(
    await bench.load(target, { ...logins, mayBeRefused: false }, { connections: signInsAtOnce }),
  ).perSecond;
  const arrivals = { introspection: most * introspectionLoad, logins: mostLogins * stormFactor };
  bench.progress(
    `${arrivals.introspection.toFixed(0)} of ${most.toFixed(0)} introspections, ` +
      `${arrivals.logins.toFixed(1)} logins where ${mostLogins.toFixed(1)} can be, a second`,
  );
  const common = { warmUpMs: stormWarmUps * bench.sizes.warmUpSeconds * 1000, observe: { process: pid } };
  return {
    introspection: {
      ...common,
      arrivalsPerSecond: arrivals.introspection,
      connections: openLoopConnections,
    },
    logins: { ...common, arrivalsPerSecond: arrivals.logins },
  };
}

async function runRound({ bench, scene, introspection, logins }: Storm, arrivals: Arrivals): Promise<Round> {
  const { target } = scene.service;
  const alone = await bench.load(target, introspection, arrivals.introspection);
  const [beside, storm] = await Promise.all([
    bench.load(target, introspection, arrivals.introspection),
    bench.loadBeside(target, logins, arrivals.logins),
  ]);
  return { alone, beside, logins: storm };
}

function outcomeOf(rounds: readonly Round[]): Outcome {
  const samples = new Map<string, Sample[]>([
    ['introspection alone', rounds.map(({ alone }) => sampleOf(alone))],
    // The process also works on the logins by then, so its CPU time says nothing of either.
    [
      'introspection beside the storm',
      rounds.map(({ beside }) => ({ ...sampleOf(beside), cpuMicroseconds: null })),
    ],
    ['storm: signed in', rounds.map(({ logins }) => partOf(logins, signedInLabel, signInLatency))],
    ['storm: refused', rounds.map(({ logins }) => partOf(logins, refusedLabel, refusalLatency))],
  ]);
  return {
    rows: rowsOf(samples),
    figures: figuresOf(rounds),
    problems: rounds.flatMap(({ alone, beside, logins }) => [
      ...problemsOf(alone).map((problem) => `introspection alone: ${problem}`),
      ...problemsOf(beside).map((problem) => `introspection beside the storm: ${problem}`),
      ...problemsOf(logins).map((problem) => `storm: ${problem}`),
    ]),
  };
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const p99 = ({ latencies }: Result): number => latencies[operationLatency]?.p99 ?? NaN;
  const figures: Figure[] = [
    {
      name: 'introspection p99 beside the storm / alone',
      value: spreadOf(rounds.map(({ beside, alone }) => p99(beside) / p99(alone))),
      unit: '',
      target: atMost(2),
    },
    {
      name: 'logins neither done nor refused, those that timed out included',
      value: spreadOf(rounds.map(({ logins }) => logins.problems.reduce((sum, { times }) => sum + times, 0))),
      unit: '',
      target: atMost(0),
    },
  ];
  const refusals = rounds.flatMap(({ logins }) => logins.latencies[refusalLatency]?.p99 ?? []);
  if (refusals.length > 0) {
    figures.push({
      name: 'p99 of refusals',
      value: spreadOf(refusals),
      unit: 'ms',
      target: atMost(quickRefusalMs),
    });
  }
  return figures;
}

/** The logins that ended in one way. */
function partOf(logins: Result, label: string, latency: string): Sample {
  return {
    ...sampleOf(logins),
    perSecond: (logins.answers[label] ?? 0) / logins.seconds,
    cpuMicroseconds: null,
    latency: logins.latencies[latency] ?? null,
  };
}
