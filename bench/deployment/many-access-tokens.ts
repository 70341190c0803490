import type { RowKey } from '../../src/domain/tokens/row-key.ts';
import { sha256 } from '../../src/platform/digest.ts';
import type { Deployment } from './deployment.ts';
import type { ModelRows } from './parties.ts';
import { insertAccounts } from './accounts.ts';
import type { Parties } from './parties.ts';
import { createMint } from './token-mint.ts';

const batchSize = 10_000;
const ttlSeconds = 86_400;
/** A grant has seen a few refreshes, and a person uses a few clients. */
const tokensPerGrant = 4;
const grantsPerAccount = 4;

export interface TokensToInsert {
  readonly deployment: Deployment;
  readonly parties: Parties;
  readonly model: ModelRows;
  readonly count: number;
}

/** Live access tokens in any number, straight by SQL, shuffled: what stands together in the tables is asked for apart. */
export async function insertAccessTokens(wanted: TokensToInsert): Promise<string[]> {
  const { deployment, parties, count } = wanted;
  const grants = Math.ceil(count / tokensPerGrant);
  const accounts = await insertAccounts(deployment, parties.account, Math.ceil(grants / grantsPerAccount));
  await insertGrants(wanted, grants, accounts.length);
  const mint = createMint();
  const tokens: string[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const batch = Array.from({ length: Math.min(batchSize, count - first) }, () =>
      mint.mint('access_token', ttlSeconds),
    );
    const { bucket } = mint.locate('access_token', batch[0] ?? '') as RowKey;
    await deployment.query(
      `INSERT INTO access_tokens (digest, expiry_bucket, kind, client_id, account_id, grant_id, grant_bucket, payload, expires_at)
       SELECT t.digest, $3, model.kind, g.client_id, g.account_id, g.grant_id, g.expiry_bucket,
              model.payload || jsonb_build_object('accountId', g.account_id, 'grantId', g.grant_id, 'extra',
                coalesce(model.payload -> 'extra', '{}') || jsonb_build_object('auth_time', 1700000000 + g.number)),
              clock_timestamp() + make_interval(secs => $4)
       FROM unnest($2::bytea[]) WITH ORDINALITY AS t (digest, number)
       JOIN access_tokens model ON model.digest = $1
       JOIN inserted_grants g ON g.number = ($5 + t.number) % $6`,
      [
        sha256(wanted.model.issuedAccessToken),
        batch.map((token) => sha256(token)),
        bucket,
        ttlSeconds,
        first,
        grants,
      ],
    );
    tokens.push(...batch);
  }
  await deployment.query('DROP TABLE inserted_grants');
  await deployment.query('VACUUM ANALYZE accounts, grants, access_tokens');
  await deployment.query('CHECKPOINT');
  return shuffle(tokens);
}

/** Also leaves a list of them, by number from 0, for the tokens to refer to. */
async function insertGrants(
  { deployment, model }: TokensToInsert,
  grants: number,
  accounts: number,
): Promise<void> {
  await deployment.query(
    `CREATE TEMPORARY TABLE inserted_grants AS
     SELECT i AS number, 'gra_' || substr(md5('grant ' || i), 1, 22) || right(model.grant_id, 4) AS grant_id,
            model.expiry_bucket, 'acc_' || substr(md5((i % ${accounts} + 1)::text), 1, 22) AS account_id, model.client_id
     FROM generate_series(0, ${grants - 1}) i, grants model WHERE model.grant_id = '${String(model.accessToken['grantId'])}'`,
  );
  await deployment.query(
    `INSERT INTO grants (grant_id, expiry_bucket, account_id, client_id, scope, claims, resources, expires_at)
     SELECT n.grant_id, n.expiry_bucket, n.account_id, n.client_id, model.scope, model.claims, model.resources, model.expires_at
     FROM inserted_grants n, grants model WHERE model.grant_id = '${String(model.accessToken['grantId'])}'`,
  );
  await deployment.query('CREATE INDEX ON inserted_grants (number)');
  await deployment.query('ANALYZE inserted_grants');
}

function shuffle<Item>(items: Item[]): Item[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [items[last], items[other]] = [items[other] as Item, items[last] as Item];
  }
  return items;
}
