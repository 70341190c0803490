/**
 * Global set-up of the contract and e2e projects: one private PostgreSQL and one private Redis for the whole run.
 * Tests receive the addresses by `inject('postgresUrl')` and `inject('redisUrl')`.
 */
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';
import { findPostgres, findRedis } from './programs.ts';
import { startRedis } from './redis-server.ts';
import { requirePrograms } from './required-programs.ts';
import type { RunningServer } from './tethered-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Database `postgres` of the run's server, as superuser: for `createDatabase`, never to work in. */
    postgresUrl: string;
    redisUrl: string;
  }
}

type Servers = readonly [postgres: RunningServer, redis: RunningServer];

interface SharedServers {
  users: number;
  readonly started: Promise<Servers>;
}

// Every project loads this module anew, so what they share is kept outside of it.
const shared = globalThis as { symbolonServers?: SharedServers | undefined };

export async function setup(project: TestProject): Promise<void> {
  const servers = (shared.symbolonServers ??= { users: 0, started: start() });
  servers.users += 1;
  const [postgres, redis] = await servers.started;
  project.provide('postgresUrl', postgres.url);
  project.provide('redisUrl', redis.url);
}

export async function teardown(): Promise<void> {
  const servers = shared.symbolonServers;
  if (servers === undefined) return;
  servers.users -= 1;
  if (servers.users > 0) return;
  shared.symbolonServers = undefined;
  await Promise.all((await servers.started).map((server) => server.stop()));
}

async function start(): Promise<Servers> {
  await requirePrograms([
    { name: 'PostgreSQL', debianPackages: ['postgresql'], find: findPostgres },
    { name: 'redis-server', debianPackages: ['redis-server'], find: findRedis },
  ]);
  return Promise.all([startPostgres(), startRedis()]);
}
