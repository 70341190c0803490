import type { IncomingHttpHeaders } from 'node:http';
import type { ClientMemory } from '../../domain/clients/client-memory.ts';
import { clientIdProblem } from '../../domain/clients/syntax/client-id.ts';
import type { Client } from '../../domain/clients/client.ts';
import { equalInConstantTime, sha256, sha256Hex } from '../../platform/digest.ts';
import type { IntrospectionForm } from './form.ts';

/** Who asks. */
export interface Callers {
  /**
   * The authenticated client, at once when its header is remembered; null when authentication is missing, fails or is odd in
   * any way, which the engine then judges and counts.
   *
   * @throws UnavailableError (the promise)
   */
  authenticate(headers: IncomingHttpHeaders, form: IntrospectionForm): Client | null | Promise<Client | null>;
}

interface Credentials {
  readonly clientId: string;
  readonly secret: string;
  readonly method: 'client_secret_basic' | 'client_secret_post';
}

const mostRemembered = 4096;

export function createCallers(clients: ClientMemory): Callers {
  /** By SHA-256 of a verified `Authorization` header; good while the client in memory is still that very one. */
  const verified = new Map<string, Client>();

  function remember(header: string, client: Client): void {
    const [oldest] = verified.keys();
    if (verified.size >= mostRemembered && oldest !== undefined) verified.delete(oldest);
    verified.set(sha256Hex(header), client);
  }

  async function verify(credentials: Credentials, header: string | undefined): Promise<Client | null> {
    if (clientIdProblem(credentials.clientId) !== null) return null;
    const client = await clients.findLive(credentials.clientId);
    if (client === null || client.metadata.token_endpoint_auth_method !== credentials.method) return null;
    if (!hasSecret(client, credentials.secret)) return null;
    if (header !== undefined) remember(header, client);
    return client;
  }

  return {
    authenticate(headers, form) {
      if (usesOtherMeans(headers)) return null;
      const { authorization } = headers;
      if (authorization !== undefined && form.clientSecret === null) {
        const known = verified.get(sha256Hex(authorization));
        if (known !== undefined && clients.remembered(known.clientId) === known) {
          return form.clientId === null || form.clientId === known.clientId ? known : null;
        }
      }
      const credentials = presentedCredentials(authorization, form);
      return credentials === null ? null : verify(credentials, authorization);
    },
  };
}

/** Client attestation is not enabled, and yet the engine refuses it beside another method. */
function usesOtherMeans(headers: IncomingHttpHeaders): boolean {
  return (
    headers['oauth-client-attestation'] !== undefined || headers['oauth-client-attestation-pop'] !== undefined
  );
}

/** Every digest is compared, so that the time tells nothing of which one fits. */
function hasSecret({ secretDigests }: Client, secret: string): boolean {
  const given = sha256(secret);
  return secretDigests.map((digest) => equalInConstantTime(digest, given)).includes(true);
}

function presentedCredentials(
  authorization: string | undefined,
  { clientId, clientSecret }: IntrospectionForm,
): Credentials | null {
  if (authorization === undefined) {
    if (clientId === null || clientSecret === null) return null;
    return { clientId, secret: clientSecret, method: 'client_secret_post' };
  }
  const basic = clientSecret === null ? parseBasic(authorization) : null;
  return basic !== null && (clientId === null || clientId === basic.clientId) ? basic : null;
}

/** Form-encoded before Base64 (RFC 6749 §2.3.1). */
function parseBasic(authorization: string): Credentials | null {
  const encoded = /^basic ([0-9A-Za-z+/]+={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  const bytes = Buffer.from(encoded, 'base64');
  const text = bytes.toString();
  const [, id, secret] = /^([!-9;-~]+):([!-~]+)$/.exec(text) ?? [];
  if (bytes.toString('base64') !== encoded || id === undefined || secret === undefined) return null;
  const clientId = decodeFormText(id);
  const decodedSecret = decodeFormText(secret);
  if (clientId === null || decodedSecret === null) return null;
  return { clientId, secret: decodedSecret, method: 'client_secret_basic' };
}

function decodeFormText(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return /^[ -~]+$/.test(decoded) ? decoded : null;
  } catch {
    return null;
  }
}
