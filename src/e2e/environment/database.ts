import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findPostgres } from './programs.ts';

const run = promisify(execFile);
const maxDumpBytes = 512 * 1024 * 1024;

export interface TestDatabase {
  readonly url: string;
  /** Removes the database, ending the connections that are left. */
  drop(): Promise<void>;
}

/** A fresh, empty database on the server of `postgresUrl`; one per test file keeps files apart. */
export async function createDatabase(postgresUrl: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(postgresUrl, `CREATE DATABASE ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => execute(postgresUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/**
 * Schema and rows as SQL text. `bytea` appears in hexadecimal, so a search for a secret has to look for its bytes
 * in that form too.
 */
export async function pgDump(url: string): Promise<string> {
  const binaries = await findPostgres();
  if (binaries === null) throw new Error('PostgreSQL is not installed.');
  const { stdout } = await run(path.join(binaries, 'pg_dump'), ['--dbname', url], {
    maxBuffer: maxDumpBytes,
  });
  return stdout;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
