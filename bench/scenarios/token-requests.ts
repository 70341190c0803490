import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bench } from '../bench.ts';
import { type BenchAccount, insertAccounts } from '../deployment/accounts.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { type PreparedGrant, prepareGrants } from '../deployment/grants.ts';
import { type ModelRows, type Parties, createParties, signInOnce } from '../deployment/parties.ts';
import type { ServiceProcess } from '../deployment/service-process.ts';
import type { LineRange } from '../load/job.ts';
import { pgbenchInsert } from '../references/pgbench.ts';
import type { Subject } from '../rounds.ts';
import { pgbenchSubject } from '../subjects.ts';

/** A deployment with the service running and people who have signed in. */
export interface TokenScene {
  readonly deployment: Deployment;
  readonly service: ServiceProcess;
  readonly parties: Parties;
  readonly model: ModelRows;
  readonly accounts: readonly BenchAccount[];
  /** Further sign-ins of the app, with what is asked for. */
  prepare(count: number, of: ReadonlyArray<keyof PreparedGrant>): Promise<PreparedGrant[]>;
}

export async function startTokenScene(bench: Bench): Promise<TokenScene> {
  const deployment = bench.own(await bench.deploy());
  const service = await deployment.startService();
  const parties = await createParties(deployment);
  const model = await signInOnce(deployment, service, parties);
  const accounts = await insertAccounts(deployment, parties.account, bench.sizes.accounts);
  return {
    deployment,
    service,
    parties,
    model,
    accounts,
    async prepare(count, of) {
      bench.progress(`putting in ${count} sign-ins`);
      return prepareGrants({ deployment, parties, model, accounts, count, of: new Set(of) });
    },
  };
}

export const pgbenchInserts = 'pgbench insert';

/** Single rows like those of access tokens, durable as those are. */
export function insertSubject(bench: Bench, deployment: Deployment): Promise<Subject> {
  return pgbenchSubject({ bench, deployment, name: pgbenchInserts, open: pgbenchInsert });
}

export async function writeLines(bench: Bench, name: string, lines: readonly string[]): Promise<string> {
  const file = path.join(bench.folder, `${name}.txt`);
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

/** Equal parts of a list, none of them given twice. */
export function slices(count: number, parts: number): () => LineRange {
  const size = Math.floor(count / parts);
  let given = -1;
  return () => ({ from: (given += 1) * size, count: size });
}
