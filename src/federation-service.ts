/** The providers of the configuration, each with a client that speaks to it. */
import type { Config } from './config/config.ts';
import type { Provider, UpstreamClient } from './domain/federation/provider.ts';
import type { Storage } from './domain/storage.ts';
import { systemClock, systemMonotonicMs } from './platform/clock.ts';
import { systemRandom } from './platform/random.ts';
import { appleAuthentication } from './upstream/apple-secret.ts';
import { createDiscovery, secretAuthentication } from './upstream/discovery.ts';
import {
  type Fetch,
  type GuardedFetch,
  type GuardedFetchOptions,
  createGuardedFetch,
} from './upstream/fetch/guarded-fetch.ts';
import { createOAuth2Client, readClaims, readGitHubProfile } from './upstream/oauth2-client.ts';
import { type OidcQuirks, createOidcClient } from './upstream/oidc-client.ts';
import { type SteamAddresses, createSteamClient, steamAddresses } from './upstream/steam-client.ts';

type Settings = Config['providers'][number];
type OidcSettings = Extract<Settings, { type: 'oidc' }>;
type OAuth2Settings = Extract<Settings, { type: 'oauth2' }>;

/** The world outside, where a test has another one. Never configured: whoever could, would decide who people are. */
export interface Outside {
  readonly steam: SteamAddresses;
  readonly createFetch: (options: GuardedFetchOptions) => GuardedFetch;
}

export const realOutside: Outside = { steam: steamAddresses, createFetch: createGuardedFetch };

export interface ProviderParts {
  readonly config: Pick<Config, 'providers' | 'issuer'>;
  readonly storage: Pick<Storage, 'upstreamTransactions'>;
  readonly outside: Outside;
}

const names: Readonly<Record<string, string>> = {
  google: 'Google',
  microsoft: 'Microsoft',
  apple: 'Apple',
  github: 'GitHub',
  discord: 'Discord',
};

/** Nothing is fetched before somebody wants to go there. */
export function openProviders(parts: ProviderParts, stack: AsyncDisposableStack): readonly Provider[] {
  // Only a service for this machine is at an http address.
  const allowLoopback = parts.config.issuer.startsWith('http:');
  return parts.config.providers.map((settings) => {
    const { fetch } = stack.use(parts.outside.createFetch(fetchOptionsOf(settings, allowLoopback, parts)));
    return providerOf(settings, clientOf(settings, fetch, parts));
  });
}

function fetchOptionsOf(
  settings: Settings,
  allowLoopback: boolean,
  { outside }: ProviderParts,
): GuardedFetchOptions {
  if (settings.type !== 'steam')
    return { allowPrivateAddresses: settings.allowPrivateAddresses, allowLoopback };
  // Its answers are a few lines.
  return { allowPrivateAddresses: outside.steam !== steamAddresses, allowLoopback, maxBytes: 4096 };
}

function providerOf(settings: Settings, client: UpstreamClient): Provider {
  const { id, type: kind } = settings;
  if (settings.type === 'steam') {
    const ways = { canSignIn: settings.mode !== 'link', canLink: settings.mode !== 'login' };
    const untrusted = { trustEmail: false, domains: [], enforce: false, postsCallback: false };
    return { id, kind, label: settings.label ?? 'Steam', ...ways, ...untrusted, client };
  }
  const { label, preset, trustEmail, domains, enforce } = settings;
  return {
    id,
    kind,
    label: label ?? names[preset ?? ''] ?? id,
    canSignIn: true,
    canLink: true,
    trustEmail,
    domains,
    enforce,
    postsCallback: preset === 'apple',
    client,
  };
}

function clientOf(settings: Settings, fetch: Fetch, parts: ProviderParts): UpstreamClient {
  switch (settings.type) {
    case 'oidc':
      return oidcClientOf(settings, fetch);
    case 'oauth2':
      return oauth2ClientOf(settings, fetch);
    case 'steam': {
      const { upstreamTransactions } = parts.storage;
      return createSteamClient({
        addresses: parts.outside.steam,
        fetch,
        clock: systemClock,
        consumeNonce: (digest, at) => upstreamTransactions.consumeNonce(digest, at),
      });
    }
  }
}

