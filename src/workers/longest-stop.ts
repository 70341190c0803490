import type { Config } from '../config/config.ts';

/** Beyond what draining may take. An orchestrator that allows drain, grace and 5 seconds sees the service end by itself. */
const spareSeconds = 3;

/** When a worker that was asked to stop is taken to hang. */
export function longestStopMs({ server }: Config): number {
  return (server.drainDelaySeconds + server.shutdownGraceSeconds + spareSeconds) * 1000;
}
