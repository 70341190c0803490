/** What an authenticator proved, and so what a challenge is good for. */
export type PasskeyPurpose = 'enrol' | 'sign_in';

/** At most one challenge is open for each: a later page replaces the earlier one's. */
export interface PasskeyChallengeName {
  /** SHA-256 of the browser's secret for what it is doing. */
  readonly transactionDigest: Buffer;
  readonly purpose: PasskeyPurpose;
}

export interface NewPasskeyChallenge extends PasskeyChallengeName {
  readonly challengeDigest: Buffer;
  readonly ttlSeconds: number;
}

/** A credential record (WebAuthn Level 3, section 4), with the name that its owner gave it. */
export interface Passkey {
  readonly id: string;
  readonly accountId: string;
  readonly credentialId: Buffer;
  /** COSE_Key. */
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly transports: readonly string[];
  /** Of the authenticator's model; zeros where it does not say. */
  readonly aaguid: string;
  /** May be on several devices of its owner. Never changes. */
  readonly isBackupEligible: boolean;
  readonly isBackedUp: boolean;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export type NewPasskey = Omit<Passkey, 'createdAt' | 'lastUsedAt'>;

export interface OwnedPasskey extends Passkey {
  /** The owner's, see `userHandleOf`. */
  readonly userHandle: Buffer;
}

export interface PasskeyUse {
  readonly id: string;
  readonly signCount: number;
  readonly isBackedUp: boolean;
}

/** Which passkey, and whose it has to be. */
export interface PasskeyName {
  readonly accountId: string;
  readonly id: string;
}

export interface PasskeyStore {
  /** Replaces the one of the same name. */
  putChallenge(challenge: NewPasskeyChallenge): Promise<void>;
  /** True at most once for each challenge, and only while it is open. */
  consumeChallenge(name: PasskeyChallengeName, challengeDigest: Buffer): Promise<boolean>;
  /** By which authenticators know the account (WebAuthn `user.id`): what it has, or from now on `fresh`. */
  userHandleOf(accountId: string, fresh: Buffer): Promise<Buffer>;
  /**
   * The account must have a user handle.
   *
   * @throws AlreadyExistsError when the credential is known, whoever has it
   */
  insert(passkey: NewPasskey): Promise<void>;
  /** Oldest first. */
  list(accountId: string): Promise<readonly Passkey[]>;
  findByCredentialId(credentialId: Buffer): Promise<OwnedPasskey | null>;
  /**
   * Notes a use. False when the passkey is gone, or its counter did not advance although it counts and is on one device
   * only: then there is a copy of it.
   */
  recordUse(use: PasskeyUse): Promise<boolean>;
  /** False when the account has no such passkey. */
  rename(passkey: PasskeyName, name: string): Promise<boolean>;
  /** False when the account has no such passkey. */
  remove(passkey: PasskeyName): Promise<boolean>;
}
