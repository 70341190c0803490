import { UnavailableError } from './unavailable-error.ts';

/** Lets callers with the same key go one after the other, without holding anything but their place while they wait. */
export interface Turns {
  /**
   * Resolves when it is the caller's turn, to what ends the turn.
   *
   * @throws UnavailableError when it has not come within `waitMs`; the place is given up
   */
  take(key: string, waitMs: number): Promise<() => void>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    async take(key, waitMs) {
      const before = last.get(key) ?? Promise.resolve();
      const { promise: turn, resolve } = Promise.withResolvers<void>();
      last.set(key, turn);
      const end = (): void => {
        if (last.get(key) === turn) last.delete(key);
        resolve();
      };
      if (await isInTime(before, waitMs)) return end;
      void before.then(end);
      throw new UnavailableError('database');
    },
  };
}

async function isInTime(before: Promise<void>, waitMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, waitMs, false);
  try {
    return await Promise.race([before.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
