import type { StoredGrant } from './grant-store.ts';
import type { RowKey } from './row-key.ts';

/**
 * Ports for what the protocol engine keeps. All of them see digests only, and all expiry is decided by the database's
 * clock. "Live" is one predicate for every kind: the token itself AND its grant, account, client and bound session
 * (`live_grants` in the migrations).
 */

/** What the engine wants to read back; never holds the secret itself. */
export type Payload = Readonly<Record<string, unknown>>;

export interface StoredToken {
  readonly payload: Payload;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** A token with the grant it was found live under. */
export interface StoredGrantedToken extends StoredToken {
  readonly grant: StoredGrant;
}

interface NewToken {
  readonly key: RowKey;
  readonly clientId: string;
  readonly payload: Payload;
  readonly ttlSeconds: number;
}

interface NewGrantedToken extends NewToken {
  readonly accountId: string;
  readonly grantId: string;
}

export type AccessTokenKind = 'access_token' | 'client_credentials';

export interface AccessTokenStore {
  insert(
    token: NewToken & { kind: AccessTokenKind; accountId: string | null; grantId: string | null },
  ): Promise<void>;
  findLive(key: RowKey, kind: AccessTokenKind): Promise<StoredToken | null>;
  revoke(key: RowKey): Promise<void>;
}

export interface AuthorizationCodeStore {
  insert(code: NewGrantedToken): Promise<void>;
  /** A live code, spent or not. Inside a unit of work the row stays locked until its end. */
  findLive(key: RowKey): Promise<(StoredGrantedToken & { readonly consumed: boolean }) | null>;
  /** True for exactly one caller, whatever the concurrency. */
  consume(key: RowKey): Promise<boolean>;
}

/**
 * A refresh token is `unspent`, `spent`, or `retryable`: spent within the retry window and its successor not used yet, so
 * that its holder may be answered with the first response once more.
 */
export type RefreshTokenState =
  | { readonly state: 'unspent' }
  | { readonly state: 'spent' }
  | { readonly state: 'retryable'; readonly sealedResponse: Buffer; readonly requestDigest: Buffer };

export interface RefreshTokenStore {
  insert(token: NewGrantedToken): Promise<void>;
  /** A live token, spent or not. Inside a unit of work the row stays locked until its end. */
  findLive(key: RowKey, retryWindowSeconds: number): Promise<(StoredGrantedToken & RefreshTokenState) | null>;
  /** True for exactly one caller, whatever the concurrency. */
  consume(key: RowKey): Promise<boolean>;
  /** Keeps, beside a spent token, who follows it and the sealed first response. */
  recordSuccessor(
    key: RowKey,
    successor: { readonly key: RowKey; readonly sealedResponse: Buffer; readonly requestDigest: Buffer },
  ): Promise<void>;
  revoke(key: RowKey): Promise<void>;
}

export interface SealedRecord {
  readonly sealed: Buffer;
  readonly consumed: boolean;
}

export interface PushedRequestStore {
  insert(request: {
    readonly digest: Buffer;
    readonly sealed: Buffer;
    readonly ttlSeconds: number;
  }): Promise<void>;
  /** Also finds requests past their expiry: a sign-in may take longer than the handle lives. */
  find(digest: Buffer): Promise<SealedRecord | null>;
  /** True for exactly one caller, whatever the concurrency. */
  consume(digest: Buffer): Promise<boolean>;
}

export interface InteractionStore {
  /** Overwrites a live interaction; never brings an ended one back. */
  put(interaction: {
    readonly digest: Buffer;
    readonly sealed: Buffer;
    readonly ttlSeconds: number;
  }): Promise<void>;
  findLive(digest: Buffer): Promise<Buffer | null>;
  end(digest: Buffer): Promise<void>;
}
