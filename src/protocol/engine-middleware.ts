import type { KoaContextWithOIDC } from 'oidc-provider';
import { contentSecurityPolicy } from '../platform/content-security-policy.ts';
import { getRequestInfo } from '../platform/request-info.ts';
import { UnavailableError } from '../platform/unavailable-error.ts';
import { withholdCors } from './cors.ts';
import { type EngineRequest, runEngineRequest } from './engine-request.ts';
import { isProgramRoute, renderSignOut } from './engine-pages.ts';
import { type CookieNames, widenInteractionCookies } from './interaction-cookies.ts';
import type { ProtocolOptions } from './protocol-options.ts';
import { settleRefresh } from './refresh-retry.ts';

type Next = () => Promise<unknown>;

/** Paths that change nothing, and so need no transaction. */
const readOnlyPaths = new Set(['/introspect', '/userinfo', '/jwks']);
/** Where anybody makes us store an interaction or a session: these paths and those below them. */
const anyoneStoresAt = /^\/(authorize|logout)(\/|$)/;

/**
 * Around every engine request: one transaction, committed before the answer leaves. It commits when the engine refuses as
 * well, since a detected replay revokes first and answers then. It rolls back on faults, which are answered as such whatever
 * the engine made of them, and where the engine spent a code or token before it found the request wrong.
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
        await withholdCors(ctx, storage.clients);
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
  if (ctx.oidc.route === 'token' && ctx.status >= 400) {
    nameForbiddenGrantType(ctx);
    if (request.consumed) return 'rollback';
  }
  if (await refusePushFlood(ctx, options)) return 'rollback';
  await settleRefresh(ctx, request, { refreshTokens: options.storage.refreshTokens, random: options.random });
  await preparePage(ctx, options);
  return 'commit';
}

/** The engine names a response mode that no client may use, and claims that nobody gets (RFC 8414 §2). */
function correctMetadata(ctx: KoaContextWithOIDC): void {
  const metadata = ctx.body as Record<string, unknown> & { claims_supported: readonly string[] };
  Object.assign(metadata, {
    response_modes_supported: ['query', 'form_post'],
    claims_supported: metadata.claims_supported.filter((claim) => claim !== 'amr' && claim !== 'sid'),
  });
}

/** The engine says `invalid_request` of a grant type that the client is not registered for (RFC 6749 §5.2). */
function nameForbiddenGrantType({ body, oidc: { client, params } }: KoaContextWithOIDC): void {
  const grantType = params?.['grant_type'];
  const answer = body as { error?: string } | null | undefined;
  if (answer?.error !== 'invalid_request' || client === undefined || typeof grantType !== 'string') return;
  if (!client.grantTypeAllowed(grantType)) answer.error = 'unauthorized_client';
}

/** Pages of the engine that would need a script: an answer in a form names its target, a sign-out becomes a page of ours. */
async function preparePage(ctx: KoaContextWithOIDC, options: ProtocolOptions): Promise<void> {
  if (ctx.response.type !== 'text/html') return;
  if (ctx.oidc.route === 'end_session' && ctx.oidc.session?.accountId === undefined && ctx.status === 200) {
    await renderSignOut(ctx, options);
  }
  const redirectUri = ctx.oidc.params?.['redirect_uri'];
  // The engine allows the script that submits its form by adding the hash; an error page of ours has none.
  const [scriptHash] = /'sha256-[^']+'/.exec(ctx.response.get('content-security-policy')) ?? [];
  if (scriptHash !== undefined && typeof redirectUri === 'string') {
    const policy = contentSecurityPolicy([redirectUri]);
    ctx.set('content-security-policy', policy.replace("script-src 'none'", `script-src ${scriptHash}`));
  }
}

function answerFault(ctx: KoaContextWithOIDC, fault: unknown, options: ProtocolOptions): void {
  const { logger, metrics, pages } = options;
  const requestId = getRequestInfo(ctx.req).id;
  const unavailable = fault instanceof UnavailableError;
  if (unavailable) metrics.faults.inc({ component: fault.component });
  if (fault !== null)
    logger.error({ err: fault, requestId }, unavailable ? 'request failed: unavailable' : 'request failed');

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
  if (!anyoneStoresAt.test(ctx.path)) return false;
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

/** A public client's name is no secret, so what is pushed in it is counted like a request to `/authorize`. */
async function refusePushFlood(ctx: KoaContextWithOIDC, options: ProtocolOptions): Promise<boolean> {
  const { oidc } = ctx;
  if (oidc.route !== 'pushed_authorization_request' || oidc.client?.clientAuthMethod !== 'none') return false;
  const decision = await options.limits.interactionsPerNetwork.consume(getRequestInfo(ctx.req).network);
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
