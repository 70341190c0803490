import type { Coherence, Position } from './coherence.ts';

export interface CoherentCacheOptions<Value> {
  readonly capacity: number;
  /** Rows that can end it, besides the one it is named after. */
  readonly restsOn: (value: Value) => readonly string[];
  /** Epoch milliseconds by the database's clock: good until then if nothing ends it. Infinity: no end of its own. */
  readonly goodUntil: (value: Value) => number;
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
  put(name: string, value: Value, since: Position): boolean;
  readonly size: number;
}

interface Entry<Value> {
  readonly value: Value;
  /** No change up to here concerns it. */
  freshAt: Position;
  /** Asked for since the eviction last came by. */
  used: boolean;
}

const mostSecondChances = 32;

export function createCoherentCache<Value>(
  coherence: Coherence,
  { capacity, restsOn, goodUntil }: CoherentCacheOptions<Value>,
): CoherentCache<Value> {
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

  const isOutdated = (name: string, { value, freshAt }: Entry<Value>, position: Position): boolean =>
    freshAt !== position && coherence.changedSince(freshAt, name, restsOn(value));

  return {
    get(name) {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      const now = coherence.now();
      if (now === null) return undefined;
      const position = coherence.position();
      if (now >= goodUntil(entry.value) || isOutdated(name, entry, position)) {
        entries.delete(name);
        return undefined;
      }
      entry.freshAt = position;
      entry.used = true;
      return entry.value;
    },
    put(name, value, since) {
      if (coherence.changedSince(since, name, restsOn(value))) return false;
      if (capacity > 0) {
        if (!entries.has(name) && entries.size >= capacity) evictOne();
        entries.set(name, { value, freshAt: since, used: false });
      }
      return true;
    },
    get size() {
      return entries.size;
    },
  };
}
