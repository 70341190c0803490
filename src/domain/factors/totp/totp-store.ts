/** A secret that an authenticator app has, as stored. */
export interface StoredTotp {
  readonly totpId: string;
  readonly sealedSecret: Buffer;
  /** Number of the current 30 s step, by the database's clock. */
  readonly currentStep: number;
}

export interface AddedTotp extends StoredTotp {
  readonly addedAt: Date;
  readonly lastUsedAt: Date | null;
}

/** An enrolment belongs to the session that began it. */
export interface EnrolmentName {
  readonly accountId: string;
  readonly sessionUid: string;
}

export interface NewEnrolment extends EnrolmentName {
  readonly totpId: string;
  readonly sealedSecret: Buffer;
  readonly ttlSeconds: number;
}

export interface TotpUse {
  readonly accountId: string;
  readonly totpId: string;
  readonly step: number;
}

/** Authenticator apps of accounts: at most one each, and at most one that is being added. */
export interface TotpStore {
  /** The one that this session has begun already, or else the given one, in the place of any other of the account. */
  beginEnrolment(enrolment: NewEnrolment): Promise<StoredTotp>;
  findEnrolment(name: EnrolmentName): Promise<StoredTotp | null>;
  /**
   * Makes the enrolment the authenticator of the account, in the place of the one before. At most once; `step` counts as used.
   * False when the enrolment is over, another one by now, or of another session, or `step` is not about now.
   */
  consumeEnrolment(use: TotpUse & EnrolmentName): Promise<boolean>;
  find(accountId: string): Promise<AddedTotp | null>;
  /** True at most once for each step, and only for one later than all used before, within one step of the database's clock. */
  consumeStep(use: TotpUse): Promise<boolean>;
  /** False when there was none. */
  remove(accountId: string): Promise<boolean>;
}
