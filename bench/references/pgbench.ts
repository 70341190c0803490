import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { findPostgres } from '../../src/e2e/environment/programs.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { cpuMicroseconds } from '../load/process-cpu.ts';

const run = promisify(execFile);

/** pgbench on the deployment's own database, with prepared statements on as many connections as a process of the service has. */
export interface Pgbench {
  measure(seconds: number): Promise<PgbenchResult>;
}

export interface PgbenchResult {
  readonly transactions: number;
  readonly perSecond: number;
  /** Of the database server, for each transaction; null where the machine does not tell. */
  readonly serverMicroseconds: number | null;
}

export interface PgbenchOptions {
  readonly deployment: Deployment;
  readonly connections: number;
  /** Where the script may be written. */
  readonly folder: string;
}

const table = 'reference_tokens';

/**
 * Reads single rows by primary key from a table like `access_tokens`, with the same partitions and as many rows.
 */
export async function pgbenchSelect(options: PgbenchOptions, rows: number): Promise<Pgbench> {
  const { deployment } = options;
  await createTable(deployment);
  const bucket = await lastBucket(deployment);
  await deployment.query(
    `INSERT INTO ${table} (${insertedColumns})
     SELECT sha256(int8send(i)), ${bucket}, ${rowValues}, clock_timestamp() + interval '1 day'
     FROM generate_series(1, ${rows}) i`,
  );
  await deployment.query(`VACUUM ANALYZE ${table}`);
  return script(
    options,
    `\\set id random(1, ${rows})
     SELECT payload, issued_at, expires_at FROM ${table}
     WHERE digest = sha256(int8send(:id)) AND expiry_bucket = ${bucket};`,
  );
}

/** Inserts single rows, each with a commit of its own, into a table like `access_tokens`. */
export async function pgbenchInsert(options: PgbenchOptions): Promise<Pgbench> {
  await createTable(options.deployment);
  const bucket = await lastBucket(options.deployment);
  return script(
    options,
    `\\set id random(1, 9000000000000000000)
     INSERT INTO ${table} (${insertedColumns})
     VALUES (sha256(int8send(:id)), ${bucket}, ${rowValues}, clock_timestamp() + interval '1 hour');`,
  );
}

const insertedColumns =
  'digest, expiry_bucket, kind, client_id, account_id, grant_id, grant_bucket, payload, expires_at';

const payload = {
  aud: 'https://api-3-4j53II.example',
  exp: 1795368511,
  gty: 'authorization_code',
  iat: 1795364911,
  kind: 'AccessToken',
  extra: { acr: 'pwd', amr: ['pwd'], auth_time: 1795364911 },
  scope: 'notes.read notes.write',
  grantId: 'gra_7fa3kh7z8d5NQKTFR4utSt00m5',
  clientId: 'client-5-1PeYQ3',
  accountId: 'acc_22PVv7g7xPhplyedDGPtJc',
  sessionUid: 'ses_5OlUkTQMLBAb89kQ2qvaRa00lw',
};

/** As long as what the service writes. To pgbench a colon before a letter or digit is a variable. */
const rowValues = `'access_token', '${payload.clientId}', '${payload.accountId}', '${payload.grantId}', 2981,
       '${JSON.stringify(payload, null, 1).replaceAll(/\s+/g, ' ')}'::jsonb`;

/** The columns, indexes and partitions of `access_tokens`, the partitions made as the service makes them. */
async function createTable({ query }: Deployment): Promise<void> {
  await query(`CREATE TABLE ${table} (LIKE access_tokens INCLUDING ALL) PARTITION BY LIST (expiry_bucket)`);
  for (const bucket of await bucketsOf({ query })) {
    await query(
      `CREATE TABLE ${table}_p${bucket} PARTITION OF ${table} FOR VALUES IN (${bucket}) WITH (fillfactor = 85)`,
    );
  }
}

async function bucketsOf({ query }: Pick<Deployment, 'query'>): Promise<number[]> {
  const rows = await query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'access_tokens'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => Number(/_p(\d+)$/.exec(name)?.[1]));
}

async function lastBucket(deployment: Deployment): Promise<number> {
  return Math.max(...(await bucketsOf(deployment)));
}

let scripts = 0;

async function script({ deployment, connections, folder }: PgbenchOptions, text: string): Promise<Pgbench> {
  const binaries = await findPostgres();
  if (binaries === null) throw new Error('PostgreSQL is not installed.');
  const file = path.join(folder, `pgbench-${(scripts += 1)}.sql`);

  await writeFile(file, text);
  return {
    async measure(seconds) {
      const cpuBefore = cpuMicroseconds(deployment.postgresPid);
      const { stdout } = await run(path.join(binaries, 'pgbench'), [
        ...['--no-vacuum', '--protocol', 'prepared', '--file', file],
        ...['--client', String(connections), '--jobs', String(Math.min(2, connections))],
        ...['--time', String(Math.max(1, Math.round(seconds))), deployment.databaseUrl],
      ]);
      const cpuAfter = cpuMicroseconds(deployment.postgresPid);
      const transactions = numberIn(stdout, /transactions actually processed: (\d+)/);
      if (numberIn(stdout, /number of failed transactions: (\d+)/) > 0) throw new Error(`pgbench: ${stdout}`);
      return {
        transactions,
        perSecond: numberIn(stdout, /tps = ([\d.]+)/),
        serverMicroseconds:
          cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / transactions,
      };
    },
  };
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`pgbench said something else:\n${text}`);
  return Number(found);
}
