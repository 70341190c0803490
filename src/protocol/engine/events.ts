import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { getRequestInfo } from '../../platform/request-info.ts';
import type { Logger } from '../../platform/logger.ts';

/** The engine's events that say why a request was refused: the reason goes to the log, only the generic text to the wire. */
const refusals = [
  'authorization.error',
  'grant.error',
  'introspection.error',
  'revocation.error',
  'userinfo.error',
  'pushed_authorization_request.error',
  'end_session.error',
  'end_session_confirm.error',
] as const;

interface EngineError extends Error {
  readonly error?: string;
  readonly error_detail?: string;
}

export function logEngineEvents(provider: Provider, logger: Logger): void {
  for (const event of refusals) {
    (provider as NodeJS.EventEmitter).on(event, (ctx: KoaContextWithOIDC, error: EngineError) => {
      logger.info(
        { event, error: error.error ?? error.name, detail: error.error_detail, ...about(ctx) },
        'request refused',
      );
    });
  }
  provider.on('grant.revoked', (ctx, grantId) => {
    const replayed = ctx.oidc.route === 'token';
    logger[replayed ? 'warn' : 'info'](
      { event: 'grant.revoked', grantId, ...about(ctx) },
      replayed
        ? 'grant ended: a spent code or refresh token was presented again'
        : 'grant ended: revoked by its client',
    );
  });
  provider.on('server_error', (ctx, err) => {
    logger.error({ err, ...about(ctx) }, 'the engine failed');
  });
  // Otherwise Koa prints to standard error.
  (provider as NodeJS.EventEmitter).on('error', (err: Error) => {
    logger.error({ err }, 'the engine could not answer');
  });
}

function about(ctx: KoaContextWithOIDC): Record<string, unknown> {
  return { requestId: getRequestInfo(ctx.req).id, clientId: ctx.oidc.client?.clientId };
}
