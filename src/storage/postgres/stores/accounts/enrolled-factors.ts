import { sql } from 'kysely';
import type { FactorStore, SecondFactor } from '../../../../domain/authentication/next-step.ts';
import type { Sql } from '../../sql.ts';

export function createEnrolledFactors(db: Sql): FactorStore {
  return {
    async find(accountId) {
      const row = await db.row(sql<Record<SecondFactor, boolean>>`
        SELECT EXISTS (SELECT FROM totp_authenticators WHERE account_id = ${accountId}) AS totp,
          EXISTS (SELECT FROM passkeys WHERE account_id = ${accountId}) AS passkey`);
      return new Set((['totp', 'passkey'] as const).filter((factor) => row?.[factor] === true));
    },
    async removeAll(accountId) {
      for (const table of ['totp_authenticators', 'totp_enrolments', 'recovery_codes', 'passkeys']) {
        await db.execute(sql`DELETE FROM ${sql.table(table)} WHERE account_id = ${accountId}`);
      }
    },
  };
}
