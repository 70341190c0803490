import type { Coherence, Position } from './coherence.ts';

/** What was read of the database, and what it rests on. */
export interface Reading<Value> {
  readonly value: Value;
  /** Rows that can end it, besides the one it is named after. */
  readonly restsOn: readonly string[];
  /** Epoch milliseconds by the database's clock: good until then if nothing ends it. Infinity: no end of its own. */
  readonly goodUntil: number;
}

/**
 * Readings by name, at most `capacity`. Ending something touches no entry: an entry is compared with the changes since it was
 * read when it is asked for, so that one announcement ends any number of entries at once.
 */
export interface CoherentCache<Value> {
  /** The value, if nothing ended it before this call. */
  get(name: string): Value | undefined;
  /**
   * Remembers what was read, unless something it rests on changed meanwhile.
   *
   * @param since the coherence's position before the read began
   * @returns false when it changed: what was read may be older than an ending that has been answered
   */
  put(name: string, reading: Reading<Value>, since: Position): boolean;
  readonly size: number;
}

interface Entry<Value> extends Reading<Value> {
  /** No change up to here concerns it. */
  freshAt: Position;
  /** Asked for since the eviction last came by. */
  used: boolean;
}

const mostSecondChances = 32;

export function createCoherentCache<Value>(coherence: Coherence, capacity: number): CoherentCache<Value> {
  const entries = new Map<string, Entry<Value>>();

  /** Second chance (CLOCK): what was used goes to the end of the line once more, as long as that does not take long. */
  function evictOne(): void {
    let chances = mostSecondChances;
    for (const [name, entry] of entries) {
      entries.delete(name);
      if (!entry.used || chances === 0) return;
      chances -= 1;
      entry.used = false;
      entries.set(name, entry);
    }
  }

  return {
    get(name) {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      const now = coherence.now();
      if (now === null) return undefined;
      const position = coherence.position();
      if (now >= entry.goodUntil || coherence.changedSince(entry.freshAt, name, entry.restsOn)) {
        entries.delete(name);
        return undefined;
      }
      entry.freshAt = position;
      entry.used = true;
      return entry.value;
    },
    put(name, reading, since) {
      if (coherence.changedSince(since, name, reading.restsOn)) return false;
      if (capacity > 0) {
        if (!entries.has(name) && entries.size >= capacity) evictOne();
        const { value, restsOn, goodUntil } = reading;
        entries.set(name, { value, restsOn, goodUntil, freshAt: since, used: false });
      }
      return true;
    },
    get size() {
      return entries.size;
    },
  };
}
