import { createClient, type RedisClientType } from '@redis/client';
import type { Logger } from '../../platform/logger.ts';

export interface RedisConnection extends AsyncDisposable {
  /** What rate limiters use of a Redis client; each command is answered or given up in a quarter of a second. */
  readonly client: RedisCommands;
  /** @throws when Redis does not answer */
  ping(): Promise<void>;
}

interface RedisCommands {
  readonly isReady: boolean;
  eval: RedisClientType['eval'];
  del: RedisClientType['del'];
}

const commandTimeoutMs = 250;
const longestReconnectDelayMs = 2000;
const pingIntervalMs = 1000;
/** Without any answer for this long, those to pings included, the connection is given up. */
const silenceMs = 3000;

/**
 * Connects in the background and keeps trying: a Redis that is gone delays nothing and fails nothing. Commands are refused
 * at once while it is away, and given up after a quarter of a second when it stalls.
 */
export function connectRedis(url: string, logger: Logger): RedisConnection {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: pingIntervalMs,
    socket: {
      connectTimeout: 1000,
      socketTimeout: silenceMs,
      reconnectStrategy: (retries) => Math.min(longestReconnectDelayMs, 50 * 2 ** retries),
    },
  });
  let reported = false;
  client.on('error', (err: unknown) => {
    if (!reported) logger.warn({ err }, 'redis is unavailable; rate limits are counted in this process');
    reported = true;
  });
  client.on('ready', () => {
    reported = false;
    logger.info('redis is connected');
  });
  client.connect().catch(() => undefined);
  return {
    client: {
      get isReady() {
        return client.isReady;
      },
      eval: (script, options) => inTime(client.eval(script, options)),
      del: (keys) => inTime(client.del(keys)),
    },
    async ping() {
      await inTime(client.ping());
    },
    [Symbol.asyncDispose]: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}

/**
 * The client has a time limit too, but only until a command is written; a Redis that stalls takes it and never answers. When the
 * time is up, what has arrived meanwhile is looked at first: it may be this process that was busy.
 */
async function inTime<Result>(command: Promise<Result>): Promise<Result> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new Error('redis did not answer in time'));
  const timer = setTimeout(() => setImmediate(giveUp), commandTimeoutMs);
  try {
    return await Promise.race([command, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
