import type { LiveToken } from './live-token.ts';

/** The one answer about anything that is not good, or not the caller's to see (RFC 7662 §2.2). */
export const inactiveResponse = JSON.stringify({ active: false });

/** What the responses about many tokens have in common: the two stretches of text around each token's own times. */
export interface CommonText {
  readonly client: string;
  readonly rest: string;
}

/** What a response says of one token alone. */
export type OwnWords = Pick<LiveToken, 'accountId' | 'issuedAt' | 'expiresAt'>;

export function commonText({ clientId, payload, kind }: LiveToken, issuer: string): CommonText {
  const { extra, sid, aud, scope, jkt, 'x5t#S256': certificateThumbprint } = payload;
  const isBound = Boolean(jkt) || Boolean(certificateThumbprint);
  const client = { ...(typeof extra === 'object' ? extra : {}), client_id: clientId };
  const rest = {
    sid,
    iss: issuer,
    aud,
    scope: scope === '' ? undefined : scope,
    cnf: isBound ? { 'x5t#S256': certificateThumbprint, jkt } : undefined,
    token_type: kind === 'refresh_token' ? undefined : jkt ? 'DPoP' : 'Bearer',
  };
  return { client: copied(JSON.stringify(client).slice(1, -1)), rest: copied(JSON.stringify(rest).slice(1)) };
}

/** What is said of a live token: the engine's words in the engine's order, from the payload the engine stored. */
export function introspectionResponse(own: OwnWords, common: CommonText): string {
  const subject = own.accountId === null ? '' : `"sub":${JSON.stringify(own.accountId)},`;
  return `{"active":true,${subject}${common.client},"exp":${own.expiresAt},"iat":${own.issuedAt},${common.rest}`;
}

/** A string of its own: cut or joined ones keep what they were made of. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}
