import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../environment/database.ts';
import { startSmtpSink } from '../environment/smtp-sink.ts';
import { freePort } from '../environment/free-port.ts';
import { type Cluster, masterSecret, startCluster } from '../harness/processes/cluster.ts';
import { startReplica } from '../harness/processes/replica.ts';
import { clusterEnvironment, createSymbolon } from './symbolon.ts';

let cluster: Cluster;
let env: Record<string, string>;

beforeAll(async () => {
  cluster = await startCluster();
  env = clusterEnvironment(cluster);
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly remedy: string | null;
}

async function examine(surroundings: Readonly<Record<string, string>>) {
  const { exitCode, stdout, stderr } = await createSymbolon(surroundings)(['doctor', '--json']);
  const { healthy, checks } = JSON.parse(stdout) as { healthy: boolean; checks: Check[] };
  // Whatever is not well comes with what to do.
  for (const { state, remedy } of checks) expect(remedy === null).toBe(state === 'ok');
  expect(healthy).toBe(checks.every(({ state }) => state !== 'fail'));
  expect({ exitCode, stderr }).toEqual({ exitCode: healthy ? 0 : 1, stderr: '' });
  expect(stdout).not.toContain(masterSecret);
  return { healthy, states: Object.fromEntries(checks.map(({ name, state }) => [name, state])), checks };
}

const allWell = {
  configuration: 'ok',
  'master secret': 'ok',
  database: 'ok',
  clocks: 'ok',
  migrations: 'ok',
  partitions: 'ok',
  changes: 'ok',
  redis: 'ok',
  mail: 'ok',
  issuer: 'ok',
};

describe('symbolon doctor', () => {
  it('finds nothing where all is well', async () => {
    expect((await examine(env)).states).toEqual(allWell);
    const { exitCode, stdout } = await createSymbolon(env)(['doctor']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ok {4}configuration: development, http:\/\/localhost/);
    expect(stdout).toMatch(/\nEverything is in order\.\n$/);
  });

  it('finds a database that does not answer', async () => {
    const url = `postgres://operator:h3bX-password@127.0.0.1:${await freePort()}/nowhere`;
    const { states, checks } = await examine({ ...env, DATABASE_URL: url });
    // Without a database there is nothing more to say about it.
    const { configuration, 'master secret': masterSecretState, redis, mail, issuer } = allWell;
    expect(states).toEqual({
      configuration,
      'master secret': masterSecretState,
      database: 'fail',
      redis,
      mail,
      issuer,
    });
    expect(JSON.stringify(checks)).not.toContain('h3bX-password');
  });

  it('finds pending migrations, and applies none', async () => {
    const empty = await createDatabase(inject('postgresUrl'));
    try {
      for (let time = 0; time < 2; time += 1) {
        const { states, checks } = await examine({ ...env, DATABASE_URL: empty.url });
        const { partitions: _partitions, ...others } = allWell;
        expect(states).toEqual({ ...others, migrations: 'fail' });
        expect(checks.find(({ name }) => name === 'migrations')?.remedy).toBe('Run: symbolon migrate');
      }
    } finally {
      await empty.drop();
    }
  });

  it('warns of a Redis and an issuer that do not answer, which stop nobody', async () => {
    const [redisPort, port] = [await freePort(), await freePort()];
    const { healthy, states } = await examine({
      ...env,
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      SYMBOLON_ISSUER: `http://localhost:${port}`,
    });
    expect({ healthy, states }).toEqual({
      healthy: true,
      states: { ...allWell, redis: 'warn', issuer: 'warn' },
    });
  });

  it('tries the mail server, and does not show its password', async () => {
    await using sink = await startSmtpSink();
    expect((await examine({ ...env, SYMBOLON_MAIL_SMTP_URL: sink.url })).states).toEqual(allWell);
    const nobody = `smtp://operator:h3bX-password@127.0.0.1:${await freePort()}`;
    const { healthy, states, checks } = await examine({ ...env, SYMBOLON_MAIL_SMTP_URL: nobody });
    expect({ healthy, states }).toEqual({ healthy: true, states: { ...allWell, mail: 'warn' } });
    expect(JSON.stringify(checks)).not.toContain('h3bX-password');
  });

  it('finds a proxy that leads to another issuer', async () => {
    const elsewhere = cluster.issuer.replace('localhost', '127.0.0.1');
    const { states, checks } = await examine({ ...env, SYMBOLON_ISSUER: elsewhere });
    expect(states).toEqual({ ...allWell, issuer: 'fail' });
    expect(checks.find(({ name }) => name === 'issuer')?.detail).toContain(`"${cluster.issuer}"`);
  });

  it('finds everything that is wrong with a configuration', async () => {
    const { healthy, checks } = await examine({
      ...env,
      SYMBOLON_SECRET: 'short',
      SYMBOLON_LOG_LEVEL: 'loud',
    });
    expect(healthy).toBe(false);
    const details = checks.map(({ name, detail }) => `${name}: ${detail}`).join('\n');
    expect(details).toMatch(/^configuration: log\.level/m);
    expect(details).toMatch(/^configuration: secrets\.master/m);
    expect(details).not.toContain('short');
  });

  it('tells of the embedded default, running or stopped, and of a secret that others can read', async () => {
    const parent = await mkdtemp(path.join(tmpdir(), 'symbolon-doctor-'));
    const port = await freePort();
    const embedded = {
      PORT: String(port),
      SYMBOLON_SERVER_OPERATOR_PORT: String(await freePort()),
      SYMBOLON_ISSUER: `http://localhost:${port}`,
      SYMBOLON_DATA_DIR: path.join(parent, 'data'),
    };
    try {
      const service = await startReplica(embedded);
      try {
        const { healthy, states } = await examine(embedded);
        expect({ healthy, states }).toMatchObject({
          healthy: true,
          states: { database: 'warn', issuer: 'ok', 'master secret': 'ok' },
        });
      } finally {
        await service.stop();
      }
      await chmod(path.join(parent, 'data/secret'), 0o644);
      const { healthy, states } = await examine(embedded);
      expect({ healthy, states }).toEqual({
        healthy: true,
        states: { ...allWell, issuer: 'warn', 'master secret': 'warn' },
      });
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });
});
