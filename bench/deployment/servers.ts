import { startPostgres } from '../../src/e2e/environment/postgres-server.ts';
import { findPostgres, findRedis } from '../../src/e2e/environment/programs.ts';
import { startRedis } from '../../src/e2e/environment/redis-server.ts';
import { requirePrograms } from '../../src/e2e/environment/required-programs.ts';

/** A Postgres and a Redis of the bench's own. */
export interface Servers extends AsyncDisposable {
  readonly postgres: { readonly url: string; readonly pid: number };
  /** A Redis database that nobody else uses. */
  takeRedisDatabase(): string;
}

export interface ServerOptions {
  /** Whether Postgres counts the calls of every statement, which costs a little. */
  readonly countStatements: boolean;
  /** Postgres as it comes; false where nothing is measured, and a lost commit would be no harm. */
  readonly durable: boolean;
}

export async function startServers(options: ServerOptions): Promise<Servers> {
  await requirePrograms([
    { name: 'PostgreSQL', debianPackages: ['postgresql'], find: findPostgres },
    { name: 'redis-server', debianPackages: ['redis-server'], find: findRedis },
  ]);
  await using stack = new AsyncDisposableStack();
  const postgres = await startPostgres({
    ...(options.countStatements ? { shared_preload_libraries: "'pg_stat_statements'" } : {}),
    ...(options.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  });
  stack.defer(() => postgres.stop());
  const redis = await startRedis();
  stack.defer(() => redis.stop());
  let databases = 0;
  const owned = stack.move();
  return {
    postgres,
    takeRedisDatabase: () => `${redis.url}/${(databases += 1)}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
