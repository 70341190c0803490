import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from './config/load-config.ts';
import { findMasterSecrets, loadMasterSecrets, MasterSecretError, secretFile } from './master-secret.ts';
import { systemRandom } from './platform/random.ts';

const configured = 'Yq3vT8mK1zR6bN0cXwL5hJ9dF2gP7sUa';

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'symbolon-secret-'))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function configWith(env: Record<string, string> = {}) {
  const result = loadConfig({
    env: { SYMBOLON_MODE: 'development', SYMBOLON_ISSUER: 'http://localhost:4400', ...env },
    cwd,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

it('uses the configured secrets and writes nothing', () => {
  const config = configWith({ SYMBOLON_SECRET: configured });
  expect(loadMasterSecrets(config, systemRandom)).toEqual([configured]);
  expect(() => statSync(secretFile(config))).toThrow();
});

it('makes one for embedded storage that only its owner can read, and keeps it', () => {
  const config = configWith();
  expect(findMasterSecrets(config)).toBeNull();
  const [secret] = loadMasterSecrets(config, systemRandom);
  expect(statSync(secretFile(config)).mode & 0o777).toBe(0o600);
  expect(readFileSync(secretFile(config), 'utf8')).toBe(`${secret}\n`);
  expect(loadMasterSecrets(config, systemRandom)).toEqual([secret]);
});

it.each(['', 'short', 'a'.repeat(64)])(
  'refuses a file with %j rather than protecting keys with it',
  (content) => {
    const config = configWith();
    loadMasterSecrets(config, systemRandom);
    writeFileSync(secretFile(config), content);
    expect(() => loadMasterSecrets(config, systemRandom)).toThrow(MasterSecretError);
    expect(readFileSync(secretFile(config), 'utf8')).toBe(content);
  },
);
