import type { LiveToken } from './live-token.ts';

/** The one answer about anything that is not good, or not the caller's to see (RFC 7662 §2.2). */
export const inactiveResponse = JSON.stringify({ active: false });

/** What the responses about many tokens have in common: the two stretches of text around each token's own times. */
export interface CommonText {
  readonly client: string;
  readonly rest: string;
}

/** What a response says of one token alone. */
export interface OwnWords extends Pick<LiveToken, 'accountId' | 'issuedAt' | 'expiresAt'> {
  /** Claims of the sign-in, as members of the object; null: none. */
  readonly claims: string | null;
  readonly sid: string | null;
}

export function claimsText({ payload: { extra } }: LiveToken): string | null {
  if (typeof extra !== 'object' || extra === null) return null;
  const members = JSON.stringify(extra).slice(1, -1);
  return members === '' ? null : copied(members);
}

export function commonText({ clientId, payload, kind }: LiveToken, issuer: string): CommonText {
  const { aud, scope, jkt, 'x5t#S256': certificateThumbprint } = payload;
  const isBound = Boolean(jkt) || Boolean(certificateThumbprint);
  const rest = {
    iss: issuer,
    aud,
    scope: scope === '' ? undefined : scope,
    cnf: isBound ? { 'x5t#S256': certificateThumbprint, jkt } : undefined,
    token_type: kind === 'refresh_token' ? undefined : jkt ? 'DPoP' : 'Bearer',
  };
  return { client: `"client_id":${JSON.stringify(clientId)}`, rest: copied(JSON.stringify(rest).slice(1)) };
}

/** What is said of a live token: the engine's words in the engine's order, from the payload the engine stored. */
export function introspectionResponse(own: OwnWords, common: CommonText): string {
  const subject = own.accountId === null ? '' : `"sub":${JSON.stringify(own.accountId)},`;
  const claims = own.claims === null ? '' : `${own.claims},`;
  const sid = own.sid === null ? '' : `"sid":${JSON.stringify(own.sid)},`;
  const times = `"exp":${own.expiresAt},"iat":${own.issuedAt}`;
  return `{"active":true,${subject}${claims}${common.client},${times},${sid}${common.rest}`;
}

/** A string of its own: cut or joined ones keep what they were made of. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}
