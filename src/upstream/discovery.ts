import * as oidc from 'openid-client';
import type { MonotonicMs } from '../platform/clock.ts';
import type { Fetch } from './fetch/guarded-fetch.ts';

/** What a provider says of itself, found when first needed: that it cannot be reached never stops us from starting. */
export interface Discovery {
  /** @throws UnreachableError, or whatever is wrong with the answer */
  find(): Promise<oidc.Configuration>;
}

export interface DiscoveryOptions {
  /** As the provider has to write it, byte for byte (OpenID Connect Discovery §4.3). */
  readonly issuer: string;
  /** One that names the tenant in each ID token instead. */
  readonly isMultiTenant: boolean;
  readonly clientId: string;
  readonly authentication: oidc.ClientAuth;
  readonly fetch: Fetch;
  readonly allowInsecure: boolean;
  readonly monotonicMs: MonotonicMs;
}

const goodForMs = 3_600_000;
/** After a failure with something older at hand. */
const pauseMs = 60_000;

export function createDiscovery(options: DiscoveryOptions): Discovery {
  const { monotonicMs } = options;
  let known: { readonly config: oidc.Configuration; until: number } | null = null;
  let under: Promise<oidc.Configuration> | null = null;

  async function renew(): Promise<oidc.Configuration> {
    try {
      const config = await discover(options);
      known = { config, until: monotonicMs() + goodForMs };
      return config;
    } catch (error) {
      if (known === null) throw error;
      // What was true an hour ago is better than nothing: the provider itself may be well.
      known.until = monotonicMs() + pauseMs;
      return known.config;
    } finally {
      under = null;
    }
  }

  return {
    find() {
      if (known !== null && monotonicMs() < known.until) return Promise.resolve(known.config);
      under ??= renew();
      return under;
    },
  };
}

async function discover(options: DiscoveryOptions): Promise<oidc.Configuration> {
  const { issuer, isMultiTenant, clientId, authentication, allowInsecure } = options;
  const config = await oidc.discovery(new URL(issuer), clientId, undefined, authentication, {
    [oidc.customFetch]: customFetch(options.fetch),
    // Signatures are checked, although the token comes from the provider itself.
    execute: [oidc.enableNonRepudiationChecks, ...(allowInsecure ? [oidc.allowInsecureRequests] : [])],
  });
  const metadata = config.serverMetadata();
  if (!isMultiTenant && metadata.issuer !== issuer) throw new Error('the metadata is of another issuer');
  for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const)
    if (!isEndpoint(metadata[endpoint], allowInsecure))
      throw new Error(`the metadata has no usable ${endpoint}`);
  return config;
}

function isEndpoint(value: unknown, allowInsecure: boolean): boolean {
  const protocol = typeof value === 'string' ? URL.parse(value)?.protocol : undefined;
  return protocol === 'https:' || (allowInsecure && protocol === 'http:');
}

export function customFetch(fetch: Fetch): oidc.CustomFetch {
  return (url, { method, headers, body }) =>
    fetch(url, {
      method,
      headers: { ...headers },
      body: body === null || body === undefined ? undefined : String(body),
    });
}

/** Where a secret goes is up to the provider; in the body when it does not mind. */
export function secretAuthentication(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const post = oidc.ClientSecretPost(secret);
  const basic = oidc.ClientSecretBasic(secret);
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported;
    return (methods?.includes('client_secret_post') === true ? post : basic)(server, ...rest);
  };
}

/** Subjects are kept as text, and compared byte for byte. */
export function isUsable(subject: unknown): subject is string {
  return typeof subject === 'string' && /^[^\p{Cc}]{1,255}$/u.test(subject);
}
