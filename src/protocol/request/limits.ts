import type { KoaContextWithOIDC } from 'oidc-provider';
import { getRequestInfo } from '../../platform/request-info.ts';
import type { ProtocolOptions } from '../protocol-options.ts';

/** Where anybody makes us store an interaction or a session: these paths and those below them. */
const anyoneStoresAt = /^\/(authorize|logout)(\/|$)/;

/** Requests that store something for anyone who asks are counted by network. True when this one was refused. */
export async function refuseFlood(
  ctx: KoaContextWithOIDC,
  { limits, metrics, pages }: ProtocolOptions,
): Promise<boolean> {
  if (!anyoneStoresAt.test(ctx.path)) return false;
  const { network, id } = getRequestInfo(ctx.req);
  const decision = await limits.interactionsPerNetwork.spend(network);
  if (decision.allowed) return false;
  metrics.rateLimited.inc({ limit: 'interactionsPerNetwork' });
  ctx.status = 429;
  ctx.set('retry-after', String(decision.retryAfterSeconds));
  ctx.type = 'html';
  const refusal = { status: 429, code: 'too_many_requests', description: null, requestId: id };
  ctx.body = pages.error(refusal, ctx.req);
  return true;
}

/** A public client's name is no secret, so what is pushed in it is counted like a request to `/authorize`. */
export async function refusePushFlood(ctx: KoaContextWithOIDC, options: ProtocolOptions): Promise<boolean> {
  const { oidc } = ctx;
  if (oidc.route !== 'pushed_authorization_request' || oidc.client?.clientAuthMethod !== 'none') return false;
  const decision = await options.limits.interactionsPerNetwork.spend(getRequestInfo(ctx.req).network);
  if (decision.allowed) return false;
  options.metrics.rateLimited.inc({ limit: 'interactionsPerNetwork' });
  ctx.status = 429;
  ctx.set('retry-after', String(decision.retryAfterSeconds));
  ctx.body = { error: 'temporarily_unavailable', error_description: 'too many requests; try again later' };
  return true;
}

/**
 * Failed client authentication is counted for the client and for the network. Only failures are slowed down: a stranger's
 * guesses must not lock the client out.
 */
export async function limitFailedAuthentication(
  ctx: KoaContextWithOIDC,
  { limits, metrics }: ProtocolOptions,
): Promise<void> {
  const body = ctx.body as { error?: unknown } | null | undefined;
  if (ctx.status !== 401 || body?.error !== 'invalid_client') return;
  const clientId = ctx.oidc.client?.clientId;
  const decisions = await Promise.all([
    limits.clientAuthenticationPerNetwork.spend(getRequestInfo(ctx.req).network),
    ...(clientId === undefined ? [] : [limits.clientAuthenticationPerClient.spend(clientId)]),
  ]);
  const refused = decisions.find((decision) => !decision.allowed);
  if (refused === undefined || refused.allowed) return;
  metrics.rateLimited.inc({ limit: 'clientAuthentication' });
  ctx.status = 429;
  ctx.set('retry-after', String(refused.retryAfterSeconds));
  ctx.body = {
    error: 'temporarily_unavailable',
    error_description: 'too many failed client authentications; try again later',
  };
}
