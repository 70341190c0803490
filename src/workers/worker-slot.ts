import type { Config } from '../config/config.ts';
import type { Logger } from '../platform/logger.ts';
import { longestStopMs } from './longest-stop.ts';
import type { Answers, Question } from './messages.ts';
import { forkWorker, type WorkerEnd, type WorkerProcess } from './worker-process.ts';

/** The place of one worker: whenever its process ends, another takes its place and number. */
export interface WorkerSlot {
  readonly worker: number;
  fill(): void;
  serves(): boolean;
  /** Null when nobody serves in this place, or gives no answer in time. */
  ask<Q extends Question>(question: Q): Promise<Answers[Q] | null>;
  /** Kills a worker that hangs. To be called now and then. */
  watch(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorkerSlotOptions {
  readonly worker: number;
  readonly config: Config;
  readonly logger: Logger;
  serves(worker: number, port: number): void;
  isReplaced(worker: number, end: WorkerEnd): void;
}

const shortestPauseMs = 100;
const longestPauseMs = 5000;
/** A worker that served this long did not end for what made the one before it end. */
const provenMs = 10_000;
const mostSilentRounds = 3;

interface State {
  process: WorkerProcess | null;
  serves: boolean;
  stopping: boolean;
  /** Processes in a row that ended before they had proven themselves. */
  ends: number;
  silentRounds: number;
  timer: NodeJS.Timeout | undefined;
}

export function openSlot(options: WorkerSlotOptions): WorkerSlot {
  const { worker, config, logger } = options;
  const left = Promise.withResolvers<void>();
  const state: State = {
    process: null,
    serves: false,
    stopping: false,
    ends: 0,
    silentRounds: 0,
    timer: undefined,
  };

  function fill(): void {
    state.process = forkWorker({ worker, config, logger, serves, ended });
  }

  function serves(port: number): void {
    state.serves = true;
    state.silentRounds = 0;
    state.timer = setTimeout(() => (state.ends = 0), provenMs);
    logger.info({ worker, pid: state.process?.pid }, 'a worker serves');
    options.serves(worker, port);
  }

  function ended(end: WorkerEnd): void {
    clearTimeout(state.timer);
    Object.assign(state, { process: null, serves: false });
    if (state.stopping) return left.resolve();
    const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** state.ends);
    state.ends += 1;
    state.timer = setTimeout(fill, pauseMs);
    logger.error({ worker, ...end, pauseMs }, 'a worker ended; another takes its place');
    options.isReplaced(worker, end);
  }

  return {
    worker,
    fill,
    serves: () => state.serves,
    ask: (question) =>
      state.process !== null && state.serves ? state.process.ask(question) : Promise.resolve(null),
    watch: () => watch(state, options),
    async stop() {
      state.stopping = true;
      clearTimeout(state.timer);
      if (state.process === null) return;
      state.process.signal('SIGTERM');
      const overdue = setTimeout(() => {
        logger.error({ worker }, 'a worker did not stop in time and is killed');
        state.process?.signal('SIGKILL');
      }, longestStopMs(config));
      await left.promise;
      clearTimeout(overdue);
    },
  };
}

async function watch(state: State, { worker, logger }: WorkerSlotOptions): Promise<void> {
  const { process } = state;
  if (process === null || !state.serves || state.stopping) return;
  const answer = await process.ask('liveness');
  // It may have ended meanwhile, and another be in its place.
  if (process !== state.process) return;
  state.silentRounds = answer === null ? state.silentRounds + 1 : 0;
  if (state.silentRounds < mostSilentRounds) return;
  logger.error({ worker }, 'a worker hangs and is killed');
  process.signal('SIGKILL');
}
