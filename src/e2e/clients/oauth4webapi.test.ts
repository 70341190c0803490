import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { createUserAgent, type UserAgent } from '../harness/network/user-agent.ts';

// The issuer of this test has no TLS.
const insecure = { [oauth.allowInsecureRequests]: true };
const loopback = 'http://127.0.0.1:50123/callback';
const website = 'https://app.example/callback';

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;
let jwtApi: TestApi;
let server: oauth.AuthorizationServer;

beforeAll(async () => {
  cluster = await startCluster({ replicas: 2 });
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
  jwtApi = await cluster.registry.createApi({ accessTokenFormat: 'jwt', accessTokenTtlSeconds: 300 });
  server = await discover('oauth2');
});
afterAll(() => cluster[Symbol.asyncDispose]());

async function discover(algorithm: 'oidc' | 'oauth2'): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(cluster.issuer);
  const response = await oauth.discoveryRequest(issuer, { algorithm, ...insecure });
  return oauth.processDiscoveryResponse(issuer, response);
}

/** One client of the library, with everything it says to the server. */
interface Party {
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  readonly redirectUri: string;
}

function publicParty({ clientId }: TestClient): Party {
  return { client: { client_id: clientId }, authentication: oauth.None(), redirectUri: loopback };
}

interface Request {
  readonly resource?: string;
  readonly scope: string;
  readonly pushed?: boolean;
  readonly agent?: UserAgent;
}

async function signIn({ client, authentication, redirectUri }: Party, request: Request) {
  const verifier = oauth.generateRandomCodeVerifier();
  const nonce = oauth.generateRandomNonce();
  const state = oauth.generateRandomState();
  const target = request.resource === undefined ? {} : { resource: request.resource };
  const parameters = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: request.scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...target,
  });
  const query =
    request.pushed === true ? await push({ client, authentication, redirectUri }, parameters) : parameters;
  const answer = await signInAndConsent(
    request.agent ?? createUserAgent(cluster.issuer),
    `${server.authorization_endpoint}?${query.toString()}`,
    account,
  );
  const callback = oauth.validateAuthResponse(server, client, answer, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    callback,
    redirectUri,
    verifier,
    { ...insecure, additionalParameters: target },
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: request.scope.includes('openid'),
  });
  if (tokens.id_token !== undefined)
    await oauth.validateApplicationLevelSignature(server, response, insecure);
  return tokens;
}

async function push(
  { client, authentication }: Party,
  parameters: URLSearchParams,
): Promise<URLSearchParams> {
  const response = await oauth.pushedAuthorizationRequest(
    server,
    client,
    authentication,
    parameters,
    insecure,
  );
  const { request_uri } = await oauth.processPushedAuthorizationResponse(server, client, response);
  return new URLSearchParams({ client_id: client.client_id, request_uri });
}

async function introspect({ clientId, clientSecret }: TestApi, token: string) {
  const client = { client_id: clientId };
  const authentication = oauth.ClientSecretBasic(clientSecret);
  const response = await oauth.introspectionRequest(server, client, authentication, token, insecure);
  return oauth.processIntrospectionResponse(server, client, response);
}

async function refresh({ client, authentication }: Party, token: string, resource: string) {
  const response = await oauth.refreshTokenGrantRequest(server, client, authentication, token, {
    ...insecure,
    additionalParameters: { resource },
  });
  return oauth.processRefreshTokenResponse(server, client, response);
}

async function revoke({ client, authentication }: Party, token: string): Promise<void> {
  const response = await oauth.revocationRequest(server, client, authentication, token, insecure);
  await oauth.processRevocationResponse(response);
}

function validateJwt(token: string, audience: string) {
  const request = new Request('https://api.example/notes', { headers: { authorization: `Bearer ${token}` } });
  return oauth.validateJwtAccessToken(server, request, audience, insecure);
}