function oidcClientOf(settings: OidcSettings, fetch: Fetch): UpstreamClient {
  const { preset, tenant, clientId, scope, trustAmr } = settings;
  const issuer = issuerOf(settings);
  return createOidcClient({
    discovery: createDiscovery({
      issuer,
      isMultiTenant: preset === 'microsoft' && !isTenantId(tenant),
      clientId,
      authentication: authenticationOf(settings),
      fetch,
      allowInsecure: issuer.startsWith('http:'),
      monotonicMs: systemMonotonicMs,
    }),
    quirks: {
      clientId,
      scope: scope ?? (preset === 'apple' ? 'openid email name' : 'openid email profile'),
      formPost: preset === 'apple',
      emailVerified: emailVerifiedOf(preset),
      bringsName: preset === 'apple',
      datesWhenAsked: preset === 'google',
      trustAmr,
    },
    random: systemRandom,
    clock: systemClock,
  });
}

function emailVerifiedOf(preset: OidcSettings['preset']): OidcQuirks['emailVerified'] {
  // Its `email` is whatever the directory's administrator writes; this says whether it is theirs to write.
  if (preset === 'microsoft') return { claim: 'xms_edov', values: new Set([true, 1, '1', 'true']) };
  return { claim: 'email_verified', values: new Set(preset === 'apple' ? [true, 'true'] : [true]) };
}

function issuerOf({ preset, issuer, tenant }: OidcSettings): string {
  switch (preset) {
    case 'google':
      return 'https://accounts.google.com';
    case 'apple':
      return 'https://appleid.apple.com';
    case 'microsoft':
      return `https://login.microsoftonline.com/${tenant ?? ''}/v2.0`;
    case 'clerk':
    case null:
      return issuer ?? '';
  }
}

function isTenantId(tenant: string | null): boolean {
  return tenant?.includes('-') === true;
}

function authenticationOf({ appleTeamId, appleKeyId, applePrivateKey, clientSecret }: OidcSettings) {
  if (appleTeamId === null || appleKeyId === null || applePrivateKey === null)
    return secretAuthentication(clientSecret);
  return appleAuthentication(
    { teamId: appleTeamId, keyId: appleKeyId, privateKey: applePrivateKey },
    systemClock,
  );
}

function oauth2ClientOf(settings: OAuth2Settings, fetch: Fetch): UpstreamClient {
  const { clientId, clientSecret, scope } = settings;
  const known = knownOAuth2(settings);
  return createOAuth2Client({
    ...known,
    clientId,
    clientSecret,
    scope: scope ?? known.scope,
    fetch,
    allowInsecure: known.authorizationEndpoint.startsWith('http:'),
    random: systemRandom,
  });
}

function knownOAuth2(settings: OAuth2Settings) {
  switch (settings.preset) {
    case 'github':
      return {
        issuer: 'https://github.com/login/oauth',
        authorizationEndpoint: 'https://github.com/login/oauth/authorize',
        tokenEndpoint: 'https://github.com/login/oauth/access_token',
        scope: 'read:user user:email',
        readProfile: readGitHubProfile,
      };
    case 'discord':
      return {
        issuer: 'https://discord.com',
        authorizationEndpoint: 'https://discord.com/oauth2/authorize',
        tokenEndpoint: 'https://discord.com/api/oauth2/token',
        scope: 'identify email',
        readProfile: readClaims('https://discord.com/api/users/@me', {
          subject: 'id',
          email: 'email',
          emailVerified: 'verified',
          names: ['global_name', 'username'],
        }),
      };
    case null:
      return explicitOAuth2(settings);
  }
}

function explicitOAuth2(settings: OAuth2Settings) {
  const { issuer, authorizationEndpoint, tokenEndpoint, userinfoEndpoint } = settings;
  const authorization = authorizationEndpoint ?? '';
  return {
    issuer: issuer ?? new URL(authorization).origin,
    authorizationEndpoint: authorization,
    tokenEndpoint: tokenEndpoint ?? '',
    scope: null,
    readProfile: readClaims(userinfoEndpoint ?? '', {
      subject: settings.subjectClaim ?? '',
      email: settings.emailClaim,
      emailVerified: settings.emailVerifiedClaim,
      names: settings.nameClaim === null ? [] : [settings.nameClaim],
    }),
  };
}
