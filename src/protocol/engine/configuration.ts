import { type Client, type Configuration, type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import type { SigningKey } from '../../domain/keys/signing-key.ts';
import { acrValues } from '../../domain/authentication/strength.ts';
import { epochSeconds } from '../../platform/clock.ts';
import { type CompletedSignIn, findAccount } from '../policies/account-claims.ts';
import { createAdapterFactory } from '../adapters/adapter-factory.ts';
import { extensionName, extensionOf } from '../policies/client-extension.ts';
import { mayIntrospect } from '../policies/introspection.ts';
import { loadGrant } from '../policies/grants.ts';
import { anotherAccountParameter, interactionUrl } from '../interactions/original-request.ts';
import type { ProtocolOptions } from '../protocol-options.ts';
import { findResourceServer, refuseManyResources } from '../policies/resource-servers.ts';
import { openIdScopes } from '../policies/scopes.ts';
import { signInPolicy } from '../policies/sign-in-policy.ts';
import { renderEngineError, renderSignedOut, renderSignOut } from '../request/pages.ts';

/** Paths of the engine's endpoints, as in the metadata documents. */
const engineRoutes = {
  authorization: '/authorize',
  pushed_authorization_request: '/par',
  token: '/token',
  introspection: '/introspect',
  revocation: '/revoke',
  userinfo: '/userinfo',
  jwks: '/jwks',
  end_session: '/logout',
} as const;

const secretAuthMethods = ['client_secret_basic', 'client_secret_post'] as const;

/**
 * The engine's switches. Everything it leaves open by default and we do not use is closed here; each line that differs from
 * its default is either a decision of ours or one of its known traps.
 */
export function engineConfiguration(options: ProtocolOptions, cookieName: string): Configuration {
  return {
    adapter: createAdapterFactory(options),
    jwks: { keys: options.signingKeys.map(toJwk) },
    routes: engineRoutes,
    features: features(options),
    ...clientPolicies(options),
    ...tokenPolicies(options),
    cookies: {
      names: { session: cookieName, interaction: 'unused', resume: 'unused' },
      // Values are random handles looked up by digest: a signature would add nothing but another cookie.
      short: { httpOnly: true, sameSite: 'lax', signed: false, overwrite: true },
      long: { httpOnly: true, sameSite: 'lax', signed: false, overwrite: true },
    },
    scopes: Object.keys(openIdScopes),
    claims: {
      ...Object.fromEntries(Object.entries(openIdScopes).map(([scope, { claims }]) => [scope, [...claims]])),
      // How and when somebody signed in is in every ID token.
      openid: [...openIdScopes.openid.claims, 'acr', 'amr', 'auth_time'],
      sid: null,
      iss: null,
    },
    acrValues: [...acrValues],
    subjectTypes: ['public'],
    extraParams: [anotherAccountParameter],
    findAccount: (ctx, accountId) =>
      findAccount(options, accountId, ctx.oidc.result?.login as CompletedSignIn | undefined),
    loadExistingGrant: (ctx) => loadGrant(ctx, options),
    interactions: {
      url: (ctx, interaction) => interactionUrl(ctx, interaction, options.keyring),
      policy: signInPolicy(),
    },
    renderError: (ctx, out, error) => renderEngineError(ctx, out, error, options),
  };
}

function features(options: ProtocolOptions): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => mayIntrospect(client, token) },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    clientCredentials: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    userinfo: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx) => renderSignOut(ctx, options),
      postLogoutSuccessSource: (ctx) => renderSignedOut(ctx, options),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx, client, oneOf) => oneOf ?? extensionOf(client).defaultResource ?? [],
      getResourceServerInfo: (ctx, resource, client) => {
        refuseManyResources(ctx);
        return findResourceServer(options.storage.apis, resource, client);
      },
      // A token request without `resource` means the one API that was asked for at authorization.
      useGrantedResource: () => true,
    },
  };
}

