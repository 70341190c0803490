import type { MonotonicMs } from '../platform/clock.ts';

/** Begins pieces of work in the order in which they come. */
export interface Pacing {
  /** @param isWanted asked when its turn has come: what nobody waits for any more is left out */
  begin(work: () => void, isWanted: () => boolean): void;
  /** How many wait for their turn. */
  waiting(): number;
}

/** For beginning work, in each turn of the event loop. At least one piece is begun in each. */
const budgetMs = 1;

/**
 * However much is asked for at once, what is answered within a turn of the event loop, as token checks are, then waits behind
 * little of it.
 */
export function createPacing(monotonicMs: MonotonicMs): Pacing {
  const queue: Array<{ readonly work: () => void; readonly isWanted: () => boolean }> = [];
  let turnEndsAt: number | null = null;

  function openTurn(): void {
    turnEndsAt = monotonicMs() + budgetMs;
    setImmediate(nextTurn);
  }

  function nextTurn(): void {
    turnEndsAt = null;
    while (queue.length > 0 && (turnEndsAt === null || monotonicMs() < turnEndsAt)) {
      const next = queue.shift();
      if (next?.isWanted() !== true) continue;
      // Before the work: what fails must not leave the others waiting.
      if (turnEndsAt === null) openTurn();
      next.work();
    }
  }

  return {
    begin(work, isWanted) {
      if (queue.length > 0 || (turnEndsAt !== null && monotonicMs() >= turnEndsAt)) {
        queue.push({ work, isWanted });
        return;
      }
      if (turnEndsAt === null) openTurn();
      work();
    },
    waiting: () => queue.length,
  };
}
