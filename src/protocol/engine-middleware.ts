import type { KoaContextWithOIDC } from 'oidc-provider';
import { contentSecurityPolicy } from '../platform/content-security-policy.ts';
import { getRequestInfo } from '../platform/request-info.ts';
import { UnavailableError } from '../platform/unavailable-error.ts';
import { type EngineRequest, runEngineRequest } from './engine-request.ts';
import { isProgramRoute, renderSignOut } from './engine-pages.ts';
import { type CookieNames, widenInteractionCookies } from './interaction-cookies.ts';
import type { ProtocolOptions } from './protocol-options.ts';
import { settleRefresh } from './refresh-retry.ts';

type Next = () => Promise<unknown>;

/** Paths that change nothing, and so need no transaction. */
const readOnlyPaths = new Set(['/introspect', '/userinfo', '/jwks']);

/**
 * Around every engine request: one transaction, committed before the answer leaves. It commits when the engine refuses as
 * well, since a detected replay revokes first and answers then; it rolls back on faults only, and a fault is answered as
 * one, whatever the engine made of it.
 */
export function createEngineMiddleware(options: ProtocolOptions, names: CookieNames) {
  const { storage } = options;
  return async function engineMiddleware(ctx: KoaContextWithOIDC, next: Next): Promise<void> {
    if (await refuseFlood(ctx, options)) return;
    widenInteractionCookies(ctx, names);
    await runEngineRequest(async (request) => {
      try {
        if (readOnlyPaths.has(ctx.path)) await next();
        else await storage.unitOfWork(() => inTransaction(ctx, next, request, options));
      } catch (error) {
        request.fault ??= error;
      }
      if (request.fault !== null || ctx.status >= 500) answerFault(ctx, request.fault, options);
    });
    await limitFailedAuthentication(ctx, options);
  };
}

async function inTransaction(
  ctx: KoaContextWithOIDC,
  next: Next,
  request: EngineRequest,
  options: ProtocolOptions,
): Promise<'commit' | 'rollback'> {
  await next();
  if (request.fault !== null || ctx.status >= 500) return 'rollback';
  if (ctx.oidc.route === 'discovery') correctMetadata(ctx);
  await settleRefresh(ctx, request, { refreshTokens: options.storage.refreshTokens, random: options.random });
  await preparePage(ctx, options);
  return 'commit';
}

/** The engine always names `fragment`, which no client may use (RFC 8414 §2: metadata says what is supported). */
function correctMetadata(ctx: KoaContextWithOIDC): void {
  Object.assign(ctx.body as Record<string, unknown>, { response_modes_supported: ['query', 'form_post'] });
}

/** Pages of the engine that would need a script: an answer in a form names its target, a sign-out becomes a page of ours. */
async function preparePage(ctx: KoaContextWithOIDC, options: ProtocolOptions): Promise<void> {
  if (ctx.response.type !== 'text/html') return;
  if (ctx.oidc.route === 'end_session' && ctx.oidc.session?.accountId === undefined && ctx.status === 200) {
    await renderSignOut(ctx, options);
  }
  const redirectUri = ctx.oidc.params?.['redirect_uri'];
  if (ctx.oidc.params?.['response_mode'] === 'form_post' && typeof redirectUri === 'string') {
    const scripts = /script-src [^;]*/.exec(ctx.response.get('content-security-policy'))?.[0];
    const policy = contentSecurityPolicy([redirectUri]);
    ctx.set(
      'content-security-policy',
      scripts === undefined ? policy : policy.replace("script-src 'none'", scripts),
    );
  }
}

function answerFault(ctx: KoaContextWithOIDC, fault: unknown, options: ProtocolOptions): void {
  const { logger, metrics, pages } = options;
  const requestId = getRequestInfo(ctx.req).id;
  const unavailable = fault instanceof UnavailableError;
  if (unavailable) metrics.faults.inc({ component: fault.component });
  if (fault !== null)
    logger.error(
      { err: fault, requestId, path: ctx.path },
      unavailable ? 'request failed: unavailable' : 'request failed',
    );

  for (const name of ['set-cookie', 'location', 'www-authenticate']) ctx.remove(name);
  ctx.status = unavailable ? 503 : 500;
  ctx.set('cache-control', 'no-store');
  if (unavailable) ctx.set('retry-after', String(fault.retryAfterSeconds));
  const code = unavailable ? 'temporarily_unavailable' : 'server_error';
  const description = unavailable
    ? 'the service cannot answer right now; try again shortly'
    : 'the request could not be completed';
  if (isProgramRoute(ctx)) {
    ctx.body = { error: code, error_description: description };
  } else {
    ctx.type = 'html';
    ctx.body = pages.error({ status: ctx.status, code, description, requestId });
  }
}

/** Requests that store something for anyone who asks are counted by network. True when this one was refused. */
async function refuseFlood(
  ctx: KoaContextWithOIDC,
  { limits, metrics, pages }: ProtocolOptions,
): Promise<boolean> {
  if (ctx.path !== '/authorize' || ctx.method !== 'GET') return false;
  const { network, id } = getRequestInfo(ctx.req);
  const decision = await limits.interactionsPerNetwork.consume(network);
  if (decision.allowed) return false;
  metrics.rateLimited.inc({ limit: 'interactionsPerNetwork' });
  ctx.status = 429;
  ctx.set('retry-after', String(decision.retryAfterSeconds));
  ctx.type = 'html';
  ctx.body = pages.error({ status: 429, code: 'too_many_requests', description: null, requestId: id });
  return true;
}

/**
 * Failed client authentication is counted for the client and for the network. Only failures are slowed down: a stranger's
 * guesses must not lock the client out.
 */
async function limitFailedAuthentication(
  ctx: KoaContextWithOIDC,
  { limits, metrics }: ProtocolOptions,
): Promise<void> {
  const body = ctx.body as { error?: unknown } | null | undefined;
  if (ctx.status !== 401 || body?.error !== 'invalid_client') return;
  const clientId = ctx.oidc.client?.clientId;
  const decisions = await Promise.all([
    limits.clientAuthenticationPerNetwork.consume(getRequestInfo(ctx.req).network),
    ...(clientId === undefined ? [] : [limits.clientAuthenticationPerClient.consume(clientId)]),
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
