import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from './config.ts';
import { loadConfig } from './load-config.ts';
import { formatProblems } from './problems.ts';
import { SETTINGS } from './settings.ts';

const DEVELOPMENT = 'mode: development\nissuer: http://localhost:4400\n';
const GOOD_SECRET = 'Yq3vT8mK1zR6bN0cXwL5hJ9dF2gP7sUa';

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'symbolon-config-'))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function load(yaml: string | null, env: Record<string, string> = {}) {
  if (yaml !== null) {
    mkdirSync(join(cwd, 'config'), { recursive: true });
    writeFileSync(join(cwd, 'config/symbolon.yaml'), yaml);
  }
  return loadConfig({ env, cwd });
}

function configOf(yaml: string | null, env: Record<string, string> = {}): Config {
  const result = load(yaml, env);
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return result.config;
}

function problemsOf(yaml: string | null, env: Record<string, string> = {}): Record<string, string> {
  const result = load(yaml, env);
  return result.ok ? {} : Object.fromEntries(result.problems.map(({ path, message }) => [path, message]));
}

describe('a good configuration', () => {
  it('fills every default', () => {
    const config = configOf(DEVELOPMENT);
    expect(config.server.port).toBe(4400);
    expect(config.tokens.refreshTokenIdleTtlSeconds).toBe(2_592_000);
    expect(config.rateLimits.signInPerAccount).toEqual({ points: 10, windowSeconds: 900 });
    expect(config.secrets.master).toEqual([]);
  });

  it('is frozen at every depth', () => {
    const { rateLimits, secrets } = configOf(DEVELOPMENT);
    expect(Object.isFrozen(rateLimits.signInPerAccount)).toBe(true);
    expect(Object.isFrozen(secrets.master)).toBe(true);
  });

  it('resolves paths against the working directory', () => {
    const config = configOf(`${DEVELOPMENT}declarations: demo.yaml\n`);
    expect(config.declarations).toBe(join(cwd, 'demo.yaml'));
    expect(config.storage.dataDir).toBe(join(cwd, 'data'));
  });

  it('cannot do without an issuer, but in development, where it follows from the port', () => {
    expect(Object.keys(problemsOf('mode: production\n'))).toContain('issuer');
    expect(Object.keys(problemsOf('mode: development\nserver:\n  port: 0\n'))).toEqual(['issuer']);
    expect(configOf('mode: development\n').issuer).toBe('http://localhost:4400');
    expect(configOf('mode: development\n', { SYMBOLON_SERVER_PORT: '4873' }).issuer).toBe(
      'http://localhost:4873',
    );
    expect(configOf(DEVELOPMENT, { PORT: '4873' }).issuer).toBe('http://localhost:4400');
  });

  it('needs no file', () => {
    const config = configOf(null, {
      SYMBOLON_MODE: 'development',
      SYMBOLON_ISSUER: 'http://127.0.0.1:4400/',
    });
    expect(config.issuer).toBe('http://127.0.0.1:4400');
  });
});

describe('the file', () => {
  it('is the argument, else SYMBOLON_CONFIG', () => {
    writeFileSync(join(cwd, 'one.yaml'), `${DEVELOPMENT}log: { level: debug }\n`);
    writeFileSync(join(cwd, 'two.yaml'), `${DEVELOPMENT}log: { level: warn }\n`);
    const env = { SYMBOLON_CONFIG: 'two.yaml' };
    expect(loadConfig({ env, cwd })).toMatchObject({ config: { log: { level: 'warn' } } });
    expect(loadConfig({ env, cwd, configFile: 'one.yaml' })).toMatchObject({
      config: { log: { level: 'debug' } },
    });
  });

  it('that was chosen and is missing is the only problem, not every setting it would have held', () => {
    expect(problemsOf(null, { SYMBOLON_CONFIG: 'gone.yaml' })).toEqual({
      'gone.yaml': 'expected a YAML file; there is no such file',
    });
  });

  it('with a syntax error is reported with line and column, beside what is wrong in the environment', () => {
    const problems = problemsOf('mode: development\nlog:\n\tlevel: info\n', {
      SYMBOLON_SERVER_POOL: '1',
      PORT: 'http',
    });
    expect(problems['config/symbolon.yaml']).toMatch(/^line 3, column 1: not valid YAML: /);
    expect(Object.keys(problems).sort()).toEqual([
      'SYMBOLON_SERVER_POOL',
      'config/symbolon.yaml',
      'server.port',
    ]);
  });

  it.each([
    '- a',
    'text',
    'a: *nowhere',
    'a: &a [*a',
    'a: !!binary x',
    '--- a\n--- b',
    '\0',
    '? {a: b}\n: c',
    '__proto__: { a: 1 }',
  ])('of any content is refused without throwing: %j', (yaml) =>
    expect(load(yaml, { SYMBOLON_MODE: 'development', SYMBOLON_ISSUER: 'http://localhost' }).ok).toBe(false),
  );
});

