import { type RawBuilder, sql } from 'kysely';
import { bucketOfIdentifier } from '../../../../domain/tokens/expiring-identifier.ts';
import type { GrantBasis, GrantStore } from '../../../../domain/tokens/grant-store.ts';
import { type LiveGrantRow, liveGrantColumns, toGrant } from './live-grant.ts';
import { fromNow, isValidFrom, json, type Sql } from '../../sql.ts';

/** Whoever is ending everything of the account at this moment is waited for. */
function restingOn(accountId: string, { validFrom, sessionUid }: GrantBasis): RawBuilder<unknown> {
  const isSessionLive =
    sessionUid === null
      ? sql`true`
      : sql`EXISTS (
          SELECT FROM live_sessions
          WHERE uid = ${sessionUid} AND expiry_bucket = ${bucketOfIdentifier('ses', sessionUid)})`;
  return sql`
    FROM accounts WHERE account_id = ${accountId} AND disabled_at IS NULL AND ${isValidFrom(validFrom)}
      AND ${isSessionLive} FOR SHARE`;
}

export function createGrantStore(db: Sql): GrantStore {
  return {
    async insert(grant, ttlSeconds, basis) {
      const sessionBucket = grant.sessionUid === null ? null : bucketOfIdentifier('ses', grant.sessionUid);
      const inserted = await db.execute(sql`
        INSERT INTO grants (grant_id, expiry_bucket, account_id, client_id, session_uid, session_bucket,
                            scope, claims, resources, expires_at)
        SELECT ${grant.id}, ${bucketOfIdentifier('gra', grant.id)}::integer, ${grant.accountId}, ${grant.clientId},
               ${grant.sessionUid}, ${sessionBucket}::integer, ${grant.scope}, ${json(grant.claims)}, ${json(grant.resources)},
               ${fromNow(ttlSeconds)}
        ${basis === undefined ? sql`` : restingOn(grant.accountId, basis)}`);
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
