import type { KoaContextWithOIDC } from 'oidc-provider';
import { getRequestInfo } from '../../platform/request-info.ts';
import { describeFault, UnavailableError } from '../../platform/unavailable-error.ts';
import type { ProtocolOptions } from '../protocol-options.ts';

/** Replaces whatever the engine made of a fault: 503 when a part is unavailable, 500 for a mistake of ours. */
export function answerFault(ctx: KoaContextWithOIDC, fault: unknown, options: ProtocolOptions): void {
  const { logger, metrics, pages } = options;
  const requestId = getRequestInfo(ctx.req).id;
  const unavailable = fault instanceof UnavailableError;
  if (unavailable) metrics.faults.inc({ component: fault.component });
  if (fault !== null)
    logger.error({ err: fault, requestId }, unavailable ? 'request failed: unavailable' : 'request failed');

  for (const name of ['set-cookie', 'location', 'www-authenticate']) ctx.remove(name);
  const { status, code, description, retryAfterSeconds } = describeFault(fault);
  ctx.status = status;
  ctx.set('cache-control', 'no-store');
  if (retryAfterSeconds !== null) ctx.set('retry-after', String(retryAfterSeconds));
  if (ctx.accepts('json', 'html') === 'json') {
    ctx.body = { error: code, error_description: description };
  } else {
    ctx.type = 'html';
    ctx.body = pages.error({ status, code, description, requestId }, ctx.req);
  }
}
