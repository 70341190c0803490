import type { LiveToken } from './live-token.ts';

/** The one answer about anything that is not good, or not the caller's to see (RFC 7662 §2.2). */
export const inactiveResponse = JSON.stringify({ active: false });

/** What is said of a live token: the engine's words in the engine's order, from the payload the engine stored. */
export function introspectionResponse(token: LiveToken, issuer: string): string {
  const { payload, kind } = token;
  const { extra, sid, aud, scope, jkt, 'x5t#S256': certificateThumbprint } = payload;
  const isBound = Boolean(jkt) || Boolean(certificateThumbprint);
  return JSON.stringify({
    active: true,
    sub: token.accountId ?? undefined,
    ...(typeof extra === 'object' ? extra : {}),
    client_id: token.clientId,
    exp: token.expiresAt,
    iat: token.issuedAt,
    sid,
    iss: issuer,
    aud,
    scope: scope === '' ? undefined : scope,
    cnf: isBound ? { 'x5t#S256': certificateThumbprint, jkt } : undefined,
    token_type: kind === 'refresh_token' ? undefined : jkt ? 'DPoP' : 'Bearer',
  });
}
