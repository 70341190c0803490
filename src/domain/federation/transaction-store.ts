/** `sign_up`: somebody a provider has identified, who has no account and is asked for an address. */
export type TransactionPurpose = 'sign_in' | 'link' | 'sign_up';

/** What is under way, found by a secret that the browser carries. */
export interface TransactionKey {
  /** SHA-256 of the secret. */
  readonly secretDigest: Buffer;
  readonly provider: string;
}

export interface NewTransaction extends TransactionKey {
  readonly purpose: TransactionPurpose;
  /** SHA-256 of the name of the interaction or session that it belongs to. */
  readonly ownerDigest: Buffer;
  /** Whose account it is to be linked with; null unless linking. */
  readonly accountId: string | null;
  readonly sealed: Buffer;
  readonly ttlSeconds: number;
}

export interface UpstreamTransactionStore {
  insert(transaction: NewTransaction): Promise<void>;
  /** What was put for one of these purposes, while it is open. Changes nothing. */
  findSealed(key: TransactionKey, purposes: readonly TransactionPurpose[]): Promise<Buffer | null>;
  /** True at most once, while it is open, and for its owner. */
  consume(key: TransactionKey, ownerDigest: Buffer): Promise<boolean>;
  /** Ends what is under way to link something with the account. */
  endLinking(accountId: string): Promise<void>;
  /** True at most once. @param atEpochSeconds when the nonce was made, after which it is good for less than an hour */
  consumeNonce(nonceDigest: Buffer, atEpochSeconds: number): Promise<boolean>;
}
