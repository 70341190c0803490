import type { Coherence, Position } from '../coherence/coherence.ts';
import { type LiveToken, type LiveTokenReader, type TokenName, restsOn } from './live-token.ts';

/** What the database said, and the position in the stream of changes before it was asked. */
export interface LiveTokenReading {
  readonly token: LiveToken | null;
  readonly since: Position;
}

/** Reads of the database for tokens that are not remembered; those asked for in one tick travel as one statement. */
export interface LiveTokenReads {
  /** @throws UnavailableError */
  read(name: TokenName): Promise<LiveTokenReading>;
}

/** Statements under way at once: the next one then takes along all that has come up meanwhile. */
const mostUnderWay = 2;
const mostTokens = 128;

interface Pending {
  readonly name: TokenName;
  readonly reading: Promise<LiveTokenReading>;
  readonly resolve: (reading: LiveTokenReading) => void;
  readonly reject: (error: unknown) => void;
}

export function createLiveTokenReads(
  kind: LiveToken['kind'],
  reader: LiveTokenReader,
  coherence: Coherence,
): LiveTokenReads {
  const waiting = new Map<string, Pending>();
  const underWay = new Map<string, Pending>();
  let statements = 0;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled || waiting.size === 0 || statements >= mostUnderWay) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      void send();
    });
  }

  async function send(): Promise<void> {
    const batch = [...waiting.values()].slice(0, mostTokens);
    const since = coherence.position();
    statements += 1;
    for (const pending of batch) {
      waiting.delete(pending.name.digest);
      underWay.set(pending.name.digest, pending);
    }
    schedule();
    try {
      const tokens = await reader.findLive(
        kind,
        batch.map(({ name }) => name),
      );
      for (const [index, { resolve }] of batch.entries()) resolve({ token: tokens[index] ?? null, since });
    } catch (error) {
      // Whoever waits behind it would wait in vain.
      for (const { reject } of [...batch, ...waiting.values()]) reject(error);
      waiting.clear();
    } finally {
      statements -= 1;
      for (const { name } of batch) underWay.delete(name.digest);
      schedule();
    }
  }

  /** A read that has not begun. */
  function readAnew(name: TokenName): Promise<LiveTokenReading> {
    const known = waiting.get(name.digest);
    if (known !== undefined) return known.reading;
    const { promise, resolve, reject } = Promise.withResolvers<LiveTokenReading>();
    waiting.set(name.digest, { name, reading: promise, resolve, reject });
    schedule();
    return promise;
  }

  return {
    /**
     * A read that began before this call may be shared only under a lease, and only if nothing it rests on has changed since
     * it began: it may have seen the token before an ending that has been answered meanwhile.
     */
    async read(name) {
      // Refresh tokens are spent without an announcement.
      const shared = kind === 'access_token' ? underWay.get(name.digest) : undefined;
      if (shared === undefined || coherence.now() === null) return readAnew(name);
      const reading = await shared.reading;
      const isOutdated =
        reading.token !== null && coherence.changedSince(reading.since, name.digest, restsOn(reading.token));
      return isOutdated ? readAnew(name) : reading;
    },
  };
}
