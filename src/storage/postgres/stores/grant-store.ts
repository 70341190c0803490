import { sql } from 'kysely';
import { bucketOfIdentifier } from '../../../domain/tokens/expiring-identifier.ts';
import type { Consent, ConsentStore, GrantStore } from '../../../domain/tokens/grant-store.ts';
import { type LiveGrantRow, liveGrantColumns, toGrant } from './live-grant.ts';
import { fromNow, json, type Sql } from '../sql.ts';

export function createGrantStore(db: Sql): GrantStore {
  return {
    async insert(grant, ttlSeconds, signedInAt) {
      const sessionBucket = grant.sessionUid === null ? null : bucketOfIdentifier('ses', grant.sessionUid);
      const inserted = await db.execute(sql`
        INSERT INTO grants (grant_id, expiry_bucket, account_id, client_id, session_uid, session_bucket,
                            scope, claims, resources, expires_at)
        SELECT ${grant.id}, ${bucketOfIdentifier('gra', grant.id)}::integer, ${grant.accountId}, ${grant.clientId},
               ${grant.sessionUid}, ${sessionBucket}::integer, ${grant.scope}, ${json(grant.claims)}, ${json(grant.resources)},
               ${fromNow(ttlSeconds)}
        WHERE ${signedInAt ?? null}::timestamptz IS NULL OR EXISTS (
          SELECT FROM accounts WHERE account_id = ${grant.accountId} AND disabled_at IS NULL
            AND valid_from < ${signedInAt ?? null}::timestamptz + interval '1 second')`);
      return inserted > 0;
    },
    async findLive(id) {
      const row = await db.row(sql<LiveGrantRow>`
        SELECT ${liveGrantColumns} FROM live_grants g WHERE grant_id = ${id} AND expiry_bucket = ${bucketOfIdentifier('gra', id)}`);
      return row === null ? null : toGrant(row);
    },
    async end(id, reason) {
      await db.end(sql`
        UPDATE grants SET ended_at = clock_timestamp(), end_reason = ${reason}
        WHERE grant_id = ${id} AND expiry_bucket = ${bucketOfIdentifier('gra', id)} AND ended_at IS NULL`);
    },
  };
}

export function createConsentStore(db: Sql): ConsentStore {
  async function find(accountId: string, clientId: string): Promise<Consent | null> {
    return db.changedRow(sql<Consent>`
      SELECT scope, claims, resources FROM consents WHERE account_id = ${accountId} AND client_id = ${clientId}
      ${db.lockWhenInUnitOfWork('FOR UPDATE')}`);
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
    async withdraw(accountId, clientId) {
      await db.execute(sql`DELETE FROM consents WHERE account_id = ${accountId} AND client_id = ${clientId}`);
      await db.end(sql`
        UPDATE grants SET ended_at = clock_timestamp(), end_reason = 'consent_withdrawn'
        WHERE account_id = ${accountId} AND client_id = ${clientId} AND ended_at IS NULL`);
    },
  };
}

function mergeConsent(earlier: Consent | null, added: Consent): Consent {
  if (earlier === null) return added;
  const resources = { ...earlier.resources };
  for (const [audience, scope] of Object.entries(added.resources)) {
    resources[audience] = unite(resources[audience] ?? '', scope);
  }
  return {
    scope: unite(earlier.scope, added.scope),
    claims: [...new Set([...earlier.claims, ...added.claims])],
    resources,
  };
}

function unite(a: string, b: string): string {
  return [...new Set(`${a} ${b}`.split(' ').filter(Boolean))].join(' ');
}
