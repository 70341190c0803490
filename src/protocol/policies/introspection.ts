import type { Client } from 'oidc-provider';
import { extensionOf } from './client-extension.ts';

/** An API sees tokens whose audience names it; a confidential client sees its own refresh tokens (RFC 7662 §2.1, §4). */
export function mayIntrospect(
  client: Client,
  token: { kind: string; clientId?: string | undefined; aud?: unknown },
): boolean {
  if (client.clientAuthMethod === 'none') return false;
  if (token.kind === 'RefreshToken') return token.clientId === client.clientId;
  return typeof token.aud === 'string' && extensionOf(client).audiences.includes(token.aud);
}
