import { createClient } from '@redis/client';
import type { Deployment } from './deployment.ts';
import { readStatementCalls } from './statements.ts';

/** Calls of statements and commands so far, by what they are. */
export type StoreCalls = ReadonlyMap<string, number>;

export interface StoreCallReader extends AsyncDisposable {
  read(): Promise<StoreCalls>;
}

/** Counts what the service asks of Postgres and Redis. The servers must be nobody else's, and count statements. */
export async function openStoreCalls(deployment: Deployment): Promise<StoreCallReader> {
  const redis = createClient({ url: deployment.redisUrl });
  await redis.connect();
  const readCommands = async (): Promise<Array<[string, number]>> => {
    const text = await redis.info('commandstats');
    return [...text.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)]
      .filter(([, command]) => command !== 'info')
      .map(([, command, calls]) => [`redis ${command}`, Number(calls)]);
  };
  return {
    read: async () => new Map([...(await readStatementCalls(deployment)), ...(await readCommands())]),
    [Symbol.asyncDispose]: () => redis.close(),
  };
}
