import type { Config } from './config/config.ts';
import { settleMs } from './domain/coherence/coherence.ts';
import { type Clock, systemMonotonicMs } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import { systemRandom } from './platform/random.ts';
import type { StorageOptions } from './storage/open-storage.ts';

/** What an API may ask for at most (`api-definition.ts`); partitions have to reach as far. */
const longestApiTokenSeconds = 2_592_000;

/** The same for the service and every command, so that whoever prepares partitions prepares them for both. */
export function storageOptions(config: Config, clock: Clock, logger: Logger): StorageOptions {
  const { storage, tokens, sessions } = config;
  return {
    databaseUrl: storage.databaseUrl,
    dataDir: storage.dataDir,
    poolSize: storage.poolSize,
    connectTimeoutMs: storage.connectTimeoutMs,
    statementTimeoutMs: storage.statementTimeoutMs,
    lifetimes: {
      accessTokenSeconds: Math.max(
        tokens.accessTokenTtlSeconds,
        tokens.persistentTokenTtlSeconds,
        longestApiTokenSeconds,
      ),
      grantSeconds: tokens.grantTtlSeconds,
      sessionSeconds: sessions.absoluteTtlSeconds,
    },
    settleMs,
    clock,
    monotonicMs: systemMonotonicMs,
    random: systemRandom,
    logger,
  };
}
