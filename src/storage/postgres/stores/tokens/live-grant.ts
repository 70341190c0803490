import { sql } from 'kysely';
import type { StoredGrant } from '../../../../domain/tokens/grant-store.ts';

export interface LiveGrantRow {
  readonly grant_id: string;
  readonly account_id: string;
  readonly client_id: string;
  readonly session_uid: string | null;
  readonly scope: string;
  readonly claims: readonly string[];
  readonly resources: Record<string, string>;
  readonly granted_at: Date;
  readonly grant_expires_at: Date;
}

/** Of a row of `live_grants` called `g`. */
export const liveGrantColumns = sql`g.grant_id, g.account_id, g.client_id, g.session_uid, g.scope, g.claims, g.resources,
  g.created_at AS granted_at, g.expires_at AS grant_expires_at`;

/**
 * To join with a token `t`: its grant, if that is live. OFFSET 0 keeps it a look-up by key whatever the planner thinks of the
 * tables' sizes: these plans are kept.
 */
export const liveGrantOfToken = sql`LATERAL (
  SELECT * FROM live_grants WHERE grant_id = t.grant_id AND expiry_bucket = t.grant_bucket OFFSET 0
) g ON g.client_id = t.client_id AND g.account_id = t.account_id`;

export function toGrant(row: LiveGrantRow): StoredGrant {
  return {
    id: row.grant_id,
    accountId: row.account_id,
    clientId: row.client_id,
    sessionUid: row.session_uid,
    scope: row.scope,
    claims: row.claims,
    resources: row.resources,
    createdAt: row.granted_at,
    expiresAt: row.grant_expires_at,
  };
}
