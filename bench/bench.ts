import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Deployment, createDeployment } from './deployment/deployment.ts';
import { type Servers, startServers } from './deployment/servers.ts';
import { type Generator, startGenerator } from './load/generator-process.ts';
import type { Job, Result, Target, Work } from './load/job.ts';
import type { Options, Sizes } from './options.ts';
import type { Outcome } from './outcome.ts';

export interface Scenario {
  readonly name: string;
  run(bench: Bench): Promise<Outcome>;
}

/** What scenarios work with. */
export interface Bench extends AsyncDisposable {
  readonly sizes: Sizes;
  readonly options: Options;
  /** For files; gone when the bench ends. */
  readonly folder: string;
  /** A deployment on the servers of this run, for the caller to end. */
  deploy(): Promise<Deployment>;
  /** Makes load. Unless the job says otherwise in closed loop, for as long and on as many connections as was asked for. */
  load(target: Target, work: Work, job?: Partial<Job>): Promise<Result>;
  /** The same by a second process, beside the first. */
  loadBeside(target: Target, work: Work, job?: Partial<Job>): Promise<Result>;
  /** What is made once and used by several scenarios. */
  shared<Value extends AsyncDisposable>(name: string, make: () => Promise<Value>): Promise<Value>;
  /** Ends it when the scenario is over. */
  own<Value extends AsyncDisposable>(value: Value): Value;
  endScenario(): Promise<void>;
  progress(text: string): void;
}

const timeoutMs = 10_000;

export async function openBench(options: Options, progress: (text: string) => void): Promise<Bench> {
  const stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'symbolon-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  let scenario = new AsyncDisposableStack();
  stack.defer(() => scenario.disposeAsync());
  const known = new Map<string, Promise<AsyncDisposable>>();
  const shared = <Value extends AsyncDisposable>(
    name: string,
    make: () => Promise<Value>,
  ): Promise<Value> => {
    const made = known.get(name) ?? make().then((value) => stack.use(value));
    known.set(name, made);
    return made as Promise<Value>;
  };
  const servers = (): Promise<Servers> =>
    shared('servers', () => startServers({ countStatements: options.statements, durable: !options.quick }));
  const generator = (name: string): Promise<Generator> =>
    shared(name, () => Promise.resolve(startGenerator()));
  const { sizes } = options;
  const defaults = {
    connections: sizes.connections,
    arrivalsPerSecond: null,
    warmUpMs: sizes.warmUpSeconds * 1000,
    durationMs: sizes.durationSeconds * 1000,
    timeoutMs,
    observe: {},
  };
  return {
    sizes,
    options,
    folder,
    deploy: async () => createDeployment(await servers(), options.profileFolder),
    load: async (target, work, job) =>
      (await generator('generator')).run({ target, work, ...defaults, ...job }),
    loadBeside: async (target, work, job) =>
      (await generator('second generator')).run({ target, work, ...defaults, ...job }),
    shared,
    own: (value) => scenario.use(value),
    progress,
    async endScenario() {
      await scenario.disposeAsync();
      scenario = new AsyncDisposableStack();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
