/** Lets callers with the same key go one after the other, without holding anything but their place while they wait. */
export interface Turns {
  /** Resolves when it is the caller's turn, to what ends the turn. */
  take(key: string): Promise<() => void>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    async take(key) {
      const before = last.get(key);
      const { promise: turn, resolve: end } = Promise.withResolvers<void>();
      last.set(key, turn);
      await before;
      return () => {
        if (last.get(key) === turn) last.delete(key);
        end();
      };
    },
  };
}
