/**
 * What this process may remember of the database, and for how long.
 *
 * Every change that ends something is announced by the database in its own transaction, on a connection this process listens
 * on. The connection is pinged; memory may be used only within `leaseMs` of the *sending* of the last ping that was answered.
 * Whoever ends something waits that long after the commit before saying so. So a request that starts after they said so finds
 * the change known here, or no lease.
 */
import type { MonotonicMs } from '../../platform/clock.ts';

/** How long after the sending of an answered ping memory may be used, and how long an ending waits after its commit. */
export const leaseMs = 300;

/** Timers and clocks count in steps of their own. */
const marginMs = 20;

/** What a change that replicas must know of waits after its commit. */
export const settleMs = leaseMs + marginMs;

/** A place in the stream of announced changes: later ones are greater. */
export type Position = number;

/** The reading side: caches. */
export interface Coherence {
  /** The database's time (epoch milliseconds; ahead of it at most by a round trip), or null while memory must not be used. */
  now(): number | null;
  /** Where the stream is. Taken before a read of the database, it tells whether what was read may be remembered. */
  position(): Position;
  /** Whether `name`, or a row it rests on, changed after `position`; also true when that is too long ago to tell. */
  changedSince(position: Position, name: string, restsOn: readonly string[]): boolean;
}

/** The writing side: the connection that listens. */
export interface ChangeSink {
  /** One announced change: the name of the row. */
  receive(name: string): void;
  /** A ping sent at `sentAt` (monotonic milliseconds) was answered; the database's clock then said `databaseNow`. */
  renew(sentAt: number, databaseNow: number): void;
  /** The connection is gone: nothing may be remembered until it is back. */
  lapse(): void;
  /** The connection is there again, and has missed an unknown number of changes. */
  restart(): void;
}

/** Changes that are told apart; whatever was remembered before the oldest of them is read again. */
const rememberedChanges = 16_384;

export function createCoherence(monotonicMs: MonotonicMs): Coherence & ChangeSink {
  const changes = new Map<string, Position>();
  let position: Position = 0;
  let oldestKnown: Position = 0;
  let leaseEndsAt = Number.NEGATIVE_INFINITY;
  let databaseAhead = 0;

  function forgetOldest(): void {
    const [oldest] = changes;
    if (oldest === undefined) return;
    changes.delete(oldest[0]);
    oldestKnown = oldest[1];
  }

  return {
    now() {
      const monotonic = monotonicMs();
      return monotonic < leaseEndsAt ? monotonic + databaseAhead : null;
    },
    position: () => position,
    changedSince(since, name, restsOn) {
      if (since === position) return false;
      const isLater = (row: string): boolean => (changes.get(row) ?? 0) > since;
      return since < oldestKnown || isLater(name) || restsOn.some(isLater);
    },
    receive(name) {
      position += 1;
      changes.delete(name);
      changes.set(name, position);
      if (changes.size > rememberedChanges) forgetOldest();
    },
    renew(sentAt, databaseNow) {
      leaseEndsAt = sentAt + leaseMs;
      databaseAhead = databaseNow - sentAt;
    },
    lapse() {
      leaseEndsAt = Number.NEGATIVE_INFINITY;
    },
    restart() {
      position += 1;
      oldestKnown = position;
      changes.clear();
    },
  };
}
