/** Sleeps more precisely than the timers of an event loop, whose grain is a millisecond, and says when it is time. */
import { parentPort, workerData } from 'node:worker_threads';
import type { TickerSettings } from './ticker.ts';

const { beginAt, intervalMs } = workerData as TickerSettings;
const never = new Int32Array(new SharedArrayBuffer(4));
const sinceBegin = (): number => performance.timeOrigin + performance.now() - beginAt;

for (;;) {
  // Ticks that were missed are one: whoever is told looks up everything that is due.
  const elapsed = sinceBegin();
  const next = Math.ceil(Math.max(0, elapsed) / intervalMs) * intervalMs;
  if (next > elapsed) Atomics.wait(never, 0, 0, next - elapsed);
  parentPort?.postMessage(null);
}
