/** A person. The e-mail address is kept as entered and compared by `emailKey`. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  /** Whoever signed in before this must sign in again. */
  readonly validFrom: Date;
}

export interface AccountWithPassword extends Account {
  readonly passwordHash: string | null;
}

export interface NewAccount {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly passwordHash: string | null;
}

export interface AccountPage {
  readonly accounts: readonly Account[];
  /** Pass as `after` for the next page; null on the last. */
  readonly next: string | null;
}

export interface AccountStore {
  /** @throws AlreadyExistsError when an account has this e-mail address */
  insert(account: NewAccount): Promise<void>;
  findById(id: string): Promise<Account | null>;
  findByEmail(email: string): Promise<AccountWithPassword | null>;
  putPasswordHash(id: string, passwordHash: string): Promise<void>;
  /** Ends every session, grant and token of the account; idempotent. False when there is no such account. */
  disable(id: string): Promise<boolean>;
  /** Lets the account sign in again; what ended at `disable` stays ended. False when there is no such account. */
  enable(id: string): Promise<boolean>;
  /** Ends every session, grant and token of the account; idempotent. False when there is no such account. */
  revokeAll(id: string): Promise<boolean>;
  list(options: { readonly after: string | null; readonly limit: number }): Promise<AccountPage>;
}
