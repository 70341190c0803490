/** Browsers in which somebody has signed in to an account before, by the digest of a secret that each keeps in a cookie. */
export interface KnownDeviceStore {
  /** Whether somebody has signed in there to the account with this address. */
  isKnown(email: string, digest: Buffer): Promise<boolean>;
  /** `first`: nobody has signed in to the account anywhere before, as far as is known. */
  remember(accountId: string, digest: Buffer): Promise<'first' | 'known' | 'new'>;
  /** All but this one: whoever else knew how to get in may have signed in there. @param kept null: none is kept */
  forgetOthers(accountId: string, kept: Buffer | null): Promise<void>;
}
