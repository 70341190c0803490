import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface TickerSettings {
  /** Milliseconds since the epoch. */
  readonly beginAt: number;
  readonly intervalMs: number;
}

export interface Ticker extends AsyncDisposable {
  /** When the first tick is due, by `performance.now()`. */
  readonly begunAt: number;
}

const shortestIntervalMs = 0.2;
const startMs = 5;

/** Calls `tick` when something that is due `perSecond` times a second is due. */
export async function startTicker(perSecond: number, tick: () => void): Promise<Ticker> {
  // A thread takes its time to start: the first one only shows that it can.
  const begunAt = performance.now() + startMs;
  const settings: TickerSettings = {
    beginAt: performance.timeOrigin + begunAt,
    intervalMs: Math.max(1000 / perSecond, shortestIntervalMs),
  };
  const thread = new Worker(new URL('ticker-thread.ts', import.meta.url), { workerData: settings });
  await once(thread, 'message');
  thread.on('message', tick);
  return {
    begunAt,
    async [Symbol.asyncDispose]() {
      await thread.terminate();
    },
  };
}
