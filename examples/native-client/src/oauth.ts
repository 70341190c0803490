/**
 * The protocol, as a public client speaks it. Owns every request to the authorization server and every check of
 * its answers; knows nothing of terminals, browsers or files.
 */
import * as oauth from 'oauth4webapi';
import type { ApiCredentials, DemoSetup } from './demo.ts';
import { Failure } from './failure.ts';

const REQUEST_TIMEOUT_MS = 10_000;

/** An authorization server as one client sees it. */
export interface Server {
  metadata: oauth.AuthorizationServer & { authorization_endpoint: string };
  client: oauth.Client;
  /** The API the tokens are for (RFC 8707). */
  resource: string;
  request: RequestOptions;
}

interface RequestOptions {
  signal: () => AbortSignal;
  [oauth.allowInsecureRequests]?: boolean;
}

export interface AuthorizationRequest {
  url: URL;
  redirectUri: string;
  state: string;
  codeVerifier: string;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number | undefined;
  /** `sub` of the ID token: who signed in. */
  subject: string;
}

/** Reads the server's metadata and checks that it offers what this client relies on. */
export async function discover(issuer: string, clientId: string, resource: string): Promise<Server> {
  const url = URL.parse(issuer);
  if (!url)
    throw new Failure(`"${issuer}" is not a URL.`, 'Give the issuer as, for example, http://localhost:4400');
  const request: RequestOptions = { signal: () => AbortSignal.timeout(REQUEST_TIMEOUT_MS) };
  if (url.protocol === 'http:') {
    if (!isLoopback(url))
      throw new Failure(`${issuer} is not https.`, 'Plain http is accepted for this computer only.');
    request[oauth.allowInsecureRequests] = true;
  }
  const response = await oauth.discoveryRequest(url, request);
  const metadata = await oauth.processDiscoveryResponse(url, response);
  const { authorization_endpoint } = metadata;
  if (!authorization_endpoint) throw new Failure('The server has no authorization endpoint.');
  if (!metadata.code_challenge_methods_supported?.includes('S256')) {
    throw new Failure('The server does not offer PKCE with S256.');
  }
  if (!metadata.authorization_response_iss_parameter_supported) {
    throw new Failure('The server does not name itself in its answers (iss, RFC 9207).');
  }
  return {
    metadata: { ...metadata, authorization_endpoint },
    client: { client_id: clientId },
    resource,
    request,
  };
}

function isLoopback(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

/** Builds the address to open in the browser. The verifier and the state stay here. */
export async function newAuthorizationRequest(
  server: Server,
  redirectUri: string,
  scope: string,
): Promise<AuthorizationRequest> {
  const state = oauth.generateRandomState();
  const codeVerifier = oauth.generateRandomCodeVerifier();
  const url = new URL(server.metadata.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: server.client.client_id,
    redirect_uri: redirectUri,
    scope,
    resource: server.resource,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url, redirectUri, state, codeVerifier };
}

/** Checks that the answer at the redirect URI is ours and is from this server, and that it is not an error. */
export function checkAnswer(
  server: Server,
  { state }: AuthorizationRequest,
  answer: URLSearchParams,
): URLSearchParams {
  // Compares `state` and `iss` before anything else in the answer is believed.
  return oauth.validateAuthResponse(server.metadata, server.client, answer, state);
}

/** Trades the code of a checked answer for tokens. */
export async function redeemCode(
  server: Server,
  { redirectUri, codeVerifier }: AuthorizationRequest,
  answer: URLSearchParams,
): Promise<Tokens> {
  const { metadata, client, resource, request } = server;
  const response = await oauth.authorizationCodeGrantRequest(
    metadata,
    client,
    oauth.None(),
    answer,
    redirectUri,
    codeVerifier,
    { ...request, additionalParameters: { resource } },
  );
  const result = await oauth.processAuthorizationCodeResponse(metadata, client, response, {
    requireIdToken: true,
  });
  // Over TLS the connection vouches for the ID token; over http on loopback only its signature does.
  await oauth.validateApplicationLevelSignature(metadata, response, request);
  const subject = oauth.getValidatedIdTokenClaims(result)?.sub;
  if (!subject) throw new Failure('The server sent no ID token.');
  return tokensFrom(result, subject);
}

/** Trades the refresh token for new tokens. Whoever stores tokens must replace both from here on. */
export async function refresh(server: Server, { refreshToken, subject }: Tokens): Promise<Tokens> {
  const { metadata, client, resource, request } = server;
  const response = await oauth.refreshTokenGrantRequest(metadata, client, oauth.None(), refreshToken, {
    ...request,
    additionalParameters: { resource },
  });
  return tokensFrom(await oauth.processRefreshTokenResponse(metadata, client, response), subject);
}

/** Ends the grant: the refresh token and every access token that came from it (RFC 7009 §2.1). */
export async function revokeRefreshToken(server: Server, refreshToken: string): Promise<void> {
  const { metadata, client, request } = server;
  const response = await oauth.revocationRequest(metadata, client, oauth.None(), refreshToken, {
    ...request,
    additionalParameters: { token_type_hint: 'refresh_token' },
  });
  await oauth.processRevocationResponse(response);
}

/** What an API does with a token it was sent (RFC 7662), with its own credentials by HTTP Basic. */
export async function introspect(
  { metadata, request }: Server,
  api: ApiCredentials,
  token: string,
): Promise<oauth.IntrospectionResponse> {
  const client = { client_id: api.client_id };
  const authentication = oauth.ClientSecretBasic(api.client_secret);
  const response = await oauth.introspectionRequest(metadata, client, authentication, token, request);
  return oauth.processIntrospectionResponse(metadata, client, response);
}

/** An API accepts a token only if it is active, meant for this API, and allows what is asked. */
export function assertActive(answer: oauth.IntrospectionResponse, { api, client }: DemoSetup): void {
  if (!answer.active) throw new Failure('The API was told that the token is not active.');
  if (![answer.aud].flat().includes(api.audience)) throw new Failure(`The token is not for ${api.audience}.`);
  if (answer.client_id !== client.client_id) throw new Failure('The token belongs to another client.');
  const granted = answer.scope?.split(' ') ?? [];
  for (const scope of ['notes:read', 'notes:write']) {
    if (!granted.includes(scope)) throw new Failure(`The token does not allow ${scope}.`);
  }
}

export function assertRotated(before: Tokens, after: Tokens): void {
  if (after.accessToken === before.accessToken)
    throw new Failure('Refreshing gave the same access token again.');
  if (after.refreshToken === before.refreshToken) throw new Failure('The refresh token was not rotated.');
}

function tokensFrom(result: oauth.TokenEndpointResponse, subject: string): Tokens {
  if (!result.refresh_token) throw new Failure('The server sent no refresh token.');
  return {
    accessToken: result.access_token,
    refreshToken: result.refresh_token,
    expiresInSeconds: result.expires_in,
    subject,
  };
}
