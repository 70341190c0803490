import type { Client as EngineClient } from 'oidc-provider';
import type { Acr } from '../../domain/authentication/strength.ts';
import type { Client } from '../../domain/clients/client.ts';

/** Name of the one metadata field that carries what RFC 7591 has no word for. */
export const extensionName = 'symbolon';

/** What our policies want to know of a client, on the engine's client object. */
export interface ClientExtension {
  /** Hexadecimal SHA-256 of every live secret. */
  readonly secretDigests: readonly string[];
  /** Audiences whose tokens the client may introspect. */
  readonly audiences: readonly string[];
  readonly apis: readonly string[];
  readonly defaultResource: string | null;
  readonly firstParty: boolean;
  readonly tokenProfile: 'standard' | 'persistent';
  readonly requirePkce: boolean;
  /** The weakest sign-in that will do. */
  readonly requiredAcr: Acr;
  readonly allowedOrigins: readonly string[];
  /** `#rrggbb` */
  readonly accentColor: string | null;
}

export function extensionOf(client: EngineClient): ClientExtension {
  return client[extensionName] as ClientExtension;
}

/** Marks a client as confidential to the engine, which insists on a value. No secret compares to it; see `client-secrets.ts`. */
const secretPlaceholder = 'kept as digests';

/** Our client as the metadata the engine validates. */
export function toEngineMetadata({
  clientId,
  metadata,
  secretDigests,
  audiences,
}: Client): Record<string, unknown> {
  const extension: ClientExtension = {
    secretDigests: secretDigests.map((digest) => digest.toString('hex')),
    audiences,
    apis: metadata.apis,
    defaultResource: metadata.default_resource ?? null,
    firstParty: metadata.first_party,
    tokenProfile: metadata.token_profile,
    requirePkce: metadata.require_pkce,
    requiredAcr: metadata.required_acr,
    allowedOrigins: metadata.allowed_origins,
    accentColor: metadata.accent_color ?? null,
  };
  return {
    client_id: clientId,
    client_name: metadata.client_name,
    ...(metadata.client_uri === undefined ? {} : { client_uri: metadata.client_uri }),
    ...(metadata.logo_uri === undefined ? {} : { logo_uri: metadata.logo_uri }),
    ...(metadata.token_endpoint_auth_method === 'none' ? {} : { client_secret: secretPlaceholder }),
    application_type: metadata.application_type,
    redirect_uris: metadata.redirect_uris,
    post_logout_redirect_uris: metadata.post_logout_redirect_uris,
    grant_types: metadata.grant_types,
    response_types: metadata.grant_types.includes('authorization_code') ? ['code'] : [],
    response_modes: metadata.response_modes,
    ...(metadata.scope === '' ? {} : { scope: metadata.scope }),
    token_endpoint_auth_method: metadata.token_endpoint_auth_method,
    id_token_signed_response_alg: metadata.id_token_signed_response_alg,
    require_pushed_authorization_requests: metadata.require_pushed_authorization_requests,
    [extensionName]: extension,
  };
}
