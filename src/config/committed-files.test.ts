import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from './config.ts';
import { loadConfig } from './load-config.ts';
import { schemaDocument } from './schema-document.ts';
import { SETTINGS } from './settings.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PRODUCTION_FILE = 'config/production.example.yaml';
const SECRETS = {
  DATABASE_URL: 'postgres://symbolon:pw@db.internal/symbolon',
  SYMBOLON_SECRET: 'Yq3vT8mK1zR6bN0cXwL5hJ9dF2gP7sUa',
};

describe('config/schema.json', () => {
  it('is what `npm run schema` writes', () => {
    expect(readFileSync(`${root}config/schema.json`, 'utf8')).toBe(schemaDocument());
  });

  it('documents every setting', () => {
    const undocumented: string[] = [];
    const visit = (
      node: { description?: string; properties?: Record<string, object> },
      path: string,
    ): void => {
      if (node.description === undefined && path !== '') undocumented.push(path);
      for (const [key, child] of Object.entries(node.properties ?? {})) visit(child, `${path}/${key}`);
    };
    visit(JSON.parse(schemaDocument()) as object, '');
    expect(undocumented).toEqual([]);
  });
});

describe('config/symbolon.yaml', () => {
  it('loads as it is, and listens on this machine only', () => {
    const result = loadConfig({ env: {}, cwd: root });
    expect(result).toMatchObject({
      ok: true,
      config: {
        mode: 'development',
        server: { host: '127.0.0.1', operatorHost: '127.0.0.1', drainDelaySeconds: 0 },
      },
    });
  });
});

describe('config/production.example.yaml', () => {
  it('loads once the environment brings the secrets', () => {
    expect(loadConfig({ env: SECRETS, cwd: root, configFile: PRODUCTION_FILE })).toMatchObject({
      ok: true,
      config: { mode: 'production' },
    });
  });

  it('names every setting, with its default where it claims so', () => {
    const file = parse(readFileSync(root + PRODUCTION_FILE, 'utf8')) as object;
    const defaults = configSchema.parse({ mode: 'development', issuer: 'https://id.example.com' });
    const at = (tree: unknown, path: readonly string[]) =>
      path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], tree);
    const differing = SETTINGS.map(({ path }) => path)
      .filter((path) => at(file, path) !== at(defaults, path))
      .map((path) => path.join('.'));
    // The first differs by purpose, as its comment says; the environment sets the others.
    expect(differing).toEqual(['mode', 'server.trustedProxyHops', 'storage.databaseUrl', 'storage.redisUrl']);
  });
});
