import pg from 'pg';
import type { Logger } from '../../platform/logger.ts';
import { planOptions, type SqlPool } from './pool.ts';

/** A statement the server plans once for each connection. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** Connections for reads that have to be quick, and so do not wait behind transactions. */
export interface PreparedReads {
  rows<Row extends object>(statement: PreparedStatement, values: readonly unknown[]): Promise<readonly Row[]>;
  end(): Promise<void>;
}

export interface PostgresReadsOptions {
  readonly databaseUrl: string;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** Then a connection is made anew, and with it its plans: whatever they took for granted holds no longer than this. */
const planLifeSeconds = 60;

export function createPostgresReads(options: PostgresReadsOptions): PreparedReads {
  const { logger, timeoutMs } = options;
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.connections,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
    maxLifetimeSeconds: planLifeSeconds,
    options: planOptions,
    keepAlive: true,
    application_name: 'symbolon-reads',
  });
  // Without a listener an idle connection that dies ends the process.
  pool.on('error', (err) => {
    logger.warn({ err }, 'an idle database connection ended');
  });
  return {
    async rows<Row extends object>(statement: PreparedStatement, values: readonly unknown[]) {
      return (await pool.query<Row>({ ...statement, values: [...values] })).rows;
    },
    end: () => pool.end(),
  };
}

/** PGlite has one connection for everything. */
export function createEmbeddedReads(pool: SqlPool): PreparedReads {
  return {
    async rows<Row extends object>({ text }: PreparedStatement, values: readonly unknown[]) {
      const client = await pool.connect();
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        client.release();
      }
    },
    end: () => Promise.resolve(),
  };
}
