import { setTimeout as sleep } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { ChangeSink } from '../../domain/coherence/coherence.ts';
import type { MonotonicMs } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import { changeChannel, type Ping, pingIntervalMs, pingText } from './change-feed.ts';
import type { SqlPool } from './pool.ts';

interface EmbeddedFeed {
  readonly database: PGlite;
  readonly pool: SqlPool;
  readonly monotonicMs: MonotonicMs;
  readonly logger: Logger;
}

/** The same over PGlite, which announces to its own process: a ping waits its turn like every statement. */
export function followEmbeddedChanges(feed: EmbeddedFeed, sink: ChangeSink): AsyncDisposable {
  const stopping = new AbortController();
  const running = follow(feed, sink, stopping.signal).catch((err: unknown) => {
    sink.lapse();
    feed.logger.error({ err }, 'changes cannot be followed: every answer is read anew');
  });
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

async function follow(feed: EmbeddedFeed, sink: ChangeSink, stopping: AbortSignal): Promise<void> {
  const { database, pool, monotonicMs } = feed;
  await inTurn(pool, () =>
    database.listen(changeChannel, (name) => {
      sink.receive(name);
    }),
  );
  sink.restart();
  while (!stopping.aborted) {
    const sentAt = monotonicMs();
    const [row] = await inTurn(pool, async () => (await database.query<Ping>(pingText)).rows);
    if (row !== undefined) sink.renew(sentAt, row.now);
    await sleep(pingIntervalMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}

async function inTurn<Result>(pool: SqlPool, work: () => Promise<Result>): Promise<Result> {
  const turn = await pool.connect();
  try {
    return await work();
  } finally {
    turn.release();
  }
}
