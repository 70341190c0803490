import type { KoaContextWithOIDC } from 'oidc-provider';
import { type CookieNames, widenInteractionCookies } from '../interactions/interaction-cookies.ts';
import type { ProtocolOptions } from '../protocol-options.ts';
import { correctAnswer } from './corrections.ts';
import { withholdCors } from './cors.ts';
import { type EngineRequest, runEngineRequest } from './engine-request.ts';
import { answerFault } from './faults.ts';
import { limitFailedAuthentication, refuseFlood, refusePushFlood } from './limits.ts';
import { settleRefresh } from './refresh-retry.ts';

type Next = () => Promise<unknown>;

/** Paths that change nothing, and so need no transaction. */
const readOnlyPaths = new Set(['/introspect', '/userinfo', '/jwks']);

/** Where success says that something has ended. */
const endingRoutes = new Set(['revocation', 'end_session_confirm']);

/**
 * Around every engine request: one transaction, committed before the answer leaves. It commits when the engine refuses as
 * well, since a detected replay revokes first and answers then. It rolls back on faults, which are answered as such whatever
 * the engine made of them, and where the engine spent a code or token before it found the request wrong.
 */
export function createEngineMiddleware(options: ProtocolOptions, names: CookieNames) {
  const { storage } = options;
  return async function engineMiddleware(ctx: KoaContextWithOIDC, next: Next): Promise<void> {
    if (await refuseFlood(ctx, options)) return;
    widenInteractionCookies(ctx, names, options.keyring);
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
  await correctAnswer(ctx, options);
  if (request.consumed && ctx.oidc.route === 'token' && ctx.status >= 400) return 'rollback';
  if (await refusePushFlood(ctx, options)) return 'rollback';
  // A repeated revocation finds nothing left to end; its success is as much of a promise as the first one's.
  if (endingRoutes.has(ctx.oidc.route) && ctx.status < 400) await options.storage.untilEndsAreKnown();
  await settleRefresh(ctx, request, { refreshTokens: options.storage.refreshTokens, random: options.random });
  return 'commit';
}
