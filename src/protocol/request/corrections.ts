import type { KoaContextWithOIDC } from 'oidc-provider';
import { contentSecurityPolicy } from '../../platform/content-security-policy.ts';
import type { ProtocolOptions } from '../protocol-options.ts';
import { renderSignOut } from './pages.ts';

/** What the engine answers, put right where it is not quite what we mean. */
export async function correctAnswer(ctx: KoaContextWithOIDC, options: ProtocolOptions): Promise<void> {
  if (ctx.oidc.route === 'discovery') correctMetadata(ctx);
  if (ctx.oidc.route === 'token' && ctx.status >= 400) nameForbiddenGrantType(ctx);
  if (ctx.response.type === 'text/html') await correctPage(ctx, options);
}

/** The engine names a response mode and type that no client may use, and claims that nobody gets (RFC 8414 §2). */
function correctMetadata(ctx: KoaContextWithOIDC): void {
  const metadata = ctx.body as Record<string, unknown> & { claims_supported: readonly string[] };
  Object.assign(metadata, {
    response_modes_supported: ['query', 'form_post'],
    response_types_supported: ['code'],
    claims_supported: metadata.claims_supported.filter((claim) => claim !== 'sid'),
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
async function correctPage(ctx: KoaContextWithOIDC, options: ProtocolOptions): Promise<void> {
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
