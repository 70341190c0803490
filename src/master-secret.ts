import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config.ts';
import { weaknessOfSecret } from './config/sections/secrets.ts';
import { readText } from './config/text-file.ts';
import type { RandomBytes } from './platform/random.ts';

export class MasterSecretError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MasterSecretError';
  }
}

/**
 * The master secrets, newest first: the configured ones, else (embedded storage in development only) the one in
 * `<dataDir>/secret`, which is made on the first start with mode 0600.
 * @throws MasterSecretError when there is none, or the file cannot be used
 */
export function loadMasterSecrets(config: Config, random: RandomBytes): readonly string[] {
  const known = findMasterSecrets(config);
  if (known !== null) return known;
  createSecretFile(config, random);
  const created = findMasterSecrets(config);
  if (created === null) throw new MasterSecretError(`${secretFile(config)} could not be written`);
  return created;
}

/**
 * Like `loadMasterSecrets`, but makes none: null before the first start of an embedded service.
 * @throws MasterSecretError when the file cannot be used
 */
export function findMasterSecrets(config: Config): readonly string[] | null {
  if (config.secrets.master.length > 0) return config.secrets.master;
  if (!isEmbedded(config)) throw new MasterSecretError('no master secret is configured; set SYMBOLON_SECRET');
  const file = secretFile(config);
  const text = readText(file);
  if ('failure' in text) {
    if (text.failure === 'there is no such file') return null;
    throw new MasterSecretError(`${file}: ${text.failure}`);
  }
  const secret = text.content.trim();
  if (weaknessOfSecret(secret) === null) return [secret];
  throw new MasterSecretError(
    `${file} holds no usable secret; restore it, or delete the directory to begin again with an empty service`,
  );
}

/** Everything in one process and one directory, for trying the service. */
export function isEmbedded(config: Config): boolean {
  return config.mode === 'development' && config.storage.databaseUrl === null;
}

export function secretFile(config: Config): string {
  return join(config.storage.dataDir, 'secret');
}

/** Leaves a file alone that another process made in the meantime. */
function createSecretFile(config: Config, random: RandomBytes): void {
  mkdirSync(config.storage.dataDir, { recursive: true, mode: 0o700 });
  try {
    const secret = random(48).toString('base64');
    writeFileSync(secretFile(config), `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code !== 'EEXIST') throw new MasterSecretError(`${secretFile(config)} cannot be written (${code})`);
  }
}
