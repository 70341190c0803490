import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { createUserAgent, type UserAgent } from '../harness/network/user-agent.ts';

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;

beforeAll(async () => {
  cluster = await startCluster({ replicas: 2 });
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const scope = 'openid profile email offline_access notes:read';

const web = {
  application_type: 'web',
  redirect_uris: ['https://app.example/callback'],
  post_logout_redirect_uris: ['https://app.example/signed-out'],
};
const kinds = [
  {
    kind: 'a public client',
    metadata: {
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/callback'],
      post_logout_redirect_uris: ['com.example.notes:/signed-out'],
      id_token_signed_response_alg: 'ES256',
    },
    redirectUri: 'http://127.0.0.1:49217/callback',
    authentication: () => oidc.None(),
    prompt: {},
    isOffline: true,
  },
  {
    kind: 'a confidential client with Basic authentication and RS256',
    metadata: {
      ...web,
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'RS256',
    },
    redirectUri: 'https://app.example/callback',
    authentication: (secret: string) => oidc.ClientSecretBasic(secret),
    // Without it, `offline_access` is not for a web application (OpenID Connect Core §11).
    prompt: {},
    isOffline: false,
  },
  {
    kind: 'a confidential client with post authentication and ES256',
    metadata: {
      ...web,
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'ES256',
    },
    redirectUri: 'https://app.example/callback',
    authentication: (secret: string) => oidc.ClientSecretPost(secret),
    prompt: { prompt: 'consent' },
    isOffline: true,
  },
];

async function discover(
  client: Pick<TestClient, 'clientId'>,
  authentication: oidc.ClientAuth,
  metadata: Partial<oidc.ClientMetadata> = {},
): Promise<oidc.Configuration> {
  const config = await oidc.discovery(new URL(cluster.issuer), client.clientId, metadata, authentication, {
    // Makes the library take the issuer of this test, which has no TLS.
    execute: [oidc.allowInsecureRequests],
  });
  oidc.enableNonRepudiationChecks(config);
  return config;
}

interface SignIn {
  readonly config: oidc.Configuration;
  readonly agent: UserAgent;
  readonly redirectUri: string;
  readonly resource?: string;
  readonly usePar?: boolean;
  readonly prompt?: { readonly prompt?: string };
}

async function signIn({ config, agent, redirectUri, resource, usePar = false, prompt = {} }: SignIn) {
  const verifier = oidc.randomPKCECodeVerifier();
  const checks = { expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const target = resource === undefined ? {} : { resource };
  const parameters = {
    redirect_uri: redirectUri,
    scope,
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...target,
    ...prompt,
  };
  const url = usePar
    ? await oidc.buildAuthorizationUrlWithPAR(config, parameters)
    : oidc.buildAuthorizationUrl(config, parameters);
  const answer = await signInAndConsent(agent, url.href, account);
  const tokens = await oidc.authorizationCodeGrant(
    config,
    answer,
    { ...checks, pkceCodeVerifier: verifier, idTokenExpected: true },
    target,
  );
  return { url, tokens };
}

function algorithmOf(jwt: string): unknown {
  const header = Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString();
  return (JSON.parse(header) as { alg?: unknown }).alg;
}

describe.each(kinds)(
  'openid-client as $kind',
  ({ metadata, redirectUri, authentication, prompt, isOffline }) => {
    let config: oidc.Configuration;
    let apiConfig: oidc.Configuration;
    let client: TestClient;

    beforeAll(async () => {
      client = await cluster.registry.createClient({ ...metadata, apis: [api.audience] });
      config = await discover(client, authentication(client.clientSecret), {
        id_token_signed_response_alg: metadata.id_token_signed_response_alg,
      });
      apiConfig = await discover(api, oidc.ClientSecretBasic(api.clientSecret));
    });

    const expectInvalidGrant = (attempt: Promise<unknown>) =>
      expect(attempt).rejects.toMatchObject({ error: 'invalid_grant' });

    it('signs in for an API, checks the ID token, refreshes and revokes', async () => {
      const agent = createUserAgent(cluster.issuer);
      const { tokens } = await signIn({ config, agent, redirectUri, resource: api.audience });
      expect(tokens.claims()).toMatchObject({
        iss: cluster.issuer,
        aud: client.clientId,
        sub: account.id,
        // No endpoint takes a token for the API, so that the claims the scopes ask for come with the ID token.
        email: account.email,
        name: 'Test Person',
      });
      expect(algorithmOf(tokens.id_token ?? '')).toBe(metadata.id_token_signed_response_alg);
      expect(tokens.scope).toBe('notes:read');
      expect(await oidc.tokenIntrospection(apiConfig, tokens.access_token)).toMatchObject({
        active: true,
        iss: cluster.issuer,
        sub: account.id,
        aud: api.audience,
        client_id: client.clientId,
        scope: 'notes:read',
        token_type: 'Bearer',
      });

      const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '', {
        resource: api.audience,
      });
      expect(refreshed.claims()?.sub).toBe(account.id);
      expect(refreshed.access_token).not.toBe(tokens.access_token);
      expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);

      await oidc.tokenRevocation(config, refreshed.access_token);
      expect(await oidc.tokenIntrospection(apiConfig, refreshed.access_token)).toEqual({ active: false });
      expect(await oidc.tokenIntrospection(apiConfig, tokens.access_token)).toMatchObject({ active: true });

      await oidc.tokenRevocation(config, refreshed.refresh_token ?? '', { token_type_hint: 'refresh_token' });
      expect(await oidc.tokenIntrospection(apiConfig, tokens.access_token)).toEqual({ active: false });
      await expectInvalidGrant(oidc.refreshTokenGrant(config, refreshed.refresh_token ?? ''));
    });

    it('pushes its request, reads userinfo, and ends the session', async () => {
      const agent = createUserAgent(cluster.issuer);
      const { url, tokens } = await signIn({ config, agent, redirectUri, usePar: true, prompt });
      expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
      expect(await oidc.fetchUserInfo(config, tokens.access_token, account.id)).toEqual({
        sub: account.id,
        email: account.email,
        email_verified: true,
        name: 'Test Person',
      });

      const logout = oidc.buildEndSessionUrl(config, {
        id_token_hint: tokens.id_token ?? '',
        post_logout_redirect_uri: metadata.post_logout_redirect_uris[0] ?? '',
        state: 'after the session',
      });
      const question = await agent.open(logout.href);
      const left = new URL((await agent.submit(question, { logout: 'yes' })).url);
      expect(`${left.protocol}${left.host === '' ? '' : `//${left.host}`}${left.pathname}`).toBe(
        metadata.post_logout_redirect_uris[0],
      );
      expect(left.searchParams.get('state')).toBe('after the session');

      const again = await agent.open(oidc.buildAuthorizationUrl(config, await bareRequest()).href);
      expect(again.html).toContain('type="password"');
      const read = oidc.fetchUserInfo(config, tokens.access_token, account.id);
      if (isOffline) expect((await read).sub).toBe(account.id);
      else await expect(read).rejects.toMatchObject({ code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' });
    });

    it('gets no tokens for a code with another verifier, nor without one', async () => {
      const agent = createUserAgent(cluster.issuer);
      const request = await bareRequest();
      const answer = await signInAndConsent(agent, oidc.buildAuthorizationUrl(config, request).href, account);
      for (const pkceCodeVerifier of [oidc.randomPKCECodeVerifier(), undefined]) {
        await expectInvalidGrant(
          oidc.authorizationCodeGrant(config, answer, {
            expectedState: oidc.skipStateCheck,
            ...(pkceCodeVerifier === undefined ? {} : { pkceCodeVerifier }),
          }),
        );
      }
    });

    async function bareRequest(): Promise<Record<string, string>> {
      const verifier = oidc.randomPKCECodeVerifier();
      return {
        redirect_uri: redirectUri,
        scope: 'openid',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      };
    }
  },
);

describe('openid-client without a person', () => {
  it.each([
    ['client_secret_basic', (secret: string) => oidc.ClientSecretBasic(secret)],
    ['client_secret_post', (secret: string) => oidc.ClientSecretPost(secret)],
  ])('gets a token by client credentials (%s)', async (method, authentication) => {
    const client = await cluster.registry.createClient({
      application_type: 'web',
      token_endpoint_auth_method: method,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      apis: [api.audience],
    });
    const config = await discover(client, authentication(client.clientSecret));
    const parameters = { resource: api.audience, scope: 'notes:write' };
    const tokens = await oidc.clientCredentialsGrant(config, parameters);
    expect(tokens.refresh_token).toBeUndefined();

    const apiConfig = await discover(api, oidc.ClientSecretBasic(api.clientSecret));
    expect(await oidc.tokenIntrospection(apiConfig, tokens.access_token)).toMatchObject({
      active: true,
      aud: api.audience,
      client_id: client.clientId,
      scope: 'notes:write',
    });
    await oidc.tokenRevocation(config, tokens.access_token);
    expect(await oidc.tokenIntrospection(apiConfig, tokens.access_token)).toEqual({ active: false });

    const stranger = await discover(client, authentication(`${client.clientSecret}A`));
    await expect(oidc.clientCredentialsGrant(stranger, parameters)).rejects.toMatchObject({
      status: 401,
    });
  });
});
