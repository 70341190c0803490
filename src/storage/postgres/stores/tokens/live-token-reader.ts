import type { LiveToken, LiveTokenReader } from '../../../../domain/introspection/live-token.ts';
import type { Payload } from '../../../../domain/tokens/token-stores.ts';
import { toPortError } from '../../database-errors.ts';
import type { PreparedReads, PreparedStatement } from '../../prepared-reads.ts';

interface LiveTokenRow {
  readonly position: number;
  readonly client_id: string;
  readonly account_id: string | null;
  readonly grant_id: string | null;
  readonly session_uid: string | null;
  readonly payload: Payload;
  readonly issued_at: number;
  readonly expires_at: number;
  readonly live_until: number;
}

/** The protocol counts expiry in whole seconds (`exp`), and a token is good for no moment longer than its `exp` says. */
const liveUntil = `least(date_trunc('second', t.expires_at), g.live_until)`;

/**
 * Tokens asked for together, and what makes each good: itself, its client, and its grant with all that rests on. OFFSET 0 keeps
 * the grant a look-up by its key for each token, whatever the planner thinks of the tables' sizes.
 */
function findLiveTokens(name: string, table: string, condition: string): PreparedStatement {
  return {
    name,
    text: `
      SELECT k.position::integer, t.client_id, t.account_id, t.grant_id, g.session_uid, t.payload,
        floor(extract(epoch FROM t.issued_at))::float8 AS issued_at,
        floor(extract(epoch FROM t.expires_at))::float8 AS expires_at,
        (extract(epoch FROM ${liveUntil}) * 1000)::float8 AS live_until
      FROM unnest($1::text[], $2::integer[]) WITH ORDINALITY AS k (digest, bucket, position)
      JOIN ${table} t ON t.digest = decode(k.digest, 'hex') AND t.expiry_bucket = k.bucket
      JOIN clients c ON c.client_id = t.client_id AND c.removed_at IS NULL AND t.issued_at >= c.valid_from
      LEFT JOIN LATERAL (
        SELECT client_id, account_id, session_uid, live_until FROM live_grants
        WHERE grant_id = t.grant_id AND expiry_bucket = t.grant_bucket
        OFFSET 0
      ) g ON g.client_id = t.client_id AND g.account_id = t.account_id
      WHERE t.revoked_at IS NULL AND ${liveUntil} > clock_timestamp() AND ${condition}`,
  };
}

const statements: Record<LiveToken['kind'], PreparedStatement> = {
  access_token: findLiveTokens(
    'find_live_access_tokens',
    'access_tokens',
    '(t.grant_id IS NULL OR g.live_until IS NOT NULL)',
  ),
  refresh_token: findLiveTokens(
    'find_live_refresh_tokens',
    'refresh_tokens',
    't.consumed_at IS NULL AND g.live_until IS NOT NULL',
  ),
};

export function createLiveTokenReader(reads: PreparedReads): LiveTokenReader {
  return {
    async findLive(kind, tokens) {
      const found = new Array<LiveToken | null>(tokens.length).fill(null);
      for (const row of await rowsOf(reads, kind, tokens)) found[row.position - 1] = toLiveToken(kind, row);
      return found;
    },
  };
}

async function rowsOf(
  reads: PreparedReads,
  kind: LiveToken['kind'],
  tokens: Parameters<LiveTokenReader['findLive']>[1],
): Promise<readonly LiveTokenRow[]> {
  try {
    return await reads.rows<LiveTokenRow>(statements[kind], [
      tokens.map(({ digest }) => digest),
      tokens.map(({ bucket }) => bucket),
    ]);
  } catch (error) {
    throw toPortError(error);
  }
}

function toLiveToken(kind: LiveToken['kind'], row: LiveTokenRow): LiveToken {
  return {
    kind,
    clientId: row.client_id,
    accountId: row.account_id,
    grantId: row.grant_id,
    sessionUid: row.session_uid,
    payload: row.payload,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    liveUntil: row.live_until,
  };
}
