import * as oidc from 'openid-client';
import type {
  BeginUpstream,
  BegunUpstream,
  UpstreamAnswer,
  UpstreamCallback,
  UpstreamClient,
  UpstreamIdentity,
} from '../domain/federation/provider.ts';
import type { RandomBytes } from '../platform/random.ts';
import { customFetch, isUsable, secretAuthentication } from './discovery.ts';
import { answerOfFailure } from './failures.ts';
import { type Fetch, UnreachableError } from './fetch/guarded-fetch.ts';
import { addressOf, answerOfRefusal, refused, textOrNull } from './oidc-client.ts';

/** An OAuth 2.0 provider: who somebody is, says what their access token opens. */
export interface OAuth2ClientOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly scope: string | null;
  readonly readProfile: ReadProfile;
  readonly fetch: Fetch;
  readonly allowInsecure: boolean;
  readonly random: RandomBytes;
}

export type Profile = Pick<UpstreamIdentity, 'email' | 'emailVerified' | 'name'> & {
  readonly subject: unknown;
};

/**
 * @param get an answer of the provider's own interface, as JSON
 * @throws RefusedError, UnreachableError
 */
export type ReadProfile = (get: (url: string) => Promise<unknown>) => Promise<Profile>;

interface Memory {
  readonly verifier: string;
}

/** The provider is there, and does not let us read this. */
class RefusedError extends Error {
  readonly status: number;

  constructor(host: string, status: number) {
    super(`${host} answered ${status}`);
    this.name = 'RefusedError';
    this.status = status;
  }
}

export function createOAuth2Client(options: OAuth2ClientOptions): UpstreamClient {
  const config = configurationOf(options);
  return {
    begin: (visit) => begin(config, options, visit),
    async finish(callback) {
      try {
        return await finish(config, options, callback);
      } catch (error) {
        return answerOfRefusal(error) ?? answerOfFailure(error);
      }
    },
  };
}

function configurationOf(options: OAuth2ClientOptions): oidc.Configuration {
  const config = new oidc.Configuration(
    {
      issuer: options.issuer,
      authorization_endpoint: options.authorizationEndpoint,
      token_endpoint: options.tokenEndpoint,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    },
    options.clientId,
    undefined,
    secretAuthentication(options.clientSecret),
  );
  config[oidc.customFetch] = customFetch(options.fetch);
  if (options.allowInsecure) oidc.allowInsecureRequests(config);
  return config;
}

async function begin(
  config: oidc.Configuration,
  { scope, random }: OAuth2ClientOptions,
  visit: BeginUpstream,
): Promise<BegunUpstream> {
  const memory: Memory = { verifier: random(32).toString('base64url') };
  const location = oidc.buildAuthorizationUrl(config, {
    response_type: 'code',
    redirect_uri: visit.callbackUri,
    state: visit.state,
    code_challenge: await oidc.calculatePKCECodeChallenge(memory.verifier),
    code_challenge_method: 'S256',
    ...(scope === null ? {} : { scope }),
  });
  return { outcome: 'begun', location: location.href, memory: JSON.stringify(memory) };
}

async function finish(
  config: oidc.Configuration,
  options: OAuth2ClientOptions,
  callback: UpstreamCallback,
): Promise<UpstreamAnswer> {
  const { verifier } = JSON.parse(callback.memory) as Memory;
  const tokens = await oidc.authorizationCodeGrant(config, addressOf(callback), {
    expectedState: callback.state,
    pkceCodeVerifier: verifier,
  });
  const { subject, ...profile } = await options.readProfile((url) =>
    getJson(config, tokens.access_token, url),
  );
  if (!isUsable(subject)) return refused('the provider does not say who it is');
  return {
    outcome: 'identified',
    identity: { issuer: options.issuer, subject, ...profile, isMultiFactor: false, authenticatedAt: null },
  };
}

async function getJson(config: oidc.Configuration, accessToken: string, url: string): Promise<unknown> {
  // Some turn away programs that do not say what they are.
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'Symbolon' });
  const response = await oidc.fetchProtectedResource(
    config,
    accessToken,
    new URL(url),
    'GET',
    undefined,
    headers,
  );
  if (response.status !== 200) throw new RefusedError(new URL(url).host, response.status);
  try {
    return await response.json();
  } catch (cause) {
    throw new UnreachableError(`${new URL(url).host} answered something else than JSON`, { cause });
  }
}

export interface ClaimNames {
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: string | null;
  /** The first of these that there is. */
  readonly names: readonly string[];
}

/** One answer with everything in it. */
export function readClaims(userinfoEndpoint: string, names: ClaimNames): ReadProfile {
  return async (get) => {
    const claims = await get(userinfoEndpoint);
    const at = (name: string | null): unknown => (name === null ? undefined : valueAt(claims, name));
    return {
      subject: subjectOf(at(names.subject)),
      email: textOrNull(at(names.email)),
      emailVerified: at(names.emailVerified) === true,
      name: names.names.map((name) => textOrNull(at(name))).find((name) => name !== null) ?? null,
    };
  };
}

/** GitHub: names and addresses change hands there, the number never does. */
export const readGitHubProfile: ReadProfile = async (get) => {
  const user = await get('https://api.github.com/user');
  const emails = await get('https://api.github.com/user/emails').catch((error: unknown) => {
    // A GitHub App reads addresses only where it was given leave to: without, the provider says none.
    if (error instanceof RefusedError && (error.status === 403 || error.status === 404)) return [];
    throw error;
  });
  const primary = (Array.isArray(emails) ? (emails as unknown[]) : []).find(
    (each) => valueAt(each, 'primary') === true && valueAt(each, 'verified') === true,
  );
  return {
    subject: subjectOf(valueAt(user, 'id')),
    email: textOrNull(valueAt(primary, 'email')),
    emailVerified: primary !== undefined,
    name: textOrNull(valueAt(user, 'name')),
  };
};

/** Numbers beyond what JSON keeps exactly would be somebody else's. */
function subjectOf(value: unknown): unknown {
  return Number.isSafeInteger(value) ? String(value) : value;
}

function valueAt(value: unknown, name: string): unknown {
  let at = value;
  for (const key of name.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}
