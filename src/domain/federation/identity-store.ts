import type { Account } from '../accounts/account-store.ts';

/** The only thing that decides whose account it is. An address never does. */
export interface IdentityKey {
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
}

/** How its owner knows it: as the provider said it last. */
export interface IdentityProfile {
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly name: string | null;
}

export interface NewIdentity extends IdentityKey, IdentityProfile {
  readonly accountId: string;
}

export interface Identity extends NewIdentity {
  readonly linkedAt: Date;
  /** null: never used to sign in. */
  readonly lastUsedAt: Date | null;
}

export interface IdentityStore {
  /** @throws AlreadyExistsError when it is linked, to whichever account */
  insert(identity: NewIdentity): Promise<void>;
  findAccount(key: IdentityKey): Promise<Account | null>;
  /** In the order they were linked in. */
  list(accountId: string): Promise<readonly Identity[]>;
  noteUse(key: IdentityKey, profile: IdentityProfile): Promise<void>;
  /** False when the account has no such identity. */
  remove(accountId: string, key: IdentityKey): Promise<boolean>;
}
