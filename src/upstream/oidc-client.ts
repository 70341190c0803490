import * as oidc from 'openid-client';
import type {
  BeginUpstream,
  BegunUpstream,
  UpstreamAnswer,
  UpstreamCallback,
  UpstreamClient,
  UpstreamIdentity,
} from '../domain/federation/provider.ts';
import { type Clock, epochSeconds } from '../platform/clock.ts';
import type { RandomBytes } from '../platform/random.ts';
import { answerOfFailure } from './failures.ts';
import { type Discovery, isUsable } from './discovery.ts';

/** What is particular about a provider. */
export interface OidcQuirks {
  readonly clientId: string;
  readonly scope: string;
  /** Its answer comes as a form that the browser posts. */
  readonly formPost: boolean;
  /** What says that the address was verified: the claim, and every way in which it says so. */
  readonly emailVerified: { readonly claim: string; readonly values: ReadonlySet<unknown> };
  /** It says names only in what the browser brings, and only the first time (Apple's `user`). */
  readonly bringsName: boolean;
  /** It says when somebody signed in there only where that claim is asked for, whatever its metadata say of that. */
  readonly datesWhenAsked: boolean;
  /** Whether what it says of how somebody signed in there counts here. */
  readonly trustAmr: boolean;
}

export interface OidcClientParts {
  readonly discovery: Discovery;
  readonly quirks: OidcQuirks;
  readonly random: RandomBytes;
  readonly clock: Clock;
}

interface Memory {
  readonly nonce: string;
  readonly verifier: string;
  readonly beganAt: number;
  readonly reauthenticate: boolean;
}

/** The clocks of two services are never quite the same. */
const clockDriftSeconds = 60;
const algorithms: ReadonlySet<unknown> = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);

/** OpenID Connect: code flow with PKCE, state and nonce; who somebody is, only a signed ID token says. */
export function createOidcClient(parts: OidcClientParts): UpstreamClient {
  return {
    begin: (visit) => begin(parts, visit),
    async finish(callback) {
      try {
        return await finish(parts, callback);
      } catch (error) {
        return answerOfRefusal(error) ?? answerOfFailure(error);
      }
    },
  };
}

async function begin(
  { discovery, quirks, random, clock }: OidcClientParts,
  visit: BeginUpstream,
): Promise<BegunUpstream> {
  const memory: Memory = {
    nonce: random(32).toString('base64url'),
    verifier: random(32).toString('base64url'),
    beganAt: epochSeconds(clock),
    reauthenticate: visit.reauthenticate,
  };
  try {
    const config = await discovery.find();
    const location = oidc.buildAuthorizationUrl(config, {
      response_type: 'code',
      redirect_uri: visit.callbackUri,
      scope: quirks.scope,
      state: visit.state,
      nonce: memory.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(memory.verifier),
      code_challenge_method: 'S256',
      ...(quirks.formPost ? { response_mode: 'form_post' } : {}),
      ...(visit.loginHint === null ? {} : { login_hint: visit.loginHint }),
      ...(visit.reauthenticate ? again(config, quirks) : {}),
    });
    return { outcome: 'begun', location: location.href, memory: JSON.stringify(memory) };
  } catch (error) {
    // Before anybody has gone there, whatever is wrong is wrong with the provider.
    return { outcome: 'unavailable', reason: answerOfFailure(error).reason };
  }
}

/** With `max_age` it has to say when that was (OpenID Connect Core §2, `auth_time`); some do so only when asked (§5.5). */
function again(config: oidc.Configuration, { datesWhenAsked }: OidcQuirks): Record<string, string> {
  const isAsked = datesWhenAsked || config.serverMetadata().claims_parameter_supported === true;
  const claims = { id_token: { auth_time: { essential: true } } };
  return { prompt: 'login', max_age: '0', ...(isAsked ? { claims: JSON.stringify(claims) } : {}) };
}

