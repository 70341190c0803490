import { AlreadyExistsError } from '../../already-exists-error.ts';
import type { LimitName, RateLimiter, RateLimiters } from '../../limits/rate-limiter.ts';
import type { AccountStore, NewAccount } from '../account-store.ts';
import { emailKey } from '../email/email.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';

/** What `signIn`, `signUp` and `importAccounts` need of the account store. */
export interface MemoryAccounts extends Pick<
  AccountStore,
  | 'insert'
  | 'insertMissing'
  | 'findByEmail'
  | 'findIdsByEmail'
  | 'putPasswordHash'
  | 'replacePasswordHash'
  | 'disable'
> {
  readonly rows: Map<string, NewAccount & { disabledAt: Date | null }>;
}

export function createMemoryAccounts(): MemoryAccounts {
  const rows: MemoryAccounts['rows'] = new Map();
  const byEmail = (email: string) =>
    [...rows.values()].find((row) => emailKey(row.email) === emailKey(email));
  return {
    rows,
    insert(account) {
      if (byEmail(account.email) !== undefined) return Promise.reject(new AlreadyExistsError('an account'));
      rows.set(account.id, { ...account, disabledAt: null });
      return Promise.resolve();
    },
    insertMissing(accounts) {
      const missing = accounts.filter(({ email }) => byEmail(email) === undefined);
      for (const account of missing)
        rows.set(account.id, { ...account, disabledAt: account.isDisabled ? new Date(0) : null });
      return Promise.resolve(new Set(missing.map(({ id }) => id)));
    },
    findIdsByEmail(emails) {
      const found = emails.map((email) => [emailKey(email), byEmail(email)?.id] as const);
      return Promise.resolve(
        new Map(found.flatMap(([key, id]) => (id === undefined ? [] : [[key, id] as const]))),
      );
    },
    findByEmail(email) {
      const row = byEmail(email);
      return Promise.resolve(
        row === undefined ? null : { ...row, groups: [], createdAt: new Date(0), validFrom: new Date(0) },
      );
    },
    replacePasswordHash(id, expected, passwordHash) {
      const row = rows.get(id);
      const isExpected = row !== undefined && row.passwordHash === expected;
      if (isExpected) rows.set(id, { ...row, passwordHash });
      return Promise.resolve(isExpected);
    },
    putPasswordHash(id, passwordHash) {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, passwordHash });
      return Promise.resolve();
    },
    disable(id) {
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, disabledAt: new Date(0) });
      return Promise.resolve(row !== undefined);
    },
  };
}

/** Reversible, so that tests are quick; `verified` tells what was asked. */
export function createPlainHasher(): PasswordHasher & {
  readonly verified: Array<string | null>;
  hashed: number;
} {
  const verified: Array<string | null> = [];
  return {
    verified,
    hashed: 0,
    hash(password) {
      this.hashed += 1;
      return Promise.resolve(`new:${password}`);
    },
    verify(passwordHash, password) {
      verified.push(passwordHash);
      return Promise.resolve(passwordHash !== null && passwordHash.replace(/^(old|new):/, '') === password);
    },
    needsRehash: (passwordHash) => passwordHash.startsWith('old:'),
    queueLength: () => 0,
    isFull: () => false,
    isFilling: () => false,
  };
}

/** Budgets without a window, counted by key. */
export function createCountingLimits(points: number): RateLimiters & { readonly spent: Map<string, number> } {
  const spent = new Map<string, number>();
  const limiter = (name: LimitName): RateLimiter => ({
    spend(key) {
      const count = (spent.get(`${name} ${key}`) ?? 0) + 1;
      spent.set(`${name} ${key}`, count);
      return Promise.resolve(count <= points ? { allowed: true } : { allowed: false, retryAfterSeconds: 42 });
    },
    refund(key) {
      spent.set(`${name} ${key}`, (spent.get(`${name} ${key}`) ?? 0) - 1);
      return Promise.resolve();
    },
    reset(key) {
      spent.delete(`${name} ${key}`);
      return Promise.resolve();
    },
  });
  return {
    spent,
    signInPerAccount: limiter('signInPerAccount'),
    signInPerNetwork: limiter('signInPerNetwork'),
    signUpPerNetwork: limiter('signUpPerNetwork'),
    clientAuthenticationPerClient: limiter('clientAuthenticationPerClient'),
    clientAuthenticationPerNetwork: limiter('clientAuthenticationPerNetwork'),
    interactionsPerNetwork: limiter('interactionsPerNetwork'),
    mailPerAddress: limiter('mailPerAddress'),
    mailPerAddressInAll: limiter('mailPerAddressInAll'),
    mailPerNetwork: limiter('mailPerNetwork'),
    totpPerAccount: limiter('totpPerAccount'),
    totpPerAccountInAll: limiter('totpPerAccountInAll'),
    recoveryPerAccount: limiter('recoveryPerAccount'),
    warningPerAccount: limiter('warningPerAccount'),
    accountFormsPerAccount: limiter('accountFormsPerAccount'),
    signInNotesPerAccount: limiter('signInNotesPerAccount'),
  };
}