describe('oauth4webapi', () => {
  it('discovers the same endpoints by RFC 8414 and by OpenID Connect', async () => {
    const openid = await discover('oidc');
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) {
      expect(server[name]).toMatch(`${cluster.issuer}/`);
      expect(server[name]).toBe(openid[name]);
    }
  });

  it('signs in as a public client with a pushed request, refreshes and revokes', async () => {
    const party = publicParty(await cluster.registry.createClient({ apis: [api.audience] }));
    const tokens = await signIn(party, {
      scope: 'openid email notes:read notes:write',
      resource: api.audience,
      pushed: true,
    });
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
      iss: cluster.issuer,
      sub: account.id,
      email: account.email,
      email_verified: true,
    });
    const active = { active: true, sub: account.id, aud: api.audience, scope: 'notes:read notes:write' };
    expect(await introspect(api, tokens.access_token)).toMatchObject(active);
    // Another API learns nothing about it.
    expect(await introspect(jwtApi, tokens.access_token)).toEqual({ active: false });

    const second = await refresh(party, tokens.refresh_token ?? '', api.audience);
    expect(await introspect(api, second.access_token)).toMatchObject(active);
    const third = await refresh(party, second.refresh_token ?? '', api.audience);
    await revoke(party, third.refresh_token ?? '');
    for (const { access_token } of [tokens, second, third])
      expect(await introspect(api, access_token)).toEqual({ active: false });
    await expect(refresh(party, third.refresh_token ?? '', api.audience)).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
  });

  it('reads userinfo as a confidential client, with an RS256 ID token and post authentication', async () => {
    const { clientId, clientSecret } = await cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'RS256',
      redirect_uris: [website],
    });
    const party = {
      client: { client_id: clientId, id_token_signed_response_alg: 'RS256' },
      authentication: oauth.ClientSecretPost(clientSecret),
      redirectUri: website,
    };
    const tokens = await signIn(party, { scope: 'openid profile' });
    const sub = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? '';
    expect(sub).toBe(account.id);
    const response = await oauth.userInfoRequest(server, party.client, tokens.access_token, insecure);
    // The account has an email address, but nobody asked for it.
    expect(await oauth.processUserInfoResponse(server, party.client, sub, response)).toEqual({
      sub,
      name: 'Test Person',
    });
    await revoke(party, tokens.access_token);
    const refused = await oauth.userInfoRequest(server, party.client, tokens.access_token, insecure);
    await expect(oauth.processUserInfoResponse(server, party.client, sub, refused)).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }],
    });
  });

  it('validates a JWT access token of a person (RFC 9068)', async () => {
    const test = await cluster.registry.createClient({ apis: [jwtApi.audience] });
    const tokens = await signIn(publicParty(test), {
      scope: 'openid notes:read',
      resource: jwtApi.audience,
    });
    expect(tokens.expires_in).toBe(300);
    const claims = await validateJwt(tokens.access_token, jwtApi.audience);
    expect(claims).toMatchObject({
      iss: cluster.issuer,
      sub: account.id,
      aud: jwtApi.audience,
      client_id: test.clientId,
      scope: 'notes:read',
    });
    expect(claims.exp - claims.iat).toBe(300);

    await expect(validateJwt(tokens.access_token, api.audience)).rejects.toThrow(/"aud"/);
    await expect(validateJwt(tokens.id_token ?? '', test.clientId)).rejects.toThrow(/"typ"/);
    const [header, payload, signature = ''] = tokens.access_token.split('.');
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    await expect(validateJwt([header, payload, flipped].join('.'), jwtApi.audience)).rejects.toThrow(
      /signature/,
    );
  });

  it.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ])('gets opaque and JWT tokens by client credentials (%s)', async (method, authenticate) => {
    const { clientId, clientSecret } = await cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: method,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      apis: [api.audience, jwtApi.audience],
    });
    const party = {
      client: { client_id: clientId },
      authentication: authenticate(clientSecret),
      redirectUri: '',
    };
    const request = async (resource: string, scope: string) => {
      const parameters = new URLSearchParams({ resource, scope });
      const { client, authentication } = party;
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        authentication,
        parameters,
        insecure,
      );
      return oauth.processClientCredentialsResponse(server, client, response);
    };
    const opaque = await request(api.audience, 'notes:read');
    expect(await introspect(api, opaque.access_token)).toMatchObject({
      active: true,
      aud: api.audience,
      client_id: clientId,
      scope: 'notes:read',
    });
    await revoke(party, opaque.access_token);
    expect(await introspect(api, opaque.access_token)).toEqual({ active: false });

    const jwt = await request(jwtApi.audience, 'notes:write');
    expect(await validateJwt(jwt.access_token, jwtApi.audience)).toMatchObject({
      client_id: clientId,
      sub: clientId,
      scope: 'notes:write',
    });
    await expect(request('https://elsewhere.example', 'notes:read')).rejects.toMatchObject({
      error: 'invalid_target',
    });
  });
});
