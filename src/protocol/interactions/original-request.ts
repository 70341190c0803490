import type { Interaction, KoaContextWithOIDC } from 'oidc-provider';
import type { Keyring } from '../../domain/keys/keyring.ts';

const requestUriPrefix = 'urn:ietf:params:oauth:request_uri:';

/** Name of the parameter that carries the original request through the sign-in pages. */
export const originalRequestParameter = 'request';

/** Added to a request that starts again because somebody wants to sign in as somebody else; its value says nothing. */
export const anotherAccountParameter = 'another_account';

/**
 * Address of an interaction's page. It carries the authorization request, signed, so that a sign-in whose interaction is
 * gone starts again from there instead of failing.
 */
export function interactionUrl(_ctx: KoaContextWithOIDC, interaction: Interaction, keyring: Keyring): string {
  return interactionPath(interaction.uid, signOriginalRequest(originalParameters(interaction), keyring));
}

/** @param request what `signOriginalRequest` gave */
export function interactionPath(uid: string, request: string, page = ''): string {
  return `/interaction/${uid}${page}?${originalRequestParameter}=${request}`;
}

/** The parameter as received: nothing but what a signed request consists of ever goes into an address again. */
export function parseRequestParameter(text: string | undefined): string {
  return text !== undefined && /^[\w.-]+$/.test(text) ? text : '';
}

/** The engine's resume address, carrying the original request too: by then the interaction may be gone. */
export function withRequest(resumeUrl: string, request: string): string {
  return `${resumeUrl}?${originalRequestParameter}=${request}`;
}

/** Where to go to ask the original request again, or null when `request` is not one we signed. */
export function restartPath(
  request: string,
  keyring: Keyring,
  extra: Record<string, string> = {},
): string | null {
  const [encoded = '', signature = ''] = request.split('.');
  if (signature === '' || !keyring.verify('original-request', encoded, signature)) return null;
  const parameters = new URLSearchParams(Buffer.from(encoded, 'base64url').toString());
  for (const [name, value] of Object.entries(extra)) parameters.set(name, value);
  return `/authorize?${parameters.toString()}`;
}

function signOriginalRequest(parameters: URLSearchParams, keyring: Keyring): string {
  const encoded = Buffer.from(parameters.toString()).toString('base64url');
  return `${encoded}.${keyring.sign('original-request', encoded)}`;
}

function originalParameters(interaction: Interaction): URLSearchParams {
  const { params } = interaction;
  const { parJti: pushed } = interaction as { parJti?: unknown };
  if (typeof pushed === 'string') {
    return new URLSearchParams({
      client_id: String(params['client_id']),
      request_uri: requestUriPrefix + pushed,
    });
  }
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'string' || typeof item === 'number') parameters.append(name, String(item));
    }
  }
  return parameters;
}