describe('server.workers', () => {
  const shared = {
    DATABASE_URL: 'postgres://symbolon:pw@db.internal/symbolon',
    SYMBOLON_SECRET: GOOD_SECRET,
  };

  it('is 1 unless set, by the file or by the environment', () => {
    expect(configOf(DEVELOPMENT).server.workers).toBe(1);
    expect(configOf(`${DEVELOPMENT}server: { workers: 2 }\n`, shared).server.workers).toBe(2);
    expect(configOf(DEVELOPMENT, { ...shared, SYMBOLON_SERVER_WORKERS: '64' }).server.workers).toBe(64);
  });

  it.each(['0', '65', '1.5', 'many'])('is not %s', (SYMBOLON_SERVER_WORKERS) =>
    expect(problemsOf(DEVELOPMENT, { ...shared, SYMBOLON_SERVER_WORKERS })['server.workers']).toMatch(
      /^expected a whole number from 1 to 64/,
    ),
  );

  it('is 1 on the embedded database, which belongs to one process', () =>
    expect(problemsOf(DEVELOPMENT, { SYMBOLON_SERVER_WORKERS: '2' })['server.workers']).toMatch(
      /^expected 1 .*; for more set DATABASE_URL \(set by SYMBOLON_SERVER_WORKERS\)$/,
    ));
});

describe('problems', () => {
  it('are reported all at once, each with its path', () => {
    const problems = problemsOf(
      [
        'mode: development',
        'issuer: https://id.example.com/auth',
        'colour: blue',
        'server: { port: "4400", operatorPort: 70000, trustedProxyHop: 1 }',
        'storage: []',
        'tokens: { accessTokenTtlSeconds: 1.5, grantTtlSeconds: 60 }',
        'sessions: { idleTtlSeconds: 7200, absoluteTtlSeconds: 3600, typo: 1 }',
        'passwords: { iterations: 1 }',
        'rateLimits: { signInPerAccount: { points: 0 } }',
        'log: { level: loud, pretty: "yes" }',
      ].join('\n'),
    );
    expect(problems).toEqual({
      issuer: 'expected the public origin of the service, such as https://id.example.com, without a path',
      colour: 'is not a setting of the top level',
      'server.port': 'expected a whole number from 0 to 65535',
      'server.operatorPort': 'expected a whole number from 0 to 65535',
      'server.trustedProxyHop': 'is not a setting of server',
      storage: 'expected settings as indented key: value lines',
      'tokens.accessTokenTtlSeconds': 'expected a whole number from 10 to 2592000',
      'tokens.grantTtlSeconds': 'expected at least tokens.refreshTokenIdleTtlSeconds',
      'sessions.typo': 'is not a setting of sessions',
      'sessions.absoluteTtlSeconds': 'expected at least sessions.idleTtlSeconds',
      'passwords.iterations': 'expected at least 2, or passwords.memoryKiB of at least 47104',
      'rateLimits.signInPerAccount.points': 'expected a whole number from 1 to 1000000',
      'log.level': 'expected one of silent, fatal, error, warn, info, debug, trace',
      'log.pretty': 'expected true or false',
    });
  });

  it('read as one line each', () => {
    const problems = [
      { path: 'a', message: 'expected b' },
      { path: 'c', message: 'expected d' },
    ];
    expect(formatProblems(problems)).toBe(
      'The configuration has 2 problems:\n  a: expected b\n  c: expected d',
    );
  });

  it('never repeat a secret or a database password', () => {
    const leak = 'hunter2hunter2';
    const results = [
      load(
        `${DEVELOPMENT}secrets: { master: [${leak}] }\nstorage: { databaseUrl: "mysql://u:${leak}@h/d" }\n`,
      ),
      load(
        `${DEVELOPMENT}secrets: { ${leak}: 1 }\n"postgres://u:${leak}@h/d": 1\nstorage: { redisUrl: "${leak}" }\n`,
      ),
      load(`${DEVELOPMENT}storage: { databaseUrl: "postgres://u:${leak}\\q@h" }\n`),
      load(`${DEVELOPMENT}storage:\n  databaseUrl: *${leak}\n  redisUrl: !${leak} x\n`),
      load(DEVELOPMENT, { SYMBOLON_SECRET: `${leak},${leak}`, DATABASE_URL: `postgres://u:${leak}#@h:x/d` }),
      load(DEVELOPMENT, { SYMBOLON_SECRETS: leak, SYMBOLON_MASTER_SECRET: leak }),
    ];
    for (const result of results) {
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain(leak);
    }
  });
});