async function finish(parts: OidcClientParts, callback: UpstreamCallback): Promise<UpstreamAnswer> {
  const memory = JSON.parse(callback.memory) as Memory;
  const config = await parts.discovery.find();
  const tokens = await oidc.authorizationCodeGrant(config, addressOf(callback), {
    expectedState: callback.state,
    expectedNonce: memory.nonce,
    pkceCodeVerifier: memory.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) return refused('there is no ID token');
  const problem = problemOf(parts, claims, { idToken: tokens.id_token ?? '', memory });
  if (problem !== null) return refused(problem);
  const profile = await profileOf(config, claims, tokens.access_token);
  const brought = parts.quirks.bringsName ? { name: nameBrought(callback.parameters.get('user')) } : {};
  return { outcome: 'identified', identity: identityOf(parts.quirks, claims, { ...profile, ...brought }) };
}

/** The address the browser came back to, with what it brought. */
export function addressOf({ callbackUri, parameters }: UpstreamCallback): URL {
  const url = new URL(callbackUri);
  for (const [name, value] of parameters) url.searchParams.set(name, value);
  return url;
}

/** What the library does not look at. */
function problemOf(
  { quirks }: OidcClientParts,
  claims: oidc.IDToken,
  { idToken, memory }: { readonly idToken: string; readonly memory: Memory },
): string | null {
  const header = JSON.parse(Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString()) as {
    alg?: unknown;
  };
  if (!algorithms.has(header.alg)) return 'the ID token is signed in a way that we do not accept';
  if (claims['azp'] !== undefined && claims['azp'] !== quirks.clientId)
    return 'the ID token is for another client (azp)';
  if (!isUsable(claims.sub)) return 'the subject is none';
  if (
    memory.reauthenticate &&
    claims.auth_time !== undefined &&
    claims.auth_time < memory.beganAt - clockDriftSeconds
  )
    return 'the sign-in there is from before it was asked for';
  return null;
}

/** Some say the address only when asked apart; then it has to be of the same person (OpenID Connect Core §5.3.2). */
async function profileOf(
  config: oidc.Configuration,
  claims: oidc.IDToken,
  accessToken: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (claims['email'] !== undefined || config.serverMetadata().userinfo_endpoint === undefined) return claims;
  return { ...(await oidc.fetchUserInfo(config, accessToken, claims.sub)) };
}

/** By the browser, which could as well bring another: it is what somebody wants to be called, no more. */
function nameBrought(user: string | undefined): string | null {
  try {
    const { name } = JSON.parse(user ?? '{}') as { name?: { firstName?: unknown; lastName?: unknown } };
    return [textOrNull(name?.firstName), textOrNull(name?.lastName)]
      .filter((part) => part !== null)
      .join(' ');
  } catch {
    return null;
  }
}

function identityOf(
  quirks: OidcQuirks,
  { iss, sub, amr, auth_time: authTime }: oidc.IDToken,
  profile: Readonly<Record<string, unknown>>,
): UpstreamIdentity {
  return {
    issuer: iss,
    subject: sub,
    email: textOrNull(profile['email']),
    emailVerified: quirks.emailVerified.values.has(profile[quirks.emailVerified.claim]),
    name: textOrNull(profile['name']),
    isMultiFactor: quirks.trustAmr && Array.isArray(amr) && amr.includes('mfa'),
    authenticatedAt: authTime === undefined ? null : new Date(authTime * 1000),
  };
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 500 ? value : null;
}

export function refused(reason: string): UpstreamAnswer {
  return { outcome: 'refused', reason };
}

const changedTheirMind = new Set(['access_denied', 'user_cancelled_authorize', 'user_cancelled_login']);
const notWell = new Set(['temporarily_unavailable', 'server_error']);

/** An error that the provider sent along with the person, once it is known to be from there (RFC 6749 §4.1.2.1). */
export function answerOfRefusal(error: unknown): UpstreamAnswer | null {
  if (!(error instanceof oidc.AuthorizationResponseError)) return null;
  const code = error.error.replaceAll(/[^\w.:-]/g, '').slice(0, 60);
  if (changedTheirMind.has(code)) return { outcome: 'cancelled' };
  const reason = `the provider answered ${code}`;
  return notWell.has(code) ? { outcome: 'unavailable', reason } : { outcome: 'refused', reason };
}
