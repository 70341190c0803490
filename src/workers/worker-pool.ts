/**
 * The workers of a primary: forked, watched, replaced when they end, and asked on behalf of the operator port. The public port
 * itself is held by `node:cluster`, which hands each new connection to the next worker that is free.
 */
import cluster from 'node:cluster';
import type { Config } from '../config/config.ts';
import type { RenderedMetrics } from '../http/ops/operator-server.ts';
import type { Readiness } from '../http/ops/readiness.ts';
import type { Logger } from '../platform/logger.ts';
import { createWorkerMetrics, type WorkerMetrics } from './worker-metrics.ts';
import type { WorkerEnd } from './worker-process.ts';
import { openSlot, type WorkerSlot } from './worker-slot.ts';

export interface WorkerPool {
  /** Resolves to the public port once every worker serves. @throws when none can be brought to */
  start(): Promise<number>;
  /** Resolves when no worker serves and none can be brought to. */
  readonly failed: Promise<Error>;
  checkReadiness(): Promise<Readiness>;
  readonly metrics: RenderedMetrics;
  /** Asks all to drain and waits for their end; kills those that take too long. */
  stop(): Promise<void>;
}

export interface WorkerPoolOptions {
  readonly config: Config;
  /** The program that a worker runs. */
  readonly program: string;
  readonly logger: Logger;
}

/** In a row, with nobody serving: what is wrong is not in the worker, and the process manager's turn has come. */
const mostFailedStarts = 5;
/** As a liveness probe looks after a single process. */
const watchIntervalMs = 5000;

export function createWorkerPool({ config, program, logger }: WorkerPoolOptions): WorkerPool {
  const serving = Promise.withResolvers<number>();
  const failed = Promise.withResolvers<Error>();
  const metrics = createWorkerMetrics();
  const slots: WorkerSlot[] = [];
  let failedStarts = 0;
  let watching: NodeJS.Timeout | undefined;

  const serves = (worker: number, port: number): void => {
    failedStarts = 0;
    metrics.serves(worker);
    // The first is enough to be in service, and so to be told to stop; readiness waits for all.
    serving.resolve(port);
  };
  const isReplaced = (worker: number, end: WorkerEnd): void => {
    metrics.isReplaced(worker);
    if (!end.served) failedStarts += 1;
    if (failedStarts < mostFailedStarts || slots.some((slot) => slot.serves())) return;
    failed.resolve(new Error(`no worker can be started: ${causeOf(end)}`));
  };

  return {
    async start() {
      // Connections are handed out in turn: left to whoever is quickest, they would pile up with a few, and they last.
      cluster.schedulingPolicy = cluster.SCHED_RR;
      cluster.setupPrimary({ exec: program, args: [], serialization: 'advanced' });
      for (let worker = 1; worker <= config.server.workers; worker += 1)
        slots.push(openSlot({ worker, config, logger, serves, isReplaced }));
      for (const slot of slots) slot.fill();
      watching = setInterval(() => {
        for (const slot of slots) void slot.watch();
      }, watchIntervalMs);
      return Promise.race([serving.promise, failed.promise.then((error) => Promise.reject(error))]);
    },
    failed: failed.promise,
    checkReadiness: () => checkReadiness(slots, logger),
    metrics: { contentType: metrics.contentType, metrics: () => render(metrics, slots) },
    async stop() {
      clearInterval(watching);
      await Promise.all(slots.map((slot) => slot.stop()));
    },
  };
}

async function render(metrics: WorkerMetrics, slots: readonly WorkerSlot[]): Promise<string> {
  await Promise.all(
    slots.map(async (slot) => {
      const snapshot = await slot.ask('metrics');
      if (snapshot !== null) metrics.update(slot.worker, snapshot);
    }),
  );
  return metrics.render();
}

async function checkReadiness(slots: readonly WorkerSlot[], logger: Logger): Promise<Readiness> {
  const states = await Promise.all(
    slots.map(async (slot): Promise<Readiness> => {
      if (!slot.serves()) return 'worker unavailable';
      const answer = await slot.ask('readiness');
      if (answer === null) logger.warn({ worker: slot.worker }, 'a worker does not answer');
      return answer ?? 'worker unavailable';
    }),
  );
  return states.find((state) => state !== 'ready') ?? 'ready';
}

function causeOf({ reason, exitCode, signal }: WorkerEnd): string {
  return reason ?? (signal === null ? `it ended with code ${exitCode}` : `it was ended by ${signal}`);
}
