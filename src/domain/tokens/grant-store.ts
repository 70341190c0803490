/** What a person allowed a client to do: one row for each authorization, and the root of every token issued from it. */
export interface Grant {
  readonly id: string;
  readonly accountId: string;
  readonly clientId: string;
  /** Set when the grant ends with the browser session it was given in. */
  readonly sessionUid: string | null;
  readonly scope: string;
  readonly claims: readonly string[];
  /** Scopes by resource indicator (RFC 8707), space separated. */
  readonly resources: Readonly<Record<string, string>>;
}

export interface StoredGrant extends Grant {
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type GrantEnd =
  'code_replayed' | 'refresh_token_replayed' | 'revoked' | 'consent_withdrawn' | 'operator';

export interface GrantBasis {
  /** The account's `validFrom`, when it was looked at. */
  readonly validFrom: Date;
  /** Of the session in which it was given; null while that has only just begun. */
  readonly sessionUid: string | null;
}

export interface GrantStore {
  /**
   * @param basis what it rests on
   * @returns false, and stores nothing, when the account was shut since
   */
  insert(grant: Grant, ttlSeconds: number, basis?: GrantBasis): Promise<boolean>;
  findLive(id: string): Promise<StoredGrant | null>;
  /** Idempotent; every token of the grant is dead from the commit on. */
  end(id: string, reason: GrantEnd): Promise<void>;
}

/** What a person agreed to, remembered so that the same request need not be confirmed again. */
export interface Consent {
  readonly scope: string;
  readonly claims: readonly string[];
  readonly resources: Readonly<Record<string, string>>;
}

/** An app that a person lets do something now, or let before and need not be asked about again. */
export interface ConnectedApp extends Pick<Consent, 'scope' | 'resources'> {
  readonly clientId: string;
  /** What the app calls itself. */
  readonly name: string;
  readonly since: Date;
  /** It can do so at this moment. */
  readonly hasAccess: boolean;
}

export interface ConsentStore {
  find(accountId: string, clientId: string): Promise<Consent | null>;
  /** Adds to what was agreed before. */
  remember(accountId: string, clientId: string, consent: Consent): Promise<void>;
  /** Of the account, by name: with live grants, remembered consent, or both. */
  listApps(accountId: string): Promise<readonly ConnectedApp[]>;
  /** Forgets the consent and ends every grant that rests on it. */
  withdraw(accountId: string, clientId: string): Promise<void>;
}
