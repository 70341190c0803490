/**
 * What a token is worth right now, for every API request there is (RFC 7662).
 *
 * Text -> form, kind and expiry bucket (anything else ends here) -> memory, by digest -> keyed tag (forgeries end here) -> the database, batched.
 * Memory holds finished responses of live access tokens, and is coherent (`domain/coherence`); refresh tokens are spent all
 * the time and asked about hardly ever, so they are always read. Who may see the answer is the caller's business to check.
 */
import type { Coherence } from '../coherence/coherence.ts';
import { createCoherentCache } from '../coherence/coherent-cache.ts';
import type { TokenStrings } from '../tokens/token-string.ts';
import { type CommonText, type OwnWords, claimsText, commonText } from './introspection-response.ts';
import { createLiveTokenReads } from './live-token-reads.ts';
import { type LiveToken, type LiveTokenReader, type TokenName, restsOn } from './live-token.ts';
import { createShared } from './shared.ts';

/** A token that is good. A hundred thousand of these are remembered, so what many of them say is said once. */
export interface Introspected extends Omit<LiveToken, 'kind' | 'clientId' | 'payload'>, OwnWords {
  readonly common: Common;
}

export interface Common extends CommonText {
  readonly kind: LiveToken['kind'];
  /** The client it was issued to. */
  readonly clientId: string;
  /** The API it is for, or null. */
  readonly audience: string | null;
}

export interface Introspection {
  /**
   * At once when memory knows, or when the text cannot be a token of ours; null for anything that is not good.
   *
   * @throws UnavailableError (the promise) when the database cannot say
   */
  find(token: string): Introspected | null | Promise<Introspected | null>;
  /** Responses remembered. */
  readonly size: number;
}

export interface IntrospectionOptions {
  readonly issuer: string;
  readonly tokenStrings: TokenStrings;
  readonly liveTokens: LiveTokenReader;
  readonly coherence: Coherence;
  /** Most responses to remember. */
  readonly capacity: number;
}

const mostShared = 10_000;

export function createIntrospection(options: IntrospectionOptions): Introspection {
  const { issuer, tokenStrings, liveTokens, coherence, capacity } = options;
  const memory = createCoherentCache<Introspected>(coherence, {
    capacity,
    restsOn: ({ common: { clientId }, grantId, accountId, sessionUid }) =>
      restsOn({ clientId, grantId, accountId, sessionUid }),
    goodUntil: ({ liveUntil }) => liveUntil,
  });
  const sharedText = createShared<string>(mostShared);
  const shared = createShared<Common>(mostShared);
  const once = (text: string | null): string | null => (text === null ? null : sharedText(text, () => text));
  const reads = {
    access_token: createLiveTokenReads('access_token', liveTokens, coherence),
    refresh_token: createLiveTokenReads('refresh_token', liveTokens, coherence),
  };

  function describe(token: LiveToken): Introspected {
    const { kind, clientId, payload, grantId, issuedAt, expiresAt, liveUntil } = token;
    const text = commonText(token, issuer);
    return {
      common: shared(`${text.client} ${text.rest}`, () => ({
        ...text,
        kind,
        clientId,
        audience: typeof payload['aud'] === 'string' ? payload['aud'] : null,
      })),
      claims: once(claimsText(token)),
      sid: typeof payload['sid'] === 'string' ? once(payload['sid']) : null,
      accountId: once(token.accountId),
      grantId,
      sessionUid: once(token.sessionUid),
      issuedAt,
      expiresAt,
      liveUntil,
    };
  }

  async function read(kind: LiveToken['kind'], name: TokenName): Promise<Introspected | null> {
    const { token, since } = await reads[kind].read(name);
    if (token === null) return null;
    const introspected = describe(token);
    if (kind === 'access_token') memory.put(name.digest, introspected, since);
    return introspected;
  }

  return {
    find(text) {
      const digest = tokenStrings.digestOfCandidate(text);
      if (digest === null) return null;
      const remembered = memory.get(digest);
      if (remembered !== undefined) return remembered;
      const inspection = tokenStrings.inspect(text);
      if (inspection.form !== 'plausible' || inspection.kind === 'authorization_code') return null;
      return read(inspection.kind, { digest, bucket: inspection.key.bucket });
    },
    get size() {
      return memory.size;
    },
  };
}
