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
      return (await prove(db, id, { condition, passwordHash })) !== null;
    },
    async claim(id, { email, validFrom }) {
      const condition = sql`${isUnended(id, validFrom)} AND email_key = ${emailKey(email)} AND NOT email_verified`;
      return prove(db, id, { condition, passwordHash: null });
    },
    removePassword: (id) => end(db, id, sql`password_hash = NULL, valid_from = ${justAfterNow}`),
    disable: (id) =>
      end(
        db,
        id,
        sql`disabled_at = coalesce(a.disabled_at, clock_timestamp()), valid_from = ${justAfterNow}`,
      ),
    // What was under way while the account was disabled does not wake up with it.
    enable: (id) =>
      end(
        db,
        id,
        sql`disabled_at = NULL, valid_from = CASE WHEN a.disabled_at IS NULL THEN a.valid_from ELSE ${justAfterNow} END`,
      ),
    revokeAll: (id) => end(db, id, sql`valid_from = ${justAfterNow}`),
    remove: (id) => remove(db, id),
  };
}

/**
 * The row is held before the moment is taken: whoever is signing in has it share-locked until they are done, and an UPDATE that
 * waits for them would write a moment from before they came in.
 */
async function end(db: Sql, id: string, changes: RawBuilder<unknown>): Promise<boolean> {
  const changed = await db.end(sql`
    WITH held AS MATERIALIZED (
      SELECT account_id FROM accounts WHERE account_id = ${id} FOR NO KEY UPDATE)
    UPDATE accounts a SET ${changes} FROM held h WHERE a.account_id = h.account_id`);
  return changed > 0;
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
async function prove(db: Sql, id: string, { condition, passwordHash }: Proof): Promise<Date | null> {
  // By a statement of its own: the next one sees what whoever is adding a way in at this moment has added.
  await lockAccount(db, id);
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
  await lockAccount(db, id);
  for (const table of [...waysIn, 'account_activities']) {
    await db.execute(sql`DELETE FROM ${sql.table(table)} WHERE account_id = ${id}`);
  }
  await db.end(sql`
    UPDATE sessions SET ended_at = coalesce(ended_at, clock_timestamp()), browser = NULL, network = NULL
    WHERE account_id = ${id}`);
  return (await db.end(sql`DELETE FROM accounts WHERE account_id = ${id}`)) > 0;
}

/**
 * Inside a unit of work, before anything else of the account is touched: nothing that rests on it is added by anybody else until
 * its end. Everybody locks the account first, so that nobody waits for somebody who waits for them.
 */
export async function lockAccount(db: Sql, id: string): Promise<boolean> {
  const row = await db.changedRow(
    sql`SELECT 1 FROM accounts WHERE account_id = ${id} ${db.lockWhenInUnitOfWork('FOR UPDATE')}`,
  );
  return row !== null;
}
