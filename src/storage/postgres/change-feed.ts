import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ChangeSink } from '../../domain/coherence/coherence.ts';
import type { MonotonicMs } from '../../platform/clock.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import type { Logger } from '../../platform/logger.ts';
import type { RandomBytes } from '../../platform/random.ts';

export const changeChannel = 'symbolon_changes';
/** The database's clock, asked on the connection that listens: what it announced before, it has sent before. */
export const pingText =
  'SELECT pg_backend_pid() AS backend, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now';
export const pingIntervalMs = 100;

/** A connection that leaves a ping unanswered for so long is given up. */
const pingTimeoutMs = 3000;
const retryMs = 250;
/** Greetings are announced like changes, and are the name of no row. */
const greetingPrefix = ':greeting';

export interface ChangeFeedOptions {
  readonly databaseUrl: string;
  readonly connectTimeoutMs: number;
  readonly monotonicMs: MonotonicMs;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

export interface Ping {
  readonly backend: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

interface Following {
  readonly client: pg.Client;
  /** Rejects when the connection ends. */
  readonly lost: Promise<never>;
  readonly greeting: string;
  /** Resolves when the greeting came back. */
  readonly greeted: Promise<void>;
}

/** Follows the announced changes of a Postgres database for as long as it is not disposed of, whatever the connection does. */
export function followChanges(options: ChangeFeedOptions, sink: ChangeSink): AsyncDisposable {
  const { logger } = options;
  const stopping = new AbortController();
  let reported = false;
  const noticing: ChangeSink = {
    ...sink,
    restart() {
      reported = false;
      sink.restart();
    },
  };

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await followOnce(options, noticing, stopping.signal);
      } catch (err) {
        // Once for each outage: it is tried again several times a second.
        if (!stopping.signal.aborted && !reported)
          logger.warn({ err }, 'changes cannot be followed: until they can, every answer is read anew');
        reported = true;
      }
      sink.lapse();
      await pause(retryMs, stopping.signal);
    }
  }

  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

async function followOnce(
  options: ChangeFeedOptions,
  sink: ChangeSink,
  stopping: AbortSignal,
): Promise<void> {
  const { monotonicMs, logger } = options;
  const following = createFollowing(options, sink);
  const { client, lost } = following;
  try {
    await within(pingTimeoutMs, Promise.race([client.connect(), lost]));
    await within(pingTimeoutMs, Promise.race([client.query(`LISTEN ${changeChannel}`), lost]));
    const backend = await proveDelivery(following, options);
    sink.restart();
    logger.info('following the changes of the database');
    while (!stopping.aborted) {
      const sentAt = monotonicMs();
      const answer = await ping(following);
      if (answer.backend !== backend) throw new Error(pooled);
      sink.renew(sentAt, answer.now);
      await pause(pingIntervalMs, stopping);
    }
  } finally {
    // A connection that hangs does not answer a farewell either.
    client.end().catch(() => undefined);
    client.connection.stream.destroy();
  }
}

const pooled =
  'notifications do not arrive on the connection that listens: the database URL must lead to Postgres itself, not to a pooler that shares connections between transactions';

function createFollowing(options: ChangeFeedOptions, sink: ChangeSink): Following {
  const { databaseUrl, connectTimeoutMs, random } = options;
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: 'symbolon-changes',
  });
  const { promise: lost, reject } = Promise.withResolvers<never>();
  // It is looked at only while something is awaited.
  lost.catch(() => undefined);
  client.on('error', reject);
  client.on('end', () => {
    reject(new Error('the connection ended'));
  });
  const { promise: greeted, resolve } = Promise.withResolvers<void>();
  const greeting = createIdentifier(greetingPrefix, random);
  client.on('notification', ({ payload = '' }) => {
    if (payload === greeting) resolve();
    else if (!payload.startsWith(greetingPrefix)) sink.receive(payload);
  });
  return { client, lost, greeting, greeted };
}

/**
 * Sends a greeting from another connection and waits for it. Behind a pooler that shares connections, LISTEN succeeds and
 * pings are answered while notifications go nowhere.
 */
async function proveDelivery(
  following: Following,
  { databaseUrl, connectTimeoutMs }: ChangeFeedOptions,
): Promise<number> {
  const { backend } = await ping(following);
  const greeter = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'symbolon-changes-greeting',
    connectionTimeoutMillis: connectTimeoutMs,
  });
  greeter.on('error', () => undefined);
  try {
    await within(pingTimeoutMs, greeter.connect());
    await within(
      pingTimeoutMs,
      greeter.query('SELECT pg_notify($1, $2)', [changeChannel, following.greeting]),
    );
    await within(pingTimeoutMs, Promise.race([following.greeted, following.lost]), pooled);
  } finally {
    greeter.end().catch(() => undefined);
  }
  return backend;
}

async function ping({ client, lost }: Following): Promise<Ping> {
  const { rows } = await within(pingTimeoutMs, Promise.race([client.query<Ping>(pingText), lost]));
  const [row] = rows;
  if (row === undefined) throw new Error('the ping was answered with nothing');
  return row;
}

/** @throws Error after `ms` */
async function within<Result>(
  ms: number,
  work: Promise<Result>,
  message = 'no answer in time',
): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(message));
  }, ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