function clientPolicies({ pages }: ProtocolOptions): Configuration {
  return {
    // `none` is the account pages' alone.
    responseTypes: ['code', 'none'],
    clientAuthMethods: ['none', ...secretAuthMethods],
    discovery: {
      ui_locales_supported: [...pages.languages],
      // Left out, they would mean Basic alone (RFC 8414 §2).
      revocation_endpoint_auth_methods_supported: ['none', ...secretAuthMethods],
      introspection_endpoint_auth_methods_supported: [...secretAuthMethods],
    },
    pkce: { required: (_ctx, client) => extensionOf(client).requirePkce },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: (_ctx, origin, client) => extensionOf(client).allowedOrigins.includes(origin),
    extraClientMetadata: { properties: [extensionName] },
    clientDefaults: { id_token_signed_response_alg: 'ES256', response_types: ['code'] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
  };
}

function tokenPolicies({ lifetimes, clock }: ProtocolOptions): Configuration {
  return {
    rotateRefreshToken: true,
    // Logout ends tokens through the session their grant is bound to; the engine's own way loses parallel sign-ins.
    expiresWithSession: () => Promise.resolve(false),
    issueRefreshToken: (_ctx, client) =>
      Promise.resolve(
        client.grantTypeAllowed('refresh_token') && extensionOf(client).tokenProfile === 'standard',
      ),
    extraTokenClaims: (ctx) => signInStrength(ctx),
    ttl: {
      AuthorizationCode: lifetimes.authorizationCodeSeconds,
      AccessToken: (ctx, token, client) =>
        Math.min(accessTokenTtl(client, token.resourceServer?.accessTokenTTL), grantRemaining(ctx)),
      ClientCredentials: (_ctx, token, client) =>
        accessTokenTtl(client, token.resourceServer?.accessTokenTTL),
      RefreshToken: (ctx) => Math.min(lifetimes.refreshTokenIdleSeconds, grantRemaining(ctx)),
      IdToken: lifetimes.idTokenSeconds,
      Interaction: lifetimes.interactionSeconds,
      Grant: lifetimes.grantSeconds,
      Session: (_ctx, session) => sessionTtl(session as { accountId?: string; iat?: number }),
    },
  };

  function accessTokenTtl(client: Client, apiTtlSeconds: number | undefined): number {
    if (extensionOf(client).tokenProfile === 'persistent') return lifetimes.persistentTokenSeconds;
    return apiTtlSeconds ?? lifetimes.accessTokenSeconds;
  }

  function grantRemaining(ctx: KoaContextWithOIDC): number {
    return Math.max(1, ctx.oidc.entities.Grant?.remainingTTL ?? lifetimes.grantSeconds);
  }

  /** Idle expiry, capped so that the session never outlives its absolute end. Without a sign-in it is worth little. */
  function sessionTtl(session: { accountId?: string; iat?: number }): number {
    if (session.accountId === undefined) return lifetimes.interactionSeconds;
    const age = session.iat === undefined ? 0 : epochSeconds(clock) - session.iat;
    return Math.max(1, Math.min(lifetimes.sessionIdleSeconds, lifetimes.sessionAbsoluteSeconds - age));
  }
}

/** How and when the person signed in, so that an API can ask for more (RFC 9470). */
function signInStrength(ctx: KoaContextWithOIDC): Record<string, unknown> | undefined {
  const source = ctx.oidc.entities.AuthorizationCode ?? ctx.oidc.entities.RefreshToken;
  if (source === undefined) return undefined;
  return {
    ...(source.acr === undefined ? {} : { acr: source.acr }),
    ...(source.amr === undefined ? {} : { amr: source.amr }),
    ...(source.authTime === undefined ? {} : { auth_time: source.authTime }),
  };
}

function toJwk({ kid, alg, privateJwk }: SigningKey): JWK {
  return { ...privateJwk, kid, alg, use: 'sig' };
}
