/** Time as a parameter: everything below `service.ts` receives a clock, so that tests can hold one. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = {
  now: () => new Date(),
};

export function epochSeconds(clock: Clock): number {
  return Math.floor(clock.now().getTime() / 1000);
}

/** Milliseconds that only go forward, from an arbitrary start; they go on while the process is stopped. */
export type MonotonicMs = () => number;

export const systemMonotonicMs: MonotonicMs = () => performance.now();
