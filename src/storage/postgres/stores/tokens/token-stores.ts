import { type RawBuilder, sql } from 'kysely';
import { bucketOfIdentifier } from '../../../../domain/tokens/expiring-identifier.ts';
import type {
  AccessTokenStore,
  AuthorizationCodeStore,
  Payload,
  RefreshTokenState,
  RefreshTokenStore,
  StoredToken,
} from '../../../../domain/tokens/token-stores.ts';
import type { RowKey } from '../../../../domain/tokens/row-key.ts';
import { type LiveGrantRow, liveGrantColumns, liveGrantOfToken, toGrant } from './live-grant.ts';
import { fromNow, json, type Sql } from '../../sql.ts';

interface TokenRow {
  readonly payload: Payload;
  readonly issued_at: Date;
  readonly expires_at: Date;
}

/** The row of `key` in a statement that calls its table `t`. */
function keyIs(key: RowKey): RawBuilder<unknown> {
  return sql`t.digest = ${key.digest} AND t.expiry_bucket = ${key.bucket}`;
}

export function createAccessTokenStore(db: Sql): AccessTokenStore {
  return {
    async insert(token) {
      const grantBucket = token.grantId === null ? null : bucketOfIdentifier('gra', token.grantId);
      await db.insert(sql`
        INSERT INTO access_tokens (digest, expiry_bucket, kind, client_id, account_id, grant_id, grant_bucket, payload, expires_at)
        VALUES (${token.key.digest}, ${token.key.bucket}, ${token.kind}, ${token.clientId}, ${token.accountId},
                ${token.grantId}, ${grantBucket}, ${json(token.payload)}, ${fromNow(token.ttlSeconds)})`);
    },
    async findLive(key, kind) {
      const row = await db.row(sql<TokenRow>`
        SELECT t.payload, t.issued_at, t.expires_at
        FROM access_tokens t
        JOIN clients c ON c.client_id = t.client_id AND c.removed_at IS NULL AND t.issued_at >= c.valid_from
        LEFT JOIN ${liveGrantOfToken}
        WHERE ${keyIs(key)} AND t.kind = ${kind} AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp()
          AND (t.grant_id IS NULL OR g.live_until IS NOT NULL)`);
      return row === null ? null : toToken(row);
    },
    async revoke(key) {
      await db.end(sql`
        UPDATE access_tokens t SET revoked_at = clock_timestamp() WHERE ${keyIs(key)} AND t.revoked_at IS NULL`);
    },
  };
}

export function createAuthorizationCodeStore(db: Sql): AuthorizationCodeStore {
  return {
    async insert(code) {
      await db.insert(sql`
        INSERT INTO authorization_codes (digest, expiry_bucket, client_id, account_id, grant_id, grant_bucket, payload, expires_at)
        VALUES (${code.key.digest}, ${code.key.bucket}, ${code.clientId}, ${code.accountId}, ${code.grantId},
                ${bucketOfIdentifier('gra', code.grantId)}, ${json(code.payload)}, ${fromNow(code.ttlSeconds)})`);
    },
    async findLive(key) {
      const row = await db.changedRow(sql<TokenRow & LiveGrantRow & { consumed: boolean }>`
        SELECT t.payload, t.issued_at, t.expires_at, t.consumed_at IS NOT NULL AS consumed,
          ${liveGrantColumns}
        FROM authorization_codes t
        JOIN ${liveGrantOfToken}
        WHERE ${keyIs(key)} AND t.expires_at > clock_timestamp()
        ${db.lockWhenInUnitOfWork('FOR UPDATE OF t')}`);
      return row === null ? null : { ...toToken(row), grant: toGrant(row), consumed: row.consumed };
    },
    async consume(key) {
      const consumed = await db.execute(sql`
        UPDATE authorization_codes t SET consumed_at = clock_timestamp()
        WHERE ${keyIs(key)} AND t.consumed_at IS NULL AND t.expires_at > clock_timestamp()`);
      return consumed === 1;
    },
  };
}

interface RefreshTokenRow extends TokenRow, LiveGrantRow {
  readonly consumed: boolean;
  readonly retryable: boolean;
  readonly sealed_response: Buffer | null;
  readonly request_digest: Buffer | null;
}

export function createRefreshTokenStore(db: Sql): RefreshTokenStore {
  return {
    async insert(token) {
      await db.insert(sql`
        INSERT INTO refresh_tokens (digest, expiry_bucket, client_id, account_id, grant_id, grant_bucket, payload, expires_at)
        VALUES (${token.key.digest}, ${token.key.bucket}, ${token.clientId}, ${token.accountId}, ${token.grantId},
                ${bucketOfIdentifier('gra', token.grantId)}, ${json(token.payload)}, ${fromNow(token.ttlSeconds)})`);
    },
    async findLive(key, retryWindowSeconds) {
      // Locked first, read second: a statement that waited for the lock would judge the successor by an old snapshot.
      await db.execute(sql`
        SELECT FROM refresh_tokens t WHERE ${keyIs(key)} ${db.lockWhenInUnitOfWork('FOR UPDATE OF t')}`);
      const row = await db.row(sql<RefreshTokenRow>`
        SELECT t.payload, t.issued_at, t.expires_at, t.consumed_at IS NOT NULL AS consumed,
          coalesce(next.consumed_at IS NULL AND next.revoked_at IS NULL AND next.digest IS NOT NULL
            AND t.consumed_at + make_interval(secs => ${retryWindowSeconds}::double precision) > clock_timestamp(), false)
            AS retryable,
          t.sealed_response, t.request_digest, ${liveGrantColumns}
        FROM refresh_tokens t
        JOIN ${liveGrantOfToken}
        LEFT JOIN refresh_tokens next ON next.digest = t.successor_digest AND next.expiry_bucket = t.successor_bucket
        WHERE ${keyIs(key)} AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp()`);
      return row === null ? null : { ...toToken(row), grant: toGrant(row), ...toState(row) };
    },
    async consume(key) {
      const consumed = await db.execute(sql`
        UPDATE refresh_tokens t SET consumed_at = clock_timestamp()
        WHERE ${keyIs(key)} AND t.consumed_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp()`);
      return consumed === 1;
    },
    async recordSuccessor(key, successor) {
      await db.execute(sql`
        UPDATE refresh_tokens t SET successor_digest = ${successor.key.digest}, successor_bucket = ${successor.key.bucket},
          sealed_response = ${successor.sealedResponse}, request_digest = ${successor.requestDigest}
        WHERE ${keyIs(key)} AND t.consumed_at IS NOT NULL AND t.successor_digest IS NULL`);
    },
    async revoke(key) {
      await db.execute(sql`
        UPDATE refresh_tokens t SET revoked_at = clock_timestamp() WHERE ${keyIs(key)} AND t.revoked_at IS NULL`);
    },
  };
}

function toState(row: RefreshTokenRow): RefreshTokenState {
  if (!row.consumed) return { state: 'unspent' };
  if (!row.retryable || row.sealed_response === null || row.request_digest === null)
    return { state: 'spent' };
  return { state: 'retryable', sealedResponse: row.sealed_response, requestDigest: row.request_digest };
}

function toToken(row: TokenRow): StoredToken {
  return { payload: row.payload, issuedAt: row.issued_at, expiresAt: row.expires_at };
}
