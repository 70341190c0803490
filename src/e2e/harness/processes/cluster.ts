import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { inject } from 'vitest';
import { createDatabase, type TestDatabase } from '../../environment/database.ts';
import { freePort } from '../../environment/free-port.ts';
import { startBalancer } from '../network/balancer.ts';
import { createRegistry, type Registry } from '../registry.ts';
import { type Replica, startReplica } from './replica.ts';

/** A deployment: replicas on one real Postgres and Redis, behind one issuer. */
export interface Cluster extends AsyncDisposable {
  readonly issuer: string;
  readonly replicas: readonly Replica[];
  readonly database: TestDatabase;
  readonly redisUrl: string;
  /** Clients, APIs and accounts, put straight into the database. */
  readonly registry: Registry;
  /** Starts one more replica and puts it behind the issuer. */
  addReplica(env?: Readonly<Record<string, string>>): Promise<Replica>;
  /** Asks one to stop, and takes it from behind the issuer as soon as it says that it is not ready. Its exit code. */
  retire(replica: Replica): Promise<number | null>;
  /** Kills one on the spot, and takes it from behind the issuer once it is gone. */
  crash(replica: Replica): Promise<void>;
}

export interface ClusterOptions {
  readonly replicas?: number;
  /** Of each replica; 1 when left out: a single process. */
  readonly workers?: number;
  /** Further settings, as environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of the run's own servers, for tests that take them away. */
  readonly postgresUrl?: string;
  readonly redisUrl?: string;
}

export const masterSecret = 'pK7wQz2vXb9LrT4mYc8NfH3sJd6GgA1eUo5';

/** Limits that tests of other things do not run into. */
const generousLimits = Object.fromEntries(
  [
    'SIGN_IN_PER_ACCOUNT',
    'SIGN_IN_PER_NETWORK',
    'SIGN_UP_PER_NETWORK',
    'CLIENT_AUTHENTICATION_PER_CLIENT',
    'CLIENT_AUTHENTICATION_PER_NETWORK',
    'INTERACTIONS_PER_NETWORK',
  ].map((name) => [`SYMBOLON_RATE_LIMITS_${name}_POINTS`, '100000']),
);

/** A database of the run's Redis that nobody else uses: no deployment counts the attempts of another. */
async function unusedRedisDatabase(): Promise<string> {
  const url = inject('redisUrl');
  const client = createClient({ url });
  await client.connect();
  const index = await client.incr('deployments-of-this-run');
  client.destroy();
  return `${url}/${index}`;
}

export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  await using stack = new AsyncDisposableStack();
  const database = await createDatabase(options.postgresUrl ?? inject('postgresUrl'));
  stack.defer(() => database.drop());
  const redisUrl = options.redisUrl ?? (await unusedRedisDatabase());
  const balancer = stack.use(await startBalancer());
  const issuer = `http://localhost:${balancer.port}`;
  const directory = await mkdtemp(path.join(tmpdir(), 'symbolon-e2e-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));

  const replicas: Replica[] = [];
  // A stack of its own: replicas are still added once the outer one has moved.
  const running = stack.use(new AsyncDisposableStack());
  const addReplica = async (env: Readonly<Record<string, string>> = {}): Promise<Replica> => {
    const replica = await startReplica({
      SYMBOLON_CONFIG: path.join(import.meta.dirname, '../cluster.yaml'),
      SYMBOLON_MODE: 'development',
      SYMBOLON_ISSUER: issuer,
      SYMBOLON_SECRET: masterSecret,
      SYMBOLON_DATA_DIR: directory,
      SYMBOLON_LOG_LEVEL: 'trace',
      SYMBOLON_SERVER_TRUSTED_PROXY_HOPS: '1',
      DATABASE_URL: database.url,
      REDIS_URL: redisUrl,
      PORT: String(await freePort()),
      SYMBOLON_SERVER_OPERATOR_PORT: String(await freePort()),
      SYMBOLON_SERVER_WORKERS: String(options.workers ?? 1),
      ...generousLimits,
      SYMBOLON_PASSWORDS_QUEUE_LIMIT: '1000',
      ...options.env,
      ...env,
    });
    running.defer(async () => {
      await replica.stop('SIGKILL');
    });
    replicas.push(replica);
    balancer.targets.push(replica.url);
    return replica;
  };
  const takeOut = ({ url }: Replica): void => {
    balancer.targets.splice(balancer.targets.indexOf(url), 1);
  };
  await Promise.all(Array.from({ length: options.replicas ?? 1 }, () => addReplica()));
  const registry = stack.use(await createRegistry(database.url));

  const owned = stack.move();
  return {
    issuer,
    replicas,
    database,
    redisUrl,
    registry,
    addReplica,
    async retire(replica) {
      const stopped = replica.stop();
      while (await isReady(replica)) await sleep(10);
      takeOut(replica);
      return stopped;
    },
    async crash(replica) {
      await replica.stop('SIGKILL');
      takeOut(replica);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function isReady({ operatorUrl }: Replica): Promise<boolean> {
  return fetch(`${operatorUrl}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
