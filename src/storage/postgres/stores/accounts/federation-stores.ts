import { type RawBuilder, sql } from 'kysely';
import type { Account } from '../../../../domain/accounts/account-store.ts';
import { AlreadyExistsError } from '../../../../domain/already-exists-error.ts';
import type { Identity, IdentityKey, IdentityStore } from '../../../../domain/federation/identity-store.ts';
import type {
  TransactionKey,
  UpstreamTransactionStore,
} from '../../../../domain/federation/transaction-store.ts';
import { bucketOf, liveBuckets } from '../../../../domain/tokens/expiry-bucket.ts';
import { type Clock, epochSeconds } from '../../../../platform/clock.ts';
import { fromNow, type Sql } from '../../sql.ts';

interface IdentityRow {
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
  readonly account_id: string;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly name: string | null;
  readonly linked_at: Date;
  readonly last_used_at: Date | null;
}

const isIt = ({ provider, issuer, subject }: IdentityKey): RawBuilder<unknown> =>
  sql`provider = ${provider} AND issuer = ${issuer} AND subject = ${subject}`;

export function createIdentityStore(
  db: Sql,
  findAccountById: (id: string) => Promise<Account | null>,
): IdentityStore {
  return {
    async insert(identity) {
      const inserted = await db.execute(sql`
        INSERT INTO identities (provider, issuer, subject, account_id, email, email_verified, name)
        VALUES (${identity.provider}, ${identity.issuer}, ${identity.subject}, ${identity.accountId},
                ${identity.email}, ${identity.emailVerified}, ${identity.name})
        ON CONFLICT (provider, issuer, subject) DO NOTHING`);
      if (inserted === 0) throw new AlreadyExistsError('an identity of this subject');
    },
    async findAccount(key) {
      const row = await db.row(
        sql<{ account_id: string }>`SELECT account_id FROM identities WHERE ${isIt(key)}`,
      );
      return row === null ? null : findAccountById(row.account_id);
    },
    async list(accountId) {
      const rows = await db.rows(sql<IdentityRow>`
        SELECT provider, issuer, subject, account_id, email, email_verified, name, linked_at, last_used_at
        FROM identities WHERE account_id = ${accountId} ORDER BY linked_at, provider, issuer, subject`);
      return rows.map(toIdentity);
    },
    async noteUse(key, { email, emailVerified, name }) {
      await db.execute(sql`
        UPDATE identities SET email = ${email}, email_verified = ${emailVerified}, name = coalesce(${name}, name),
          last_used_at = clock_timestamp()
        WHERE ${isIt(key)}`);
    },
    async remove(accountId, key) {
      const removed = await db.execute(
        sql`DELETE FROM identities WHERE ${isIt(key)} AND account_id = ${accountId}`,
      );
      return removed > 0;
    },
  };
}

/** The longest a browser may take over what it is doing, which bounds the buckets a row can be in. */
const maxTtlSeconds = 3600;
const table = 'upstream_transactions';

export function createUpstreamTransactionStore(db: Sql, clock: Clock): UpstreamTransactionStore {
  const buckets = (): number[] => liveBuckets(table, epochSeconds(clock), maxTtlSeconds);
  const isOpen = sql`consumed_at IS NULL AND expires_at > clock_timestamp()`;
  const isOne = ({ secretDigest, provider }: TransactionKey): RawBuilder<unknown> => sql`
    secret_digest = ${secretDigest} AND provider = ${provider} AND expiry_bucket = ANY(${buckets()}) AND ${isOpen}`;

  return {
    async insert(transaction) {
      const { secretDigest, provider, purpose, ownerDigest, accountId, sealed, ttlSeconds } = transaction;
      await db.execute(sql`
        INSERT INTO upstream_transactions
          (secret_digest, expiry_bucket, provider, purpose, owner_digest, account_id, sealed, expires_at)
        VALUES (${secretDigest}, ${bucketOf(table, epochSeconds(clock) + ttlSeconds)}, ${provider}, ${purpose},
          ${ownerDigest}, ${accountId}, ${sealed}, ${fromNow(ttlSeconds)})`);
    },
    async findSealed(key, purposes) {
      const row = await db.row(
        sql<{ sealed: Buffer }>`
          SELECT sealed FROM upstream_transactions WHERE ${isOne(key)} AND purpose = ANY(${[...purposes]})`,
      );
      return row?.sealed ?? null;
    },
    async consume(key, ownerDigest) {
      const consumed = await db.execute(sql`
        UPDATE upstream_transactions SET consumed_at = clock_timestamp()
        WHERE ${isOne(key)} AND owner_digest = ${ownerDigest}`);
      return consumed === 1;
    },
    async endLinking(accountId) {
      await db.execute(sql`
        UPDATE upstream_transactions SET consumed_at = clock_timestamp()
        WHERE account_id = ${accountId} AND expiry_bucket = ANY(${buckets()}) AND consumed_at IS NULL`);
    },
    async consumeNonce(nonceDigest, atEpochSeconds) {
      // The bucket follows from the nonce itself: it is the same whenever it comes again.
      const goodUntil = atEpochSeconds + nonceTtlSeconds;
      const inserted = await db.execute(sql`
        INSERT INTO upstream_nonces (nonce_digest, expiry_bucket, expires_at)
        VALUES (${nonceDigest}, ${bucketOf('upstream_nonces', goodUntil)}, to_timestamp(${goodUntil}::double precision))
        ON CONFLICT (nonce_digest, expiry_bucket) DO NOTHING`);
      return inserted === 1;
    },
  };
}

/** Longer than a nonce counts as fresh, and within the partitions that are made ahead. */
const nonceTtlSeconds = 1800;

function toIdentity(row: IdentityRow): Identity {
  return {
    provider: row.provider,
    issuer: row.issuer,
    subject: row.subject,
    accountId: row.account_id,
    email: row.email,
    emailVerified: row.email_verified,
    name: row.name,
    linkedAt: row.linked_at,
    lastUsedAt: row.last_used_at,
  };
}
