import { sql } from 'kysely';
import type {
  Account,
  AccountStore,
  AccountWithPassword,
  ImportedAccount,
} from '../../../../domain/accounts/account-store.ts';
import { emailKey } from '../../../../domain/accounts/email/email.ts';
import { AlreadyExistsError } from '../../../../domain/already-exists-error.ts';
import { json, type Sql } from '../../sql.ts';
import { accountEndings, isUnended, lockAccount } from './account-endings.ts';

interface AccountRow {
  readonly account_id: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string | null;
  readonly groups: readonly string[];
  readonly created_at: Date;
  readonly disabled_at: Date | null;
  readonly valid_from: Date;
}

interface PasswordRow extends AccountRow {
  readonly password_hash: string | null;
}

const columns = sql`account_id, email, email_verified, name, groups, created_at, disabled_at, valid_from`;

export function createAccountStore(db: Sql): AccountStore {
  return {
    async insert(account) {
      const inserted = await db.execute(sql`
        INSERT INTO accounts (account_id, email, email_key, email_verified, name, password_hash)
        VALUES (${account.id}, ${account.email}, ${emailKey(account.email)}, ${account.emailVerified},
                ${account.name}, ${account.passwordHash})
        ON CONFLICT (email_key) DO NOTHING`);
      if (inserted === 0) throw new AlreadyExistsError('an account with this e-mail address');
    },
    insertMissing: (accounts) => insertMissing(db, accounts),
    async findById(id) {
      const row = await db.row(sql<AccountRow>`SELECT ${columns} FROM accounts WHERE account_id = ${id}`);
      return row === null ? null : toAccount(row);
    },
    async findByEmail(email) {
      const row = await db.row(
        sql<PasswordRow>`SELECT ${columns}, password_hash FROM accounts WHERE email_key = ${emailKey(email)}`,
      );
      return row === null ? null : toAccountWithPassword(row);
    },
    findIdsByEmail: (emails) => findIdsByEmail(db, emails),
    async putName(id, name) {
      await db.execute(sql`UPDATE accounts SET name = ${name} WHERE account_id = ${id}`);
    },
    async holdUnended(id, validFrom) {
      const row = await db.changedRow(sql`
        SELECT 1 FROM accounts WHERE ${isUnended(id, validFrom)} ${db.lockWhenInUnitOfWork('FOR NO KEY UPDATE')}`);
      return row !== null;
    },
    async putEmail(id, { email, validFrom }) {
      const changedRows = await db.execute(sql`
        UPDATE accounts SET email = ${email}, email_key = ${emailKey(email)}, email_verified = true
        WHERE ${isUnended(id, validFrom)}`);
      return changedRows > 0;
    },
    ...passwords(db),
    async putGroups(id, groups) {
      const changedRows = await db.execute(sql`
        UPDATE accounts SET groups = ARRAY(SELECT jsonb_array_elements_text(${json(groups)})) WHERE account_id = ${id}`);
      return changedRows > 0;
    },
    ...accountEndings(db),
    lock: (id) => lockAccount(db, id),
    async list({ after, limit }) {
      const rows = await db.rows(sql<AccountRow>`
        SELECT ${columns} FROM accounts WHERE account_id > ${after ?? ''} ORDER BY account_id LIMIT ${limit + 1}`);
      const page = rows.slice(0, limit);
      return {
        accounts: page.map(toAccount),
        next: rows.length > limit ? (page.at(-1)?.account_id ?? null) : null,
      };
    },
  };
}

type PasswordMethod = 'findPasswordHash' | 'putPasswordHash' | 'replacePasswordHash';

function passwords(db: Sql): Pick<AccountStore, PasswordMethod> {
  return {
    async findPasswordHash(id) {
      const row = await db.row(sql<Pick<PasswordRow, 'password_hash'>>`
        SELECT password_hash FROM accounts WHERE account_id = ${id}`);
      return row?.password_hash ?? null;
    },
    async putPasswordHash(id, passwordHash) {
      await db.execute(sql`UPDATE accounts SET password_hash = ${passwordHash} WHERE account_id = ${id}`);
    },
    async replacePasswordHash(id, expected, passwordHash) {
      const changedRows = await db.execute(sql`
        UPDATE accounts SET password_hash = ${passwordHash}
        WHERE account_id = ${id} AND password_hash IS NOT DISTINCT FROM ${expected}::text`);
      return changedRows > 0;
    },
  };
}

async function insertMissing(db: Sql, accounts: readonly ImportedAccount[]): Promise<Set<string>> {
  // In the order of addresses: two imports at once wait for each other then, rather than both for ever.
  const row = await db.changedRow(sql<{ readonly ids: readonly string[] }>`
    WITH inserted AS (
      INSERT INTO accounts
        (account_id, email, email_key, email_verified, name, password_hash, created_at, disabled_at)
      SELECT account_id, email, email_key, email_verified, name, password_hash,
        coalesce(created_at, clock_timestamp()), CASE WHEN disabled THEN clock_timestamp() END
      FROM jsonb_to_recordset(${json(accounts.map(toImportedRow))}) AS imported (
        account_id text, email text, email_key text, email_verified boolean, name text, password_hash text,
        created_at timestamptz, disabled boolean)
      ORDER BY email_key
      ON CONFLICT (email_key) DO NOTHING
      RETURNING account_id)
    SELECT coalesce(jsonb_agg(account_id), '[]') AS ids FROM inserted`);
  return new Set(row?.ids);
}

async function findIdsByEmail(db: Sql, emails: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.rows(sql<{ readonly email_key: string; readonly account_id: string }>`
    SELECT email_key, account_id FROM accounts
    WHERE email_key = ANY(ARRAY(SELECT jsonb_array_elements_text(${json(emails.map(emailKey))})))`);
  return new Map(rows.map((row) => [row.email_key, row.account_id]));
}

function toImportedRow(account: ImportedAccount): Record<string, unknown> {
  return {
    account_id: account.id,
    email: account.email,
    email_key: emailKey(account.email),
    email_verified: account.emailVerified,
    name: account.name,
    password_hash: account.passwordHash,
    created_at: account.createdAt,
    disabled: account.isDisabled,
  };
}

function toAccount(row: AccountRow): Account {
  return {
    id: row.account_id,
    email: row.email,
    emailVerified: row.email_verified,
    name: row.name,
    groups: row.groups,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    validFrom: row.valid_from,
  };
}

function toAccountWithPassword(row: PasswordRow): AccountWithPassword {
  return { ...toAccount(row), passwordHash: row.password_hash };
}
