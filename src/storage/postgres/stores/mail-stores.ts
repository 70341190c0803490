import { sql } from 'kysely';
import type { EmailProofStore, ProofName } from '../../../domain/mail/email-proof.ts';
import type { OutgoingMailStore } from '../../../domain/mail/mail.ts';
import { bucketOf, liveBuckets } from '../../../domain/tokens/expiry-bucket.ts';
import { type Clock, epochSeconds } from '../../../platform/clock.ts';
import { fromNow, type Sql } from '../sql.ts';

/** Longer than handing over takes: a mail whose taker died goes to another. */
const claimSeconds = 180;
const firstPauseSeconds = 15;
const longestPauseSeconds = 3600;
/** Twice as long each time, up to the longest. */
const mostDoublings = 8;

interface TakenRow {
  readonly id: string;
  readonly sealed: Buffer;
  readonly attempts: number;
  readonly expired: boolean;
}

export function createOutgoingMailStore(db: Sql): OutgoingMailStore {
  return {
    async insert({ sealed, ttlSeconds }) {
      await db.execute(sql`
        INSERT INTO outgoing_mails (sealed, expires_at) VALUES (${sealed}, ${fromNow(ttlSeconds)})`);
    },
    takeDue: (limit) =>
      db.rows(sql<TakenRow>`
        UPDATE outgoing_mails SET attempts = attempts + 1,
          due_at = ${fromNow(claimSeconds)}
        WHERE mail_id = ANY(ARRAY(
          SELECT mail_id FROM outgoing_mails WHERE due_at <= clock_timestamp()
          ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED))
        RETURNING mail_id::text AS id, sealed, attempts, expires_at <= clock_timestamp() AS expired`),
    async postpone(id) {
      await db.execute(sql`
        UPDATE outgoing_mails SET due_at = clock_timestamp() + make_interval(
          secs => least(${longestPauseSeconds}, ${firstPauseSeconds} * 2 ^ least(attempts - 1, ${mostDoublings})))
        WHERE mail_id = ${id}::bigint`);
    },
    async remove(id) {
      await db.execute(sql`DELETE FROM outgoing_mails WHERE mail_id = ${id}::bigint`);
    },
  };
}

/** The longest a browser may take over what it is doing, which bounds the buckets a row can be in. */
const maxTtlSeconds = 3600;
const table = 'email_proofs';

export function createEmailProofStore(db: Sql, clock: Clock): EmailProofStore {
  const buckets = (): number[] => liveBuckets(table, epochSeconds(clock), maxTtlSeconds);
  const isIt = ({ transactionDigest, purpose }: ProofName) => sql`
    transaction_digest = ${transactionDigest} AND purpose = ${purpose} AND expiry_bucket = ANY(${buckets()})`;

  const isOpen = sql`
    consumed_at IS NULL AND attempts_left > 0 AND code_expires_at > clock_timestamp() AND expires_at > clock_timestamp()`;

  return {
    async put(proof) {
      const { codeDigest, sealed, attempts, codeTtlSeconds, ttlSeconds } = proof;
      const bucket = bucketOf(table, epochSeconds(clock) + ttlSeconds);
      await db.execute(sql`
        WITH earlier AS (
          UPDATE email_proofs SET consumed_at = clock_timestamp()
          WHERE ${isIt(proof)} AND expiry_bucket <> ${bucket} AND consumed_at IS NULL)
        INSERT INTO email_proofs (transaction_digest, purpose, expiry_bucket, code_digest, sealed, attempts_left,
          code_expires_at, expires_at)
        VALUES (${proof.transactionDigest}, ${proof.purpose}, ${bucket}, ${codeDigest}, ${sealed}, ${attempts},
          ${fromNow(codeTtlSeconds)}, ${fromNow(ttlSeconds)})
        ON CONFLICT (transaction_digest, purpose, expiry_bucket) DO UPDATE SET
          code_digest = excluded.code_digest, sealed = excluded.sealed, attempts_left = excluded.attempts_left,
          code_expires_at = excluded.code_expires_at, expires_at = excluded.expires_at, consumed_at = NULL`);
    },
    async findSealed(name) {
      const row = await db.row(sql<{ sealed: Buffer }>`
        SELECT sealed FROM email_proofs
        WHERE ${isIt(name)} AND ${isOpen}`);
      return row?.sealed ?? null;
    },
    async findAsked(name) {
      const row = await db.row(sql<{ sealed: Buffer }>`
        SELECT sealed FROM email_proofs
        WHERE ${isIt(name)} AND consumed_at IS NULL AND expires_at > clock_timestamp()`);
      return row?.sealed ?? null;
    },
    async attempt(name, codeDigests) {
      const row = await db.changedRow(sql<{ proven: boolean; sealed: Buffer }>`
        UPDATE email_proofs SET attempts_left = attempts_left - 1,
          consumed_at = CASE WHEN code_digest = ANY(${codeDigests}::bytea[]) THEN clock_timestamp() END
        WHERE ${isIt(name)} AND ${isOpen}
        RETURNING consumed_at IS NOT NULL AS proven, sealed`);
      if (row === null) return { outcome: 'over' };
      return row.proven ? { outcome: 'proven', sealed: row.sealed } : { outcome: 'wrong' };
    },
  };
}
