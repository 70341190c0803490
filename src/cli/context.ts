import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import { formatProblems } from '../config/problems.ts';
import { createKeyring } from '../domain/keys/keyring.ts';
import { createTokenStrings, type TokenStrings } from '../domain/tokens/token-string.ts';
import { findMasterSecrets, isEmbedded, secretFile } from '../master-secret.ts';
import { createLogger } from '../platform/logger.ts';
import { storageOptions } from '../storage-options.ts';
import { openStorage, type OpenStorage } from '../storage/open-storage.ts';
import { count } from './answer.ts';
import type { Call } from './commands.ts';
import { CliFailure, usageError } from './failure.ts';

/** What most commands need; closed by `await using`. */
export interface Context extends AsyncDisposable {
  readonly config: Config;
  readonly storage: OpenStorage;
}

/** @throws CliFailure (2) naming every problem of the configuration */
export function readConfig({ options, world }: Call): Config {
  const result = loadConfig({ env: world.env, cwd: world.cwd, configFile: options.config });
  if (!result.ok) throw usageError(formatProblems(result.problems));
  return result.config;
}

/** Configuration and database, ready for use: embedded storage is migrated on the way, as the service would. */
export async function openContext(call: Call): Promise<Context> {
  const config = readConfig(call);
  const storage = await openDatabase(config, call);
  try {
    await (isEmbedded(config) ? storage.migrate() : refusePending(storage));
  } catch (error) {
    await storage[Symbol.asyncDispose]();
    throw error;
  }
  return { config, storage, [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose]() };
}

/** Whatever state its schema is in. The log is silent: failures come back as errors, and standard output is the answer's. */
export function openDatabase(config: Config, { world }: Call): Promise<OpenStorage> {
  return openStorage(storageOptions(config, world.clock, createLogger({ level: 'silent' })));
}

/** Reads and writes token strings; needs the master secret, never the database. */
export function createCliTokenStrings(config: Config, { world }: Call): TokenStrings {
  const { clock, random } = world;
  const masterSecrets = findMasterSecrets(config);
  if (masterSecrets === null) {
    throw new CliFailure(
      `There is no ${secretFile(config)}: the service has never started with this configuration.`,
    );
  }
  return createTokenStrings({ keyring: createKeyring(masterSecrets, random), random, clock });
}

async function refusePending(storage: OpenStorage): Promise<void> {
  const pending = await storage.pendingMigrations();
  if (pending.length === 0) return;
  throw new CliFailure(`The database lacks ${count(pending.length, 'migration')}. Run: symbolon migrate`);
}
