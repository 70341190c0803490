import type { Origin } from '../activity/activity.ts';
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
  /** Where it was used last; null: not known. */
  readonly origin: Origin | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface SaveSession extends SessionRecord {
  readonly idDigest: Buffer;
  /** Digest of the cookie this one replaces; null when the cookie stays. */
  readonly previousIdDigest: Buffer | null;
  readonly idleTtlSeconds: number;
  /** Where it was used; null: not by a browser's request. */
  readonly origin: Origin | null;
  /** The account's `validFrom` when the person signed in: whatever ended everything of it since also ends the session. */
  readonly validFrom?: Date;
}

export interface SessionStore {
  /**
   * Creates or updates. An ended session never comes back, and a cookie that was replaced cannot overwrite its successor.
   * Authorizations are merged, so that parallel requests do not lose each other's.
   */
  save(session: SaveSession): Promise<void>;
  findLive(idDigest: Buffer): Promise<StoredSession | null>;
  findLiveByUid(uid: string): Promise<StoredSession | null>;
  /** Those that somebody is signed in to the account with, newest first. */
  listLive(accountId: string): Promise<readonly StoredSession[]>;
  /** Idempotent; everything bound to the session is dead from the commit on. */
  end(uid: string): Promise<void>;
  /** The same, of this account alone. False when it has no such session, or none that is live. */
  endOf(accountId: string, uid: string): Promise<boolean>;
  /**
   * Everything of the account ends but this session and what is bound to it, sign-ins under way included. In a unit of work.
   *
   * @returns false, and everything has ended, when this session is not live; roll back then
   */
  endOthers(accountId: string, uid: string): Promise<boolean>;
}
