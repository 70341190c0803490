import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from './load-config.ts';

const NOWHERE = join(tmpdir(), 'symbolon-directory-without-files');

const SAFE = {
  SYMBOLON_ISSUER: 'https://id.example.com',
  DATABASE_URL: 'postgres://symbolon:pw@db.internal/symbolon',
  SYMBOLON_SECRET: 'Yq3vT8mK1zR6bN0cXwL5hJ9dF2gP7sUa',
};

function refusedPaths(env: Record<string, string>): string[] {
  const result = loadConfig({ env, cwd: NOWHERE });
  return result.ok ? [] : result.problems.map((problem) => problem.path).sort();
}

describe('production', () => {
  it('is the default mode', () => {
    expect(loadConfig({ env: SAFE, cwd: NOWHERE })).toMatchObject({
      ok: true,
      config: { mode: 'production' },
    });
  });

  it.each([
    ['without a master secret', { SYMBOLON_SECRET: '' }, 'secrets.master'],
    ['with a short master secret', { SYMBOLON_SECRET: 'Yq3vT8mK1zR6bN0c' }, 'secrets.master.0'],
    ['with a weak master secret', { SYMBOLON_SECRET: 'x'.repeat(64) }, 'secrets.master.0'],
    ['with an http issuer', { SYMBOLON_ISSUER: 'http://localhost:4400' }, 'issuer'],
    ['without a database', { DATABASE_URL: '' }, 'storage.databaseUrl'],
    ['with mail from nobody', { SYMBOLON_MAIL_SMTP_URL: 'smtps://relay.example.com' }, 'mail.from'],
    ['with a pretty log', { SYMBOLON_LOG_PRETTY: 'true' }, 'log.pretty'],
  ])('refuses to start %s', (_, change, path) =>
    expect(refusedPaths({ ...SAFE, ...change })).toEqual([path]),
  );

  it('refuses everything at once, beside other errors', () => {
    const env = {
      SYMBOLON_ISSUER: 'http://localhost',
      SYMBOLON_LOG_PRETTY: 'true',
      SYMBOLON_LOG_LEVEL: 'loud',
      PORT: '-1',
    };
    expect(refusedPaths(env)).toEqual([
      'issuer',
      'log.level',
      'log.pretty',
      'secrets.master',
      'server.port',
      'storage.databaseUrl',
    ]);
  });

  it('refuses the rest too when a setting it looks at is malformed', () => {
    expect(refusedPaths({ ...SAFE, DATABASE_URL: 'mysql://h', SYMBOLON_SECRET: '', PORT: '1.5' })).toEqual([
      'secrets.master',
      'server.port',
      'storage.databaseUrl',
    ]);
  });
});

describe('development', () => {
  const DEVELOPMENT = { SYMBOLON_MODE: 'development', SYMBOLON_ISSUER: 'http://localhost:4400' };

  it('needs no secret with embedded storage', () => expect(refusedPaths(DEVELOPMENT)).toEqual([]));

  it('needs a secret with a database of its own, which other processes may share', () => {
    expect(refusedPaths({ ...DEVELOPMENT, DATABASE_URL: SAFE.DATABASE_URL })).toEqual(['secrets.master']);
  });
});
