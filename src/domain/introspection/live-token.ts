import type { Payload } from '../tokens/token-stores.ts';

/** A token that is good, as far as introspection wants to know (RFC 7662 §2.2). */
export interface LiveToken {
  readonly kind: 'access_token' | 'refresh_token';
  readonly clientId: string;
  /** null, with the grant, for tokens of a client acting for itself. */
  readonly accountId: string | null;
  readonly grantId: string | null;
  /** Set when the grant ends with a session. */
  readonly sessionUid: string | null;
  /** As the engine stored it. */
  readonly payload: Payload;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Epoch milliseconds: when the token, its grant or its session expires, whichever is first. */
  readonly liveUntil: number;
}

/** Names of the rows, besides its own, that can end the token. */
export function restsOn({
  clientId,
  grantId,
  accountId,
  sessionUid,
}: Pick<LiveToken, 'clientId' | 'grantId' | 'accountId' | 'sessionUid'>): readonly string[] {
  return [clientId, grantId, accountId, sessionUid].filter((name) => name !== null);
}

/** Where a token's row is. */
export interface TokenName {
  /** SHA-256 of the token, hexadecimal: also the name its end is announced by. */
  readonly digest: string;
  readonly bucket: number;
}

/** The truth about tokens: one statement for all that are asked for together, on connections of its own. */
export interface LiveTokenReader {
  /**
   * In the order of `tokens`; null for each that is not live.
   *
   * @throws UnavailableError
   */
  findLive(kind: LiveToken['kind'], tokens: readonly TokenName[]): Promise<ReadonlyArray<LiveToken | null>>;
}
