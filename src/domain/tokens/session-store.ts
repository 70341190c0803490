import type { Payload } from './token-stores.ts';

/** A person's signed-in browser. `uid` is stable; the secret in the cookie changes at each sign-in. */
export interface SessionRecord {
  readonly uid: string;
  readonly accountId: string | null;
  readonly payload: Payload;
  /** Per client: what the engine remembers of earlier authorizations in this session. */
  readonly authorizations: Payload;
  /** Short-lived form secrets, sealed for the holder of the cookie. */
  readonly sealedState: Buffer | null;
}

export interface StoredSession extends SessionRecord {
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface SaveSession extends SessionRecord {
  readonly idDigest: Buffer;
  /** Digest of the cookie this one replaces; null when the cookie stays. */
  readonly previousIdDigest: Buffer | null;
  readonly idleTtlSeconds: number;
  /** When the person signed in, to the second; whatever shut the account since ends the session. */
  readonly signedInAt?: Date;
}

export interface SessionStore {
  /**
   * Creates or updates. An ended session never comes back, and a cookie that was replaced cannot overwrite its successor.
   * Authorizations are merged, so that parallel requests do not lose each other's.
   */
  save(session: SaveSession): Promise<void>;
  findLive(idDigest: Buffer): Promise<StoredSession | null>;
  findLiveByUid(uid: string): Promise<StoredSession | null>;
  /** Idempotent; everything bound to the session is dead from the commit on. */
  end(uid: string): Promise<void>;
}
