import type { LiveToken } from './live-token.ts';

/** The one answer about anything that is not good, or not the caller's to see (RFC 7662 §2.2). */
export const inactiveResponse = JSON.stringify({ active: false });

/**
 * What is said of a live token: the engine's words in the engine's order, from the payload the engine stored. In two halves,
 * the second of which most tokens of an API have in common.
 */
export interface IntrospectionResponse {
  readonly own: string;
  readonly common: string;
}

export function introspectionResponse(token: LiveToken, issuer: string): IntrospectionResponse {
  const { payload, kind } = token;
  const { extra, sid, aud, scope, jkt, 'x5t#S256': certificateThumbprint } = payload;
  const isBound = Boolean(jkt) || Boolean(certificateThumbprint);
  const own = {
    active: true,
    sub: token.accountId ?? undefined,
    ...(typeof extra === 'object' ? extra : {}),
    client_id: token.clientId,
    exp: token.expiresAt,
    iat: token.issuedAt,
    sid,
  };
  const common = {
    iss: issuer,
    aud,
    scope: scope === '' ? undefined : scope,
    cnf: isBound ? { 'x5t#S256': certificateThumbprint, jkt } : undefined,
    token_type: kind === 'refresh_token' ? undefined : jkt ? 'DPoP' : 'Bearer',
  };
  return {
    own: copied(`${JSON.stringify(own).slice(0, -1)},`),
    common: copied(JSON.stringify(common).slice(1)),
  };
}

/** A string of its own: cut or joined ones keep what they were made of. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}
