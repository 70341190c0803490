import { type RawBuilder, sql } from 'kysely';
import { bucketOfIdentifier } from '../../../domain/tokens/expiring-identifier.ts';
import type { SessionStore, StoredSession } from '../../../domain/tokens/session-store.ts';
import type { Payload } from '../../../domain/tokens/token-stores.ts';
import { fromNow, json, type Sql } from '../sql.ts';

interface SessionRow {
  readonly uid: string;
  readonly account_id: string | null;
  readonly payload: Payload;
  readonly authorizations: Payload;
  readonly sealed_state: Buffer | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const columns = sql`uid, account_id, payload, authorizations, sealed_state, created_at, expires_at`;

export function createSessionStore(db: Sql): SessionStore {
  return {
    async save(session) {
      const previous = session.previousIdDigest ?? session.idDigest;
      const since = startOf(session.signedInAt);
      await db.execute(sql`
        INSERT INTO sessions AS s (uid, expiry_bucket, id_digest, account_id, payload, authorizations, sealed_state, created_at, expires_at)
        VALUES (${session.uid}, ${bucketOfIdentifier('ses', session.uid)}, ${session.idDigest}, ${session.accountId},
                ${json(session.payload)}, ${json(session.authorizations)}, ${session.sealedState}, ${since},
                ${fromNow(session.idleTtlSeconds)})
        ON CONFLICT (uid, expiry_bucket) DO UPDATE SET
          id_digest = excluded.id_digest, account_id = excluded.account_id, payload = excluded.payload,
          authorizations = s.authorizations || excluded.authorizations,
          sealed_state = excluded.sealed_state, expires_at = excluded.expires_at,
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
    async end(uid) {
      await db.end(sql`
        UPDATE sessions SET ended_at = clock_timestamp()
        WHERE uid = ${uid} AND expiry_bucket = ${bucketOfIdentifier('ses', uid)} AND ended_at IS NULL`);
    },
  };
}

/** A session counts from its sign-in, not from when it came to be stored: the account may have been shut in between. */
function startOf(signedInAt: Date | undefined): RawBuilder<unknown> {
  if (signedInAt === undefined) return sql`clock_timestamp()`;
  return sql`least(clock_timestamp(), ${signedInAt}::timestamptz + interval '1 second')`;
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
  };
}
