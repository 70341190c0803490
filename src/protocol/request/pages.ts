import { type ErrorOut, type KoaContextWithOIDC, errors } from 'oidc-provider';
import { contentSecurityPolicy } from '../../platform/content-security-policy.ts';
import type { Keyring } from '../../domain/keys/keyring.ts';
import { sha256 } from '../../platform/digest.ts';
import { getRequestInfo } from '../../platform/request-info.ts';
import { guarded } from './engine-request.ts';
import { originalRequestParameter, restartPath } from '../interactions/original-request.ts';
import type { ProtocolOptions } from '../protocol-options.ts';

/** The error page; programs get the engine's own JSON, since the dispatch says of each request which form it takes. */
export function renderEngineError(
  ctx: KoaContextWithOIDC,
  out: ErrorOut,
  error: Error,
  { pages, keyring }: ProtocolOptions,
): void {
  const ended = error instanceof errors.SessionNotFound;
  const restart = ended ? restartOf(ctx, keyring) : null;
  if (restart !== null) {
    ctx.status = 303;
    ctx.redirect(restart);
    return;
  }
  ctx.type = 'html';
  const page = {
    status: ctx.status,
    code: ended ? 'sign_in_ended' : out.error,
    description: out.error_description ?? null,
    requestId: getRequestInfo(ctx.req).id,
  };
  ctx.body = pages.error(page, ctx.req);
}

/** A sign-in that ended while its page was open, or was answered twice, starts again. */
function restartOf(ctx: KoaContextWithOIDC, keyring: Keyring): string | null {
  const request = ctx.query[originalRequestParameter];
  return typeof request === 'string' ? restartPath(request, keyring) : null;
}

export async function renderSignOut(ctx: KoaContextWithOIDC, options: ProtocolOptions): Promise<void> {
  const { session, client } = ctx.oidc;
  const accountId = session?.accountId;
  const state = session?.state as { secret: string; postLogoutRedirectUri?: string } | undefined;
  const account =
    accountId === undefined ? null : await guarded(() => options.storage.accounts.findById(accountId));
  ctx.set(
    'content-security-policy',
    contentSecurityPolicy(state?.postLogoutRedirectUri === undefined ? [] : [state.postLogoutRedirectUri]),
  );
  ctx.type = 'html';
  const page = {
    action: '/logout/confirm',
    xsrf: state?.secret ?? '',
    clientName: client?.clientName ?? null,
    accountEmail: account?.email ?? null,
  };
  ctx.body = options.pages.signOut(page, ctx.req);
}

export async function renderSignedOut(
  ctx: KoaContextWithOIDC,
  { pages, storage }: ProtocolOptions,
): Promise<void> {
  const cookie = ctx.cookies.get(ctx.oidc.provider.cookieName('session'));
  const session =
    cookie === undefined ? null : await guarded(() => storage.sessions.findLive(sha256(cookie)));
  const isSignedIn = session !== null && session.accountId !== null;
  ctx.type = 'html';
  ctx.body = pages.signedOut({ clientName: ctx.oidc.client?.clientName ?? null, isSignedIn }, ctx.req);
}
