import { sql } from 'kysely';
import type { RecoveryCodeStore } from '../../../../domain/factors/recovery-codes.ts';
import type {
  AddedTotp,
  EnrolmentName,
  StoredTotp,
  TotpStore,
} from '../../../../domain/factors/totp/totp-store.ts';
import { fromNow, type Sql } from '../../sql.ts';

const currentStep = sql`floor(extract(epoch FROM clock_timestamp()) / 30)::integer`;
const isAboutNow = (step: number) => sql`${step}::integer BETWEEN ${currentStep} - 1 AND ${currentStep} + 1`;
const stored = sql`totp_id AS "totpId", sealed_secret AS "sealedSecret", ${currentStep} AS "currentStep"`;

export function createTotpStore(db: Sql): TotpStore {
  const isEnrolment = ({ accountId, sessionUid }: EnrolmentName) => sql`
    account_id = ${accountId} AND session_uid = ${sessionUid} AND expires_at > clock_timestamp()`;

  return {
    async beginEnrolment({ accountId, sessionUid, totpId, sealedSecret, ttlSeconds }) {
      const row = await db.changedRow(sql<StoredTotp>`
        INSERT INTO totp_enrolments AS begun (account_id, totp_id, session_uid, sealed_secret, expires_at)
        VALUES (${accountId}, ${totpId}, ${sessionUid}, ${sealedSecret}, ${fromNow(ttlSeconds)})
        ON CONFLICT (account_id) DO UPDATE SET (totp_id, session_uid, sealed_secret, expires_at) = (
          SELECT totp_id, session_uid, sealed_secret, expires_at FROM (VALUES
            (1, begun.totp_id, begun.session_uid, begun.sealed_secret, begun.expires_at,
              begun.session_uid = excluded.session_uid AND begun.expires_at > clock_timestamp()),
            (2, excluded.totp_id, excluded.session_uid, excluded.sealed_secret, excluded.expires_at, true)
          ) AS candidate (preference, totp_id, session_uid, sealed_secret, expires_at, is_good)
          WHERE is_good ORDER BY preference LIMIT 1)
        RETURNING ${stored}`);
      if (row === null) throw new Error('an upsert returns its row');
      return row;
    },
    findEnrolment: (name) =>
      db.row(sql<StoredTotp>`SELECT ${stored} FROM totp_enrolments WHERE ${isEnrolment(name)}`),
    async consumeEnrolment({ totpId, step, ...name }) {
      const added = await db.execute(sql`
        WITH proven AS (
          DELETE FROM totp_enrolments
          WHERE ${isEnrolment(name)} AND totp_id = ${totpId} AND ${isAboutNow(step)}
          RETURNING account_id, totp_id, sealed_secret)
        INSERT INTO totp_authenticators (account_id, totp_id, sealed_secret, last_used_step)
        SELECT account_id, totp_id, sealed_secret, ${step}::integer FROM proven
        ON CONFLICT (account_id) DO UPDATE SET totp_id = excluded.totp_id, sealed_secret = excluded.sealed_secret,
          last_used_step = excluded.last_used_step, added_at = clock_timestamp(), last_used_at = NULL`);
      return added > 0;
    },
    find: (accountId) =>
      db.row(sql<AddedTotp>`
        SELECT ${stored}, added_at AS "addedAt", last_used_at AS "lastUsedAt"
        FROM totp_authenticators WHERE account_id = ${accountId}`),
    async consumeStep({ accountId, totpId, step }) {
      const used = await db.execute(sql`
        UPDATE totp_authenticators SET last_used_step = ${step}::integer, last_used_at = clock_timestamp()
        WHERE account_id = ${accountId} AND totp_id = ${totpId} AND last_used_step < ${step}::integer
          AND ${isAboutNow(step)}`);
      return used > 0;
    },
    async remove(accountId) {
      return (await db.execute(sql`DELETE FROM totp_authenticators WHERE account_id = ${accountId}`)) > 0;
    },
  };
}

export function createRecoveryCodeStore(db: Sql): RecoveryCodeStore {
  return {
    async put(accountId, digests) {
      await db.execute(sql`
        INSERT INTO recovery_codes (account_id, unused_digests) VALUES (${accountId}, ${digests}::bytea[])
        ON CONFLICT (account_id) DO UPDATE SET unused_digests = excluded.unused_digests,
          made_at = clock_timestamp()`);
    },
    async consume(accountId, digest) {
      const used = await db.execute(sql`
        UPDATE recovery_codes SET unused_digests = array_remove(unused_digests, ${digest}::bytea)
        WHERE account_id = ${accountId} AND ${digest}::bytea = ANY(unused_digests)`);
      return used > 0;
    },
    async countLeft(accountId) {
      const row = await db.row(sql<{ left: number }>`
        SELECT cardinality(unused_digests) AS left FROM recovery_codes WHERE account_id = ${accountId}`);
      return row?.left ?? null;
    },
    async remove(accountId) {
      await db.execute(sql`DELETE FROM recovery_codes WHERE account_id = ${accountId}`);
    },
  };
}
