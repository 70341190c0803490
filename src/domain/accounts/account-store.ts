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

/** An address of an account, shown to be somebody's: for as long as the account has it, and was not ended since. */
export interface ProvenAddress {
  readonly email: string;
  /** The account's, when the proof was asked for. */
  readonly validFrom: Date;
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
  /** null: the account has none, or there is no such account. */
  findPasswordHash(id: string): Promise<string | null>;
  putPasswordHash(id: string, passwordHash: string): Promise<void>;
  /** False, and nothing is set, when it is another one by now. @param expected null: the account has none */
  replacePasswordHash(id: string, expected: string | null, passwordHash: string): Promise<boolean>;
  putName(id: string, name: string | null): Promise<void>;
  /**
   * Gives the account another address, or the same, which its holder has proven: it counts as verified. False when everything
   * of the account was ended since `validFrom`, or it is disabled or gone.
   *
   * @throws AlreadyExistsError when another account has this address
   */
  putEmail(id: string, proven: ProvenAddress): Promise<boolean>;
  /**
   * Sets the password of somebody who has proven the address, which counts as verified from then on, and ends every session,
   * grant and token of the account. Where nobody had proven the address before, every other way in goes, too: see `claim`.
   * False when the proof is worth nothing any more, or the account is disabled or gone.
   */
  resetPassword(id: string, proven: ProvenAddress, passwordHash: string): Promise<boolean>;
  /**
   * Hands an account whose address nobody had proven to whoever has proven it now. Whatever ways in it has may have been put
   * there by a stranger who guessed that its owner would come one day: password, factors and identities go, and every session,
   * grant and token ends.
   *
   * @returns the account's new `validFrom`; null when the address was proven before, or the proof is worth nothing any more
   */
  claim(id: string, proven: ProvenAddress): Promise<Date | null>;
  /** The account has no password from now on, and everything of it ends. False when there is no such account. */
  removePassword(id: string): Promise<boolean>;
  /**
   * Inside a unit of work, before anything else of the account is touched: until its end nobody else adds to what the account
   * can be signed in to with, takes away from it, signs in, or ends anything of it. False when there is no such account.
   */
  lock(id: string): Promise<boolean>;
  /**
   * Inside a unit of work, before anything else of the account is touched: whether the account is as it was, and stays so until
   * the end of that; whoever is ending everything of it, or adds another way in, is waited for.
   */
  holdUnended(id: string, validFrom: Date): Promise<boolean>;
  /** Replaces them. False when there is no such account. */
  putGroups(id: string, groups: readonly string[]): Promise<boolean>;
  /** Ends every session, grant and token of the account; idempotent. False when there is no such account. */
  disable(id: string): Promise<boolean>;
  /** Lets the account sign in again; what ended at `disable` stays ended. False when there is no such account. */
  enable(id: string): Promise<boolean>;
  /** Ends every session, grant and token of the account; idempotent. False when there is no such account. */
  revokeAll(id: string): Promise<boolean>;
  /** In a unit of work: with everything it has; ends every session, grant and token. False when there is no such account. */
  remove(id: string): Promise<boolean>;
  list(options: { readonly after: string | null; readonly limit: number }): Promise<AccountPage>;
}
