import { type RawBuilder, sql } from 'kysely';
import { bucketOfIdentifier } from '../../../../domain/tokens/expiring-identifier.ts';
import type { SaveSession, SessionStore, StoredSession } from '../../../../domain/tokens/session-store.ts';
import type { Payload } from '../../../../domain/tokens/token-stores.ts';
import { fromNow, isValidFrom, json, justAfterNow, type Sql } from '../../sql.ts';

interface SessionRow {
  readonly uid: string;
  readonly account_id: string | null;
  readonly payload: Payload;
  readonly authorizations: Payload;
  readonly sealed_state: Buffer | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly browser: string | null;
  readonly network: string | null;
}

const columns = sql`uid, account_id, payload, authorizations, sealed_state, created_at, expires_at, browser, network`;

export function createSessionStore(db: Sql): SessionStore {
  return {
    async save(session) {
      const previous = session.previousIdDigest ?? session.idDigest;
      const since = startOf(session);
      await db.execute(sql`
        INSERT INTO sessions AS s (uid, expiry_bucket, id_digest, account_id, payload, authorizations, sealed_state, created_at, expires_at,
          browser, network)
        VALUES (${session.uid}, ${bucketOfIdentifier('ses', session.uid)}, ${session.idDigest}, ${session.accountId},
                ${json(session.payload)}, ${json(session.authorizations)}, ${session.sealedState}, ${since},
                ${fromNow(session.idleTtlSeconds)}, ${session.origin?.browser ?? null}, ${session.origin?.network ?? null})
        ON CONFLICT (uid, expiry_bucket) DO UPDATE SET
          id_digest = excluded.id_digest, account_id = excluded.account_id, payload = excluded.payload,
          authorizations = s.authorizations || excluded.authorizations,
          sealed_state = excluded.sealed_state, expires_at = excluded.expires_at,
          browser = coalesce(excluded.browser, s.browser), network = coalesce(excluded.network, s.network),
          created_at = CASE WHEN s.account_id IS DISTINCT FROM excluded.account_id THEN excluded.created_at ELSE s.created_at END
        WHERE s.ended_at IS NULL AND s.id_digest IN (${session.idDigest}, ${previous})`);
    },
    async findLive(idDigest) {
      const row = await db.row(
        sql<SessionRow>`SELECT ${columns} FROM live_sessions WHERE id_digest = ${idDigest}`,
      );
      return row === null ? null : toSession(row);
    },
    async findLiveByUid(uid) {
      const row = await db.row(sql<SessionRow>`
        SELECT ${columns} FROM live_sessions
        WHERE uid = ${uid} AND expiry_bucket = ${bucketOfIdentifier('ses', uid)}`);
      return row === null ? null : toSession(row);
    },
    async listLive(accountId) {
      const rows = await db.rows(sql<SessionRow>`
        SELECT ${columns} FROM live_sessions WHERE account_id = ${accountId} ORDER BY created_at DESC`);
      return rows.map(toSession);
    },
    async end(uid) {
      await db.end(sql`
        UPDATE sessions SET ended_at = clock_timestamp()
        WHERE uid = ${uid} AND expiry_bucket = ${bucketOfIdentifier('ses', uid)} AND ended_at IS NULL`);
    },
    async endOf(accountId, uid) {
      const changedRows = await db.end(sql`
        UPDATE sessions SET ended_at = clock_timestamp()
        WHERE uid = ${uid} AND expiry_bucket = ${bucketOfIdentifier('ses', uid)} AND account_id = ${accountId}
          AND ended_at IS NULL`);
      return changedRows > 0;
    },
    endOthers: (accountId, uid) => endOthers(db, accountId, uid),
  };
}

async function endOthers(db: Sql, accountId: string, uid: string): Promise<boolean> {
  // As text: a Date has no microseconds.
  const before = await db.changedRow(sql<{ readonly valid_from: string }>`
    SELECT valid_from::text FROM accounts WHERE account_id = ${accountId} ${db.lockWhenInUnitOfWork('FOR UPDATE')}`);
  await db.end(sql`UPDATE accounts SET valid_from = ${justAfterNow} WHERE account_id = ${accountId}`);
  const kept = await db.execute(sql`
    UPDATE sessions SET kept_at = (SELECT valid_from FROM accounts WHERE account_id = ${accountId})
    WHERE uid = ${uid} AND expiry_bucket = ${bucketOfIdentifier('ses', uid)} AND account_id = ${accountId}
      AND ended_at IS NULL AND expires_at > clock_timestamp()
      AND greatest(created_at, kept_at) >= ${before?.valid_from ?? null}::timestamptz`);
  return kept > 0;
}

/**
 * A session counts from now, and from never where everything of the account was ended since the sign-in. Whoever is ending it at
 * this moment is waited for.
 */
function startOf({ accountId, validFrom }: SaveSession): RawBuilder<unknown> {
  if (accountId === null || validFrom === undefined) return sql`clock_timestamp()`;
  return sql`coalesce((
    SELECT clock_timestamp() FROM accounts
    WHERE account_id = ${accountId} AND ${isValidFrom(validFrom)} FOR SHARE), 'epoch')`;
}

function toSession(row: SessionRow): StoredSession {
  return {
    uid: row.uid,
    accountId: row.account_id,
    payload: row.payload,
    authorizations: row.authorizations,
    sealedState: row.sealed_state,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    origin: row.network === null ? null : { browser: row.browser ?? '', network: row.network },
  };
}
