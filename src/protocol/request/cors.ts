import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ClientStore } from '../../domain/clients/client.ts';
import { extensionOf } from '../policies/client-extension.ts';

/** Documents that every origin may read. */
const openRoutes = new Set(['discovery', 'jwks']);
const allowOrigin = 'access-control-allow-origin';

/**
 * Lets only registered origins read answers. The engine allows every origin until it knows the client, which in a preflight,
 * and wherever the client is unknown, it never does: then an origin that any client registered will do.
 */
export async function withholdCors(ctx: KoaContextWithOIDC, clients: ClientStore): Promise<void> {
  if (ctx.response.get(allowOrigin) === '' || openRoutes.has(ctx.oidc.route.replace(/^cors\./, ''))) return;
  ctx.remove(allowOrigin);
  const origin = ctx.get('origin');
  const { client } = ctx.oidc;
  const allowed =
    client === undefined
      ? origin !== '' && (await clients.isAllowedOrigin(origin))
      : extensionOf(client).allowedOrigins.includes(origin);
  if (allowed) ctx.set(allowOrigin, origin);
}
