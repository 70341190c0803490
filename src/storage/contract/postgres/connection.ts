import pg from 'pg';
import { expect } from 'vitest';
import type { OpenDatabase } from '../backends.ts';

/** A connection beside the storage's own, to look on, to hold locks and to end others. */
export async function connect({ database }: OpenDatabase): Promise<pg.Client & AsyncDisposable> {
  if (database.url === null) throw new Error('there is no server to connect to');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/**
 * Ends the storage's connections in a state, as a crash of the server's backend would.
 *
 * @returns how many there were
 */
export async function killBackends(
  onlooker: pg.Client,
  state: 'idle' | 'idle in transaction' | 'active',
): Promise<number> {
  const { rowCount } = await onlooker.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'symbolon' AND state = $1`,
    [state],
  );
  return rowCount ?? 0;
}

/** Waits until `count` of the storage's connections wait for a lock. */
export async function awaitLockWaiters(onlooker: pg.Client, count: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rowCount } = await onlooker.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database()
             AND application_name = 'symbolon' AND wait_event_type = 'Lock'`,
        );
        return rowCount;
      },
      { timeout: 10_000 },
    )
    .toBe(count);
}
