/** A person. The e-mail address is kept as entered and compared by `emailKey`. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string | null;
  /** Names that the operator gave, by which stronger sign-ins are asked for. */
  readonly groups: readonly string[];
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

/** An account that another system kept until now. */
export interface ImportedAccount extends NewAccount {
  /** null: now. */
  readonly createdAt: Date | null;
  readonly isDisabled: boolean;
}

export interface AccountPage {
  readonly accounts: readonly Account[];
  /** Pass as `after` for the next page; null on the last. */
  readonly next: string | null;
}

export interface AccountStore {
  /** @throws AlreadyExistsError when an account has this e-mail address */
  insert(account: NewAccount): Promise<void>;
  /**
   * Inserts those whose e-mail address no account has, all of them or none; the others stay as they are.
   *
   * @returns the ids of those inserted
   */
  insertMissing(accounts: readonly ImportedAccount[]): Promise<ReadonlySet<string>>;
  findById(id: string): Promise<Account | null>;
  findByEmail(email: string): Promise<AccountWithPassword | null>;
  /** The ids of those that exist, by `emailKey`. */
  findIdsByEmail(emails: readonly string[]): Promise<ReadonlyMap<string, string>>;
  putPasswordHash(id: string, passwordHash: string): Promise<void>;
  /** The same password hashed anew, unless it is another one by now. */
  replacePasswordHash(id: string, expected: string, passwordHash: string): Promise<void>;
  /**
   * Sets the password of somebody who has proven the address, which counts as verified from then on, and ends every session,
   * grant and token of the account. False when everything was ended since `validFrom`, or the account is disabled or gone.
   */
  resetPassword(id: string, validFrom: Date, passwordHash: string): Promise<boolean>;
  /** The account has no password from now on, and everything of it ends. False when there is no such account. */
  removePassword(id: string): Promise<boolean>;
  /** Replaces them. False when there is no such account. */
  putGroups(id: string, groups: readonly string[]): Promise<boolean>;
  /** Ends every session, grant and token of the account; idempotent. False when there is no such account. */
  disable(id: string): Promise<boolean>;
  /** Lets the account sign in again; what ended at `disable` stays ended. False when there is no such account. */
  enable(id: string): Promise<boolean>;
  /** Ends every session, grant and token of the account; idempotent. False when there is no such account. */
  revokeAll(id: string): Promise<boolean>;
  list(options: { readonly after: string | null; readonly limit: number }): Promise<AccountPage>;
}
