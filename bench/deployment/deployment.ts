import pg from 'pg';
import { createDatabase } from '../../src/e2e/environment/database.ts';
import { type Registry, createRegistry } from '../../src/e2e/harness/registry.ts';
import type { Servers } from './servers.ts';
import { type ServiceProcess, spawnService, untilAnswering } from './service-process.ts';

export type Query = <Row extends pg.QueryResultRow>(
  text: string,
  parameters?: readonly unknown[],
) => Promise<Row[]>;

/** A database of its own, prepared for the service, and processes of the service on it. */
export interface Deployment extends AsyncDisposable {
  readonly issuer: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly postgresPid: number;
  /** Clients, APIs and accounts, put straight into the database. */
  readonly registry: Registry;
  readonly query: Query;
  /** One more process, ready to answer; ends with the deployment at the latest. */
  startService(program?: readonly string[]): Promise<ServiceProcess>;
  /** The same, without waiting for it. */
  spawnService(program?: readonly string[]): Promise<ServiceProcess>;
}

const issuer = 'https://id.bench.example';
export const masterSecret = 'pK7wQz2vXb9LrT4mYc8NfH3sJd6GgA1eUo5';

export interface DeploymentOptions {
  readonly servers: Servers;
  /** For what processes want to keep. */
  readonly folder: string;
  /** Where CPU profiles of the service go; null: none are made. */
  readonly profileFolder: string | null;
}

export async function createDeployment({
  servers,
  folder,
  profileFolder,
}: DeploymentOptions): Promise<Deployment> {
  await using stack = new AsyncDisposableStack();
  const database = await createDatabase(servers.postgres.url);
  stack.defer(() => database.drop());
  const redisUrl = servers.takeRedisDatabase();
  const registry = stack.use(await createRegistry(database.url));
  await registry.storage.migrate();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  stack.defer(() => client.end());
  // A stack of its own: processes are still added once the outer one has moved.
  const running = stack.use(new AsyncDisposableStack());
  const spawn = async (program?: readonly string[]): Promise<ServiceProcess> =>
    running.use(
      await spawnService({
        folder,
        profileFolder,
        program,
        env: {
          SYMBOLON_MODE: 'production',
          SYMBOLON_ISSUER: issuer,
          SYMBOLON_SECRET: masterSecret,
          SYMBOLON_SERVER_TRUSTED_PROXY_HOPS: '1',
          DATABASE_URL: database.url,
          REDIS_URL: redisUrl,
        },
      }),
    );
  const owned = stack.move();
  return {
    issuer,
    databaseUrl: database.url,
    redisUrl,
    postgresPid: servers.postgres.pid,
    registry,
    query: async <Row extends pg.QueryResultRow>(text: string, parameters: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...parameters])).rows,
    spawnService: spawn,
    async startService(program) {
      const service = await spawn(program);
      await untilAnswering(service);
      return service;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
