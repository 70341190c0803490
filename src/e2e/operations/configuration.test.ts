import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { masterSecret } from '../harness/processes/cluster.ts';

const root = path.join(import.meta.dirname, '../../..');
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'symbolon-configuration-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Starts the service with `env` alone, and waits until it ends. */
async function start(env: Record<string, string>, yaml = ''): Promise<Ended> {
  const file = path.join(directory, 'symbolon.yaml');
  await writeFile(file, yaml);
  const child = spawn(process.execPath, [path.join(root, 'src/main.ts')], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', SYMBOLON_CONFIG: file, SYMBOLON_DATA_DIR: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  // A service that starts after all must not outlive the test.
  const overdue = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(overdue);
  return { code, output };
}

const production = {
  SYMBOLON_MODE: 'production',
  SYMBOLON_ISSUER: 'https://id.example.org',
  SYMBOLON_SECRET: masterSecret,
  DATABASE_URL: 'postgres://symbolon:hidden-canary@127.0.0.1:1/symbolon',
};

describe('a wrong configuration', () => {
  it('ends the start with code 2 and a list of every problem', async () => {
    const { code, output } = await start(
      {
        SYMBOLON_MODE: 'staging',
        SYMBOLON_ISSUER: 'https://id.example.org/path',
        PORT: 'many',
        SYMBOLON_TOKENS_ACCESS_TOKEN_TTL_SECONDS: '1',
        SYMBOLON_TOKEN_LIFETIME: '5',
        REDIS_URL: 'http://user:hidden-canary@redis',
        SYMBOLON_SECRET: 'hidden-canary',
      },
      'sessions:\n  idleTtlSeconds: -1\n  cookieName: x\nlog:\n  level: loud\n',
    );
    expect(code).toBe(2);
    for (const problem of [
      'mode',
      'issuer',
      'server.port',
      'tokens.accessTokenTtlSeconds',
      'SYMBOLON_TOKEN_LIFETIME',
      'storage.redisUrl',
      'secrets.master',
      'sessions.idleTtlSeconds',
      'sessions.cookieName',
      'log.level',
    ])
      expect(output).toContain(problem);
    expect(output).not.toContain('hidden-canary');
  });

  it('that is no YAML is a problem, not a crash', async () => {
    const { code, output } = await start({}, 'issuer: [\n');
    expect(code).toBe(2);
    expect(output).toContain('symbolon.yaml');
    expect(output).not.toMatch(/\n\s+at /);
  });
});

describe('several workers on the embedded database', () => {
  it('are refused with code 2 and what to do', async () => {
    const { code, output } = await start({
      SYMBOLON_MODE: 'development',
      SYMBOLON_ISSUER: 'http://localhost:4400',
      SYMBOLON_SERVER_WORKERS: '2',
    });
    expect(code).toBe(2);
    expect(output).toMatch(/server\.workers: .*DATABASE_URL/);
  });
});

describe('production mode', () => {
  const unsafe: Array<[string, Record<string, string>, string]> = [
    ['an issuer without TLS', { SYMBOLON_ISSUER: 'http://id.example.org' }, 'issuer'],
    ['no master secret', { SYMBOLON_SECRET: '' }, 'secrets.master'],
    ['a short master secret', { SYMBOLON_SECRET: 'short' }, 'secrets.master'],
    ['a guessable master secret', { SYMBOLON_SECRET: 'changeme'.repeat(8) }, 'secrets.master'],
    ['the embedded database', { DATABASE_URL: '' }, 'storage.databaseUrl'],
    ['a log for people', { SYMBOLON_LOG_PRETTY: 'true' }, 'log.pretty'],
    [
      'one port for public and operators',
      { PORT: '4400', SYMBOLON_SERVER_OPERATOR_PORT: '4400' },
      'operatorPort',
    ],
  ];
  it.each(unsafe)('refuses %s with code 2', async (_name, env, where) => {
    const { code, output } = await start({ ...production, ...env });
    expect(code).toBe(2);
    expect(output).toContain(where);
    expect(output).not.toContain('hidden-canary');
  });

  it('is the mode when none is set', async () => {
    const { code, output } = await start({ SYMBOLON_ISSUER: 'http://localhost:4400' });
    expect(code).toBe(2);
    for (const where of ['issuer', 'storage.databaseUrl', 'secrets.master']) expect(output).toContain(where);
  });
});

describe('a start that fails for another reason', () => {
  it('ends with code 1, so that the process manager tries again', async () => {
    const { code, output } = await start(production);
    expect(code).toBe(1);
    expect(output).toContain('database');
    expect(output).not.toContain('hidden-canary');
    expect(output).not.toContain(masterSecret);
  });

  it('with a database that refuses the password says so without repeating it', async () => {
    const url = new URL(inject('postgresUrl'));
    url.pathname = '/no_such_database';
    url.password = 'hidden-canary';
    const { code, output } = await start({ ...production, DATABASE_URL: url.href });
    expect(code).toBe(1);
    expect(output).not.toContain('hidden-canary');
  });
});
