import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from './config/load-config.ts';
import { createPasswordHasher } from './domain/accounts/passwords/password-hasher.ts';
import { type DemoCredentials, prepareEmbeddedDefault } from './embedded-default.ts';
import { systemClock } from './platform/clock.ts';
import { sha256 } from './platform/digest.ts';
import { createLogger } from './platform/logger.ts';
import { systemRandom } from './platform/random.ts';
import { openStorage, type OpenStorage } from './storage/open-storage.ts';
import { storageOptions } from './storage-options.ts';

const cwd = mkdtempSync(join(tmpdir(), 'symbolon-demo-'));
const file = join(cwd, 'data/demo.json');

function configWith(env: Record<string, string>) {
  const result = loadConfig({ env, cwd });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

let storage: OpenStorage;
let prepare: () => Promise<DemoCredentials | null>;
let written: DemoCredentials;

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../config'), join(cwd, 'config'), { recursive: true });
  const config = configWith({});
  storage = await openStorage(storageOptions(config, systemClock, createLogger({ level: 'silent' })));
  await storage.migrate();
  await using hasher = createPasswordHasher({ ...config.passwords, random: systemRandom });
  prepare = () => prepareEmbeddedDefault({ config, storage, hasher, random: systemRandom });
}, 60_000);

afterAll(async () => {
  await storage[Symbol.asyncDispose]();
  rmSync(cwd, { recursive: true, force: true });
});

describe('the embedded default', () => {
  beforeEach(async () => {
    const credentials = await prepare();
    if (credentials === null) throw new Error('the demo is not declared');
    written = credentials;
  }, 30_000);

  it('writes credentials that work to a file only its owner can read', async () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(written);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(written).toMatchObject({
      issuer: 'http://localhost:4400',
      client: { client_id: 'demo-app' },
      api: { audience: 'https://notes.demo.example', client_id: 'demo-api' },
      account: { email: 'demo@example.com' },
    });
    const api = await storage.clients.findLive('demo-api');
    expect(api?.secretDigests).toEqual([sha256(written.api.client_secret)]);
    expect(api?.audiences).toEqual([written.api.audience]);
  });

  it('changes nothing on the next start', async () => {
    expect(await prepare()).toEqual(written);
  });

  it('makes new credentials when the file is lost or is not its own', async () => {
    for (const content of ['', '{', '{"issuer":"x"}']) {
      writeFileSync(file, content);
      const renewed = await prepare();
      expect(renewed?.account.password).not.toBe(written.account.password);
      expect(renewed?.api.client_secret).not.toBe(written.api.client_secret);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(renewed);
    }
    expect((await storage.clients.findLive('demo-api'))?.secretDigests).toHaveLength(1);
  });

  it('makes a new secret when an operator rotated it, and keeps the password', async () => {
    await storage.clients.addSecret('demo-api', { id: 'sec_x', digest: sha256('x') });
    await storage.clients.expireOtherSecrets('demo-api', 'sec_x', 0);
    const renewed = await prepare();
    expect(renewed?.api.client_secret).not.toBe(written.api.client_secret);
    expect(renewed?.account).toEqual(written.account);
  });
});

it('refuses to run on a database that others can reach, or in production', async () => {
  const others = {
    DATABASE_URL: 'postgres://symbolon:pw@db.internal/symbolon',
    SYMBOLON_SECRET: 'Yq3vT8mK1zR6bN0cXwL5hJ9dF2gP7sUa',
  };
  const production = {
    ...others,
    SYMBOLON_MODE: 'production',
    SYMBOLON_ISSUER: 'https://id.example.com',
    SYMBOLON_LOG_PRETTY: 'false',
  };
  const hasher = {
    hash: () => Promise.reject(new Error('no')),
    verify: () => Promise.reject(new Error('no')),
  };
  for (const env of [others, production]) {
    const config = configWith(env);
    await expect(prepareEmbeddedDefault({ config, storage, hasher, random: systemRandom })).rejects.toThrow(
      /embedded/,
    );
  }
});
