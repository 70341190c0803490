import { sql } from 'kysely';
import type { ConnectedApp, Consent, ConsentStore } from '../../../../domain/tokens/grant-store.ts';
import { json, type Sql } from '../../sql.ts';

export function createConsentStore(db: Sql): ConsentStore {
  // The account first, as whoever removes it does: each would wait for the other otherwise.
  const held = (accountId: string) => sql`
    held AS MATERIALIZED (
      SELECT account_id FROM accounts WHERE account_id = ${accountId} ${db.lockWhenInUnitOfWork('FOR SHARE')})`;

  async function find(accountId: string, clientId: string): Promise<Consent | null> {
    return db.changedRow(sql<Consent>`
      WITH ${held(accountId)}
      SELECT scope, claims, resources FROM consents c JOIN held USING (account_id) WHERE client_id = ${clientId}
      ${db.lockWhenInUnitOfWork('FOR UPDATE OF c')}`);
  }

  return {
    find,
    async remember(accountId, clientId, consent) {
      const merged = mergeConsent(await find(accountId, clientId), consent);
      await db.execute(sql`
        INSERT INTO consents (account_id, client_id, scope, claims, resources)
        VALUES (${accountId}, ${clientId}, ${merged.scope}, ${json(merged.claims)}, ${json(merged.resources)})
        ON CONFLICT (account_id, client_id) DO UPDATE SET
          scope = excluded.scope, claims = excluded.claims, resources = excluded.resources,
          updated_at = clock_timestamp()`);
    },
    listApps: (accountId) => listApps(db, accountId),
    async withdraw(accountId, clientId) {
      await db.execute(sql`
        WITH ${held(accountId)}
        DELETE FROM consents c USING held h WHERE c.account_id = h.account_id AND client_id = ${clientId}`);
      await db.end(sql`
        UPDATE grants SET ended_at = clock_timestamp(), end_reason = 'consent_withdrawn'
        WHERE account_id = ${accountId} AND client_id = ${clientId} AND ended_at IS NULL`);
    },
  };
}

interface AppRow {
  readonly client_id: string;
  readonly name: string;
  readonly scope: string;
  readonly resources: ReadonlyArray<Consent['resources']>;
  readonly since: Date;
  readonly has_access: boolean;
}

/** However many grants an app has of the account, they are one row here. */
async function listApps(db: Sql, accountId: string): Promise<ConnectedApp[]> {
  const rows = await db.rows(sql<AppRow>`
    WITH allowed AS (
      SELECT client_id, scope, resources, updated_at AS since, false AS has_access
      FROM consents WHERE account_id = ${accountId}
      UNION ALL
      SELECT client_id, scope, resources, created_at, true FROM live_grants WHERE account_id = ${accountId})
    SELECT c.client_id, c.metadata->>'client_name' AS name, string_agg(DISTINCT scope, ' ') AS scope,
      jsonb_agg(DISTINCT resources) AS resources, min(since) AS since, bool_or(has_access) AS has_access
    FROM allowed JOIN clients c USING (client_id)
    WHERE c.removed_at IS NULL
    GROUP BY c.client_id, c.metadata ORDER BY lower(c.metadata->>'client_name'), c.client_id`);
  return rows.map(toApp);
}

function toApp({
  client_id: clientId,
  name,
  scope,
  resources,
  since,
  has_access: hasAccess,
}: AppRow): ConnectedApp {
  return {
    clientId,
    name,
    scope: unite(scope, ''),
    resources: resources.reduce((all, some) => mergeResources(all, some), {}),
    since,
    hasAccess,
  };
}

function mergeConsent(earlier: Consent | null, added: Consent): Consent {
  if (earlier === null) return added;
  return {
    scope: unite(earlier.scope, added.scope),
    claims: [...new Set([...earlier.claims, ...added.claims])],
    resources: mergeResources(earlier.resources, added.resources),
  };
}

function mergeResources(earlier: Consent['resources'], added: Consent['resources']): Record<string, string> {
  const resources = { ...earlier };
  for (const [audience, scope] of Object.entries(added)) {
    resources[audience] = unite(resources[audience] ?? '', scope);
  }
  return resources;
}

function unite(a: string, b: string): string {
  return [...new Set(`${a} ${b}`.split(' ').filter(Boolean))].join(' ');
}
