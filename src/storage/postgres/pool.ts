import type { PGlite } from '@electric-sql/pglite';
import pLimit from 'p-limit';
import pg from 'pg';
import type { Logger } from '../../platform/logger.ts';
import { breaksConnection } from './database-errors.ts';

/** What Kysely's Postgres dialect asks of a pool; node-postgres and PGlite both fit behind it. */
export interface SqlPool {
  connect(): Promise<SqlClient>;
  end(): Promise<void>;
}

export interface SqlClient {
  query<Row>(text: string, parameters: readonly unknown[]): Promise<SqlResult<Row>>;
  query(cursor: never): never;
  release(): void;
}

export interface SqlResult<Row> {
  readonly command: 'UPDATE' | 'DELETE' | 'INSERT' | 'SELECT' | 'MERGE';
  readonly rowCount: number;
  rows: Row[];
}

export interface PostgresPoolOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  /** null: as long as it takes. */
  readonly statementTimeoutMs: number | null;
  readonly logger: Logger;
}

/**
 * Look-ups by key, in plans that are made once and kept, also of partitions that were empty then and fill up later: with these
 * switches they use the indexes from the start. Left to choose, Postgres plans them again for each call, which costs ten times
 * what running them does.
 */
export const planOptions = [
  'plan_cache_mode=force_generic_plan',
  'jit=off',
  ...['seqscan', 'hashjoin', 'mergejoin', 'material'].map((method) => `enable_${method}=off`),
]
  .map((option) => `-c ${option}`)
  .join(' ');

/** Kept plans are made anew after this, with their connection: what they took for granted of the tables ends then. */
const planLifeSeconds = 300;

export function createPostgresPool(options: PostgresPoolOptions): SqlPool {
  const { logger } = options;
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.poolSize,
    connectionTimeoutMillis: options.connectTimeoutMs,
    ...timeouts(options.statementTimeoutMs),
    keepAlive: true,
    // What is sent within a transaction need not wait for the answer to what was sent before.
    pipeline: true,
    maxLifetimeSeconds: planLifeSeconds,
    options: planOptions,
    application_name: 'symbolon',
  });
  // Without a listener an idle connection that dies ends the process.
  pool.on('error', (err) => {
    logger.warn({ err }, 'an idle database connection ended');
  });
  return {
    connect: async () => checkedOut(await pool.connect(), logger),
    end: () => pool.end(),
  };
}

function timeouts(statementTimeoutMs: number | null): pg.PoolConfig {
  if (statementTimeoutMs === null) return {};
  return {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs * 2,
    query_timeout: statementTimeoutMs + 1000,
  };
}

/** A connection for one borrower; one that broke is closed instead of going back to the pool. */
function checkedOut(client: pg.PoolClient, logger: Logger): SqlClient {
  let broken = false;
  const onError = (err: Error): void => {
    broken = true;
    logger.warn({ err }, 'a database connection ended while in use');
  };
  client.on('error', onError);

  async function query<Row>(text: string, parameters: readonly unknown[]): Promise<SqlResult<Row>> {
    try {
      const result = await client.query(prepared(text, parameters));
      return {
        command: result.command as SqlResult<Row>['command'],
        rowCount: result.rowCount ?? 0,
        rows: result.rows as Row[],
      };
    } catch (error) {
      broken ||= breaksConnection(error);
      throw error;
    }
  }
  return {
    query: query as SqlClient['query'],
    release() {
      client.off('error', onError);
      client.release(broken);
    },
  };
}

const names = new Map<string, string>();

/**
 * A statement with parameters is planned once for each connection and kept under a name: planning costs many times what running
 * it does, with tables in dozens of partitions. There are as many as the code has.
 */
function prepared(text: string, parameters: readonly unknown[]): pg.QueryConfig {
  if (parameters.length === 0) return { text };
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return { name, text, values: [...parameters] };
}

/** PGlite has one connection: borrowers take turns. */
export function createEmbeddedPool(database: PGlite): SqlPool {
  const turns = pLimit(1);

  function connect(): Promise<SqlClient> {
    return new Promise((resolve, reject) => {
      turns(
        () =>
          new Promise<void>((release) => {
            resolve({ query: embeddedQuery(database) as SqlClient['query'], release });
          }),
      ).catch(reject);
    });
  }
  return { connect, end: () => database.close() };
}

function embeddedQuery(database: PGlite) {
  return async function query<Row>(text: string, parameters: readonly unknown[]): Promise<SqlResult<Row>> {
    // The extended protocol takes one statement only; migrations have many and no parameters.
    const result =
      parameters.length > 0
        ? await database.query<Row>(text, [...parameters])
        : (await database.exec(text)).at(-1);
    const rows = (result?.rows ?? []) as Row[];
    return { command: commandOf(text), rowCount: Math.max(result?.affectedRows ?? 0, rows.length), rows };
  };
}

function commandOf(text: string): SqlResult<unknown>['command'] {
  const word = /^\s*(insert|update|delete|merge)/i.exec(text)?.[1]?.toUpperCase();
  return (word ?? 'SELECT') as SqlResult<unknown>['command'];
}
