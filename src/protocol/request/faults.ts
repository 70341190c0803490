import type { KoaContextWithOIDC } from 'oidc-provider';
import { getRequestInfo } from '../../platform/request-info.ts';
import { UnavailableError } from '../../platform/unavailable-error.ts';
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
  ctx.status = unavailable ? 503 : 500;
  ctx.set('cache-control', 'no-store');
  if (unavailable) ctx.set('retry-after', String(fault.retryAfterSeconds));
  const code = unavailable ? 'temporarily_unavailable' : 'server_error';
  const description = unavailable
    ? 'the service cannot answer right now; try again shortly'
    : 'the request could not be completed';
  if (ctx.accepts('json', 'html') === 'json') {
    ctx.body = { error: code, error_description: description };
  } else {
    ctx.type = 'html';
    ctx.body = pages.error({ status: ctx.status, code, description, requestId });
  }
}
