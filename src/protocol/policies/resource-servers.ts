import { type Client, type KoaContextWithOIDC, type ResourceServer, errors } from 'oidc-provider';
import type { ApiStore } from '../../domain/clients/client.ts';
import { extensionOf } from './client-extension.ts';
import { guarded } from '../request/engine-request.ts';

const maxResources = 8;

/** Each one costs a look-up. */
export function refuseManyResources({ oidc }: KoaContextWithOIDC): void {
  const resources: unknown = oidc.params?.['resource'];
  if (Array.isArray(resources) && resources.length > maxResources)
    throw new errors.InvalidTarget(`at most ${maxResources} resource indicators are taken`);
}

/**
 * What a `resource` (RFC 8707) means for a client: a registered API that the client may ask for, in the form that API
 * wants its tokens.
 *
 * @throws the engine's InvalidTarget for anything else
 */
export async function findResourceServer(
  apis: ApiStore,
  resource: string,
  client: Client,
): Promise<ResourceServer> {
  const extension = extensionOf(client);
  const api = extension.apis.includes(resource) ? await guarded(() => apis.findLive(resource)) : null;
  if (api === null)
    throw new errors.InvalidTarget('resource indicator is not an API that this client may use');
  // Only the database can revoke, so a token that lives for weeks must be looked up there.
  const format = extension.tokenProfile === 'persistent' ? 'opaque' : api.accessTokenFormat;
  return {
    audience: api.audience,
    scope: Object.keys(api.scopes).join(' '),
    accessTokenFormat: format,
    ...(api.accessTokenTtlSeconds === null ? {} : { accessTokenTTL: api.accessTokenTtlSeconds }),
    ...(format === 'jwt' ? { jwt: { sign: { alg: 'ES256' } } } : {}),
  };
}
