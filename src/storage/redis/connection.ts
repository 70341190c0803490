import { type RedisClientType, createClient } from 'redis';
import type { Logger } from '../../platform/logger.ts';

export interface RedisConnection extends AsyncDisposable {
  readonly client: Pick<RedisClientType, 'isReady' | 'ping'>;
  /** @throws when Redis does not answer */
  ping(): Promise<void>;
}

const commandTimeoutMs = 100;
const longestReconnectDelayMs = 2000;

/**
 * Connects in the background and keeps trying: a Redis that is gone delays nothing and fails nothing. Commands are refused
 * at once while it is away, and given up after a tenth of a second when it stalls.
 */
export function connectRedis(url: string, logger: Logger): RedisConnection {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: commandTimeoutMs },
    socket: {
      connectTimeout: 1000,
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
    client,
    async ping() {
      await client.ping();
    },
    [Symbol.asyncDispose]: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}
