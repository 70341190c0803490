import { type RawBuilder, sql } from 'kysely';
import { AlreadyExistsError } from '../../../../domain/already-exists-error.ts';
import type {
  NewPasskey,
  OwnedPasskey,
  Passkey,
  PasskeyStore,
} from '../../../../domain/factors/passkeys/passkey-store.ts';
import { bucketOf, liveBuckets } from '../../../../domain/tokens/expiry-bucket.ts';
import { type Clock, epochSeconds } from '../../../../platform/clock.ts';
import { fromNow, json, type Sql } from '../../sql.ts';

interface PasskeyRow {
  readonly passkey_id: string;
  readonly account_id: string;
  readonly credential_id: Buffer;
  readonly public_key: Buffer;
  readonly sign_count: number;
  readonly transports: readonly string[];
  readonly aaguid: string;
  readonly backup_eligible: boolean;
  readonly backed_up: boolean;
  readonly name: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

const columns = sql`
  p.passkey_id, p.account_id, p.credential_id, p.public_key, p.sign_count::double precision AS sign_count, p.transports,
  p.aaguid::text AS aaguid, p.backup_eligible, p.backed_up, p.name, p.created_at, p.last_used_at`;

export function createPasskeyStore(db: Sql, clock: Clock): PasskeyStore {
  return {
    ...challenges(db, clock),
    async userHandleOf(accountId, fresh) {
      const row = await db.changedRow(sql<{ user_handle: Buffer }>`
        INSERT INTO passkey_users AS u (account_id, user_handle) VALUES (${accountId}, ${fresh})
        ON CONFLICT (account_id) DO UPDATE SET user_handle = u.user_handle
        RETURNING user_handle`);
      return row?.user_handle ?? fresh;
    },
    insert: (passkey) => insert(db, passkey),
    async list(accountId) {
      const rows = await db.rows(sql<PasskeyRow>`
        SELECT ${columns} FROM passkeys p WHERE account_id = ${accountId} ORDER BY created_at, passkey_id`);
      return rows.map(toPasskey);
    },
    findByCredentialId: (credentialId) => findByCredentialId(db, credentialId),
    async recordUse({ id, signCount, isBackedUp }) {
      const noted = await db.execute(sql`
        UPDATE passkeys SET sign_count = greatest(sign_count, ${signCount}::bigint), backed_up = ${isBackedUp},
          last_used_at = clock_timestamp()
        WHERE passkey_id = ${id}
          AND (backup_eligible OR ${signCount}::bigint > sign_count OR (sign_count = 0 AND ${signCount}::bigint = 0))`);
      return noted > 0;
    },
    async rename({ accountId, id }, name) {
      const renamed = await db.execute(sql`
        UPDATE passkeys SET name = ${name} WHERE passkey_id = ${id} AND account_id = ${accountId}`);
      return renamed > 0;
    },
    async remove({ accountId, id }) {
      const removed = await db.execute(
        sql`DELETE FROM passkeys WHERE passkey_id = ${id} AND account_id = ${accountId}`,
      );
      return removed > 0;
    },
  };
}

/** The longest a challenge is open, which bounds the buckets a row can be in. */
const maxTtlSeconds = 3600;
const table = 'passkey_challenges';

function challenges(db: Sql, clock: Clock): Pick<PasskeyStore, 'putChallenge' | 'consumeChallenge'> {
  const now = (): number => epochSeconds(clock);
  return {
    async putChallenge({ transactionDigest, purpose, challengeDigest, ttlSeconds }) {
      await db.execute(sql`
        INSERT INTO passkey_challenges (transaction_digest, purpose, expiry_bucket, challenge_digest, expires_at)
        VALUES (${transactionDigest}, ${purpose}, ${bucketOf(table, now() + ttlSeconds)}, ${challengeDigest},
          ${fromNow(ttlSeconds)})
        ON CONFLICT (transaction_digest, purpose, expiry_bucket) DO UPDATE SET
          challenge_digest = excluded.challenge_digest, expires_at = excluded.expires_at, consumed_at = NULL`);
    },
    async consumeChallenge({ transactionDigest, purpose }, challengeDigest) {
      const consumed = await db.execute(sql`
        UPDATE passkey_challenges SET consumed_at = clock_timestamp()
        WHERE transaction_digest = ${transactionDigest} AND purpose = ${purpose}
          AND expiry_bucket = ANY(${liveBuckets(table, now(), maxTtlSeconds)})
          AND challenge_digest = ${challengeDigest} AND consumed_at IS NULL AND expires_at > clock_timestamp()`);
      return consumed > 0;
    },
  };
}

async function insert(db: Sql, passkey: NewPasskey): Promise<void> {
  const inserted = await db.execute(sql`
    INSERT INTO passkeys (passkey_id, account_id, credential_id, public_key, sign_count, transports, aaguid,
      backup_eligible, backed_up, name)
    VALUES (${passkey.id}, ${passkey.accountId}, ${passkey.credentialId}, ${passkey.publicKey}, ${passkey.signCount},
      ${texts(passkey.transports)}, ${passkey.aaguid}::uuid, ${passkey.isBackupEligible}, ${passkey.isBackedUp},
      ${passkey.name})
    ON CONFLICT (credential_id) DO NOTHING`);
  if (inserted === 0) throw new AlreadyExistsError('a passkey with this credential id');
}

async function findByCredentialId(db: Sql, credentialId: Buffer): Promise<OwnedPasskey | null> {
  const row = await db.row(sql<PasskeyRow & { readonly user_handle: Buffer }>`
    SELECT ${columns}, u.user_handle FROM passkeys p JOIN passkey_users u USING (account_id)
    WHERE p.credential_id = ${credentialId}`);
  return row === null ? null : { ...toPasskey(row), userHandle: row.user_handle };
}

function texts(values: readonly string[]): RawBuilder<unknown> {
  return sql`ARRAY(SELECT jsonb_array_elements_text(${json(values)}))`;
}

function toPasskey(row: PasskeyRow): Passkey {
  return {
    id: row.passkey_id,
    accountId: row.account_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    signCount: row.sign_count,
    transports: row.transports,
    aaguid: row.aaguid,
    isBackupEligible: row.backup_eligible,
    isBackedUp: row.backed_up,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
