import type { TestAccount } from '../../src/e2e/harness/registry.ts';
import type { Deployment } from './deployment.ts';

export interface BenchAccount {
  readonly id: string;
  readonly email: string;
}

/** Many accounts with the password of one: all have its very hash, since making each its own would take long. */
export async function insertAccounts(
  { query }: Deployment,
  model: TestAccount,
  count: number,
): Promise<BenchAccount[]> {
  return query<{ id: string; email: string }>(
    `INSERT INTO accounts (account_id, email, email_key, email_verified, name, password_hash)
     SELECT 'acc_' || substr(md5(i::text), 1, 22), 'person-' || i || '@bench.example', 'person-' || i || '@bench.example',
            model.email_verified, model.name, model.password_hash
     FROM generate_series(1, $2::integer) i, accounts model WHERE model.account_id = $1
     RETURNING account_id AS id, email`,
    [model.id, count],
  );
}
