import { type RawBuilder, sql } from 'kysely';
import type { AccountStore } from '../../../../domain/accounts/account-store.ts';
import { emailKey } from '../../../../domain/accounts/email/email.ts';
import { isValidFrom, justAfterNow, type Sql } from '../../sql.ts';

type Ending = 'resetPassword' | 'claim' | 'removePassword' | 'disable' | 'enable' | 'revokeAll' | 'remove';

/** What ends every session, grant and token of an account. */
export function accountEndings(db: Sql): Pick<AccountStore, Ending> {
  return {
    async resetPassword(id, { email, validFrom }, passwordHash) {
      const condition = sql`${isUnended(id, validFrom)} AND email_key = ${emailKey(email)}`;
      return (await prove(db, { condition, passwordHash })) !== null;
    },
    async claim(id, { email, validFrom }) {
      const condition = sql`${isUnended(id, validFrom)} AND email_key = ${emailKey(email)} AND NOT email_verified`;
      return prove(db, { condition, passwordHash: null });
    },
    removePassword: (id) =>
      changed(
        db,
        sql`UPDATE accounts SET password_hash = NULL, valid_from = ${justAfterNow} WHERE account_id = ${id}`,
      ),
    disable: (id) =>
      changed(
        db,
        sql`
        UPDATE accounts SET disabled_at = coalesce(disabled_at, clock_timestamp()), valid_from = ${justAfterNow}
        WHERE account_id = ${id}`,
      ),
    // What was under way while the account was disabled does not wake up with it.
    enable: (id) =>
      changed(
        db,
        sql`
        UPDATE accounts SET disabled_at = NULL,
          valid_from = CASE WHEN disabled_at IS NULL THEN valid_from ELSE ${justAfterNow} END
        WHERE account_id = ${id}`,
      ),
    revokeAll: (id) =>
      changed(db, sql`UPDATE accounts SET valid_from = ${justAfterNow} WHERE account_id = ${id}`),
    remove: (id) => remove(db, id),
  };
}

/** Of an account that may be signed in to, and was not ended since. */
export function isUnended(id: string, validFrom: Date): RawBuilder<unknown> {
  return sql`account_id = ${id} AND disabled_at IS NULL
    AND ${isValidFrom(validFrom)}`;
}

interface Proof {
  readonly condition: RawBuilder<unknown>;
  readonly passwordHash: string | null;
}

/** Where an account keeps its ways in, besides the password, and what was agreed to by whoever came in. */
const waysIn = [
  'consents',
  'identities',
  'totp_authenticators',
  'totp_enrolments',
  'recovery_codes',
  'passkey_users',
  'known_devices',
];

/**
 * One statement, whose parts all see the account as it was before: ways in go only where nobody had proven the address.
 *
 * @returns the new `valid_from`
 */
async function prove(db: Sql, { condition, passwordHash }: Proof): Promise<Date | null> {
  const removals = waysIn.map(
    (table) => sql`, ${sql.ref(`no_${table}`)} AS (
      DELETE FROM ${sql.table(table)} w USING proven p, accounts a
      WHERE w.account_id = p.account_id AND a.account_id = p.account_id AND NOT a.email_verified)`,
  );
  const row = await db.changedRow(sql<{ readonly valid_from: Date }>`
    WITH proven AS (
      UPDATE accounts SET password_hash = ${passwordHash}, email_verified = true, valid_from = ${justAfterNow}
      WHERE ${condition}
      RETURNING account_id, valid_from)
    ${sql.join(removals, sql``)}
    SELECT valid_from FROM proven`);
  await db.untilKnown();
  return row?.valid_from ?? null;
}

/** Sessions stay as tombstones until they expire, and say nothing of the person any more. */
async function remove(db: Sql, id: string): Promise<boolean> {
  // First of all, so that nothing is added to it meanwhile.
  await db.changedRow(
    sql`SELECT FROM accounts WHERE account_id = ${id} ${db.lockWhenInUnitOfWork('FOR UPDATE')}`,
  );
  for (const table of [...waysIn, 'consents', 'account_activities']) {
    await db.execute(sql`DELETE FROM ${sql.table(table)} WHERE account_id = ${id}`);
  }
  await db.end(sql`
    UPDATE sessions SET ended_at = coalesce(ended_at, clock_timestamp()), browser = NULL, network = NULL
    WHERE account_id = ${id}`);
  return changed(db, sql`DELETE FROM accounts WHERE account_id = ${id}`);
}

async function changed(db: Sql, statement: Parameters<Sql['execute']>[0]): Promise<boolean> {
  return (await db.end(statement)) > 0;
}