describe('the environment', () => {
  it('wins over the file', () => {
    const config = configOf(`${DEVELOPMENT}server: { port: 1, host: 127.0.0.1 }\n`, {
      PORT: '8080',
      SYMBOLON_TOKENS_ACCESS_TOKEN_TTL_SECONDS: '900',
      SYMBOLON_RATE_LIMITS_SIGN_IN_PER_ACCOUNT_POINTS: '5',
      SYMBOLON_PASSWORDS_MEMORY_KIB: '65536',
      SYMBOLON_LOG_PRETTY: 'true',
      SYMBOLON_DATA_DIR: '/var/lib/symbolon',
    });
    expect(config).toMatchObject({
      server: { port: 8080, host: '127.0.0.1' },
      tokens: { accessTokenTtlSeconds: 900 },
      rateLimits: { signInPerAccount: { points: 5, windowSeconds: 900 } },
      passwords: { memoryKiB: 65_536 },
      log: { pretty: true },
      storage: { dataDir: '/var/lib/symbolon' },
    });
  });

  it('has one variable for every setting', () => {
    const variables = SETTINGS.map((setting) => setting.variable);
    expect(new Set(variables).size).toBe(variables.length);
    for (const variable of variables) expect(variable).toMatch(/^SYMBOLON(_[A-Z]+)+$/);
  });

  it('takes null for none, and an empty variable as not set', () => {
    const yaml = `${DEVELOPMENT}declarations: demo.yaml\n`;
    expect(
      configOf(yaml, { SYMBOLON_DECLARATIONS: 'null', DATABASE_URL: '', PORT: ' ' }).declarations,
    ).toBeNull();
  });

  it('names itself in problems with its values', () => {
    const problems = problemsOf(DEVELOPMENT, {
      PORT: '80a',
      SYMBOLON_LOG_PRETTY: 'yes',
      SYMBOLON_TOKENS_GRANT_TTL_SECONDS: '60',
    });
    expect(problems['server.port']).toBe('expected a whole number from 0 to 65535 (set by PORT)');
    expect(problems['log.pretty']).toBe('expected true or false (set by SYMBOLON_LOG_PRETTY)');
    expect(problems['tokens.grantTtlSeconds']).toContain('(set by SYMBOLON_TOKENS_GRANT_TTL_SECONDS)');
  });

  it('may not hold a SYMBOLON_ variable that sets nothing', () => {
    const problems = problemsOf(DEVELOPMENT, {
      SYMBOLON_LOG_LEVL: 'info',
      SYMBOLON_SECRETS_MASTER: 'a',
      OTHER: 'b',
    });
    expect(problems).toEqual({
      SYMBOLON_LOG_LEVL: 'is not a setting; expected one of SYMBOLON_LOG_LEVEL, SYMBOLON_LOG_PRETTY',
      SYMBOLON_SECRETS_MASTER: 'is not a setting; expected SYMBOLON_SECRET or SYMBOLON_SECRET_FILE',
    });
  });

  it('may hold what Kubernetes adds for Services named symbolon and symbolon-server', () => {
    const config = configOf(DEVELOPMENT, {
      SYMBOLON_PORT: 'tcp://10.0.0.7:4400',
      SYMBOLON_PORT_4400_TCP: 'tcp://10.0.0.7:4400',
      SYMBOLON_PORT_4400_TCP_ADDR: '10.0.0.7',
      SYMBOLON_SERVICE_HOST: '10.0.0.7',
      SYMBOLON_SERVICE_PORT_HTTP: '4400',
      SYMBOLON_SERVER_PORT: 'tcp://10.0.0.8:9000',
    });
    expect(config.server.port).toBe(4400);
  });

  it('may not set one thing twice', () => {
    expect(problemsOf(DEVELOPMENT, { PORT: '1', SYMBOLON_SERVER_PORT: '2' })).toHaveProperty(
      'SYMBOLON_SERVER_PORT',
    );
    expect(problemsOf(DEVELOPMENT, { SYMBOLON_SECRET: GOOD_SECRET, SYMBOLON_SECRET_FILE: 'secret' })).toEqual(
      {
        SYMBOLON_SECRET: 'is set together with SYMBOLON_SECRET_FILE, which means the same; keep one',
      },
    );
  });
});

describe('master secrets', () => {
  const OLDER = GOOD_SECRET.slice(16) + GOOD_SECRET.slice(0, 16);

  it('come newest first from SYMBOLON_SECRET', () => {
    const env = { SYMBOLON_SECRET: `${GOOD_SECRET}, ${OLDER}` };
    expect(configOf(DEVELOPMENT, env).secrets.master).toEqual([GOOD_SECRET, OLDER]);
  });

  it('come one per line from SYMBOLON_SECRET_FILE', () => {
    writeFileSync(join(cwd, 'secret'), `${GOOD_SECRET}\r\n\n${OLDER}\n`);
    expect(configOf(DEVELOPMENT, { SYMBOLON_SECRET_FILE: 'secret' }).secrets.master).toEqual([
      GOOD_SECRET,
      OLDER,
    ]);
  });

  it('in a file that cannot be read are a problem of the file', () => {
    const env = { SYMBOLON_SECRET_FILE: 'gone', DATABASE_URL: 'postgres://h/d' };
    expect(Object.keys(problemsOf(DEVELOPMENT, env))).toEqual(['SYMBOLON_SECRET_FILE']);
  });
});
