import { generateCodeVerifier, OAuth2Client, type OAuth2Token } from '@badgateway/oauth2-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { signInAndConsent } from '../harness/flow.ts';
import type { TestAccount, TestApi } from '../harness/registry.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;

beforeAll(async () => {
  cluster = await startCluster({ replicas: 2 });
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const website = 'https://app.example/callback';
const loopback = 'http://localhost:50456/callback';

/** Finds every endpoint by RFC 8414 discovery. */
function connect(settings: ConstructorParameters<typeof OAuth2Client>[0]): OAuth2Client {
  return new OAuth2Client({ server: cluster.issuer, ...settings });
}

async function signIn(client: OAuth2Client, redirectUri: string): Promise<OAuth2Token> {
  const codeVerifier = await generateCodeVerifier();
  const state = 'what the client remembers';
  const url = await client.authorizationCode.getAuthorizeUri({
    redirectUri,
    state,
    codeVerifier,
    scope: ['notes:read', 'notes:write'],
    resource: api.audience,
  });
  const answer = await signInAndConsent(createUserAgent(cluster.issuer), url, account);
  return client.authorizationCode.getTokenFromCodeRedirect(answer, { redirectUri, state, codeVerifier });
}

describe('@badgateway/oauth2-client', () => {
  it.each([
    { method: 'none', redirectUri: loopback, type: 'native' },
    { method: 'client_secret_basic', redirectUri: website, type: 'web' },
    { method: 'client_secret_post', redirectUri: website, type: 'web' },
  ] as const)('signs in, refreshes and revokes (%j)', async ({ method, redirectUri, type }) => {
    const { clientId, clientSecret } = await cluster.registry.createClient({
      application_type: type,
      token_endpoint_auth_method: method,
      // A native app on loopback may use any port (RFC 8252 §7.3).
      redirect_uris: [type === 'native' ? 'http://localhost/callback' : redirectUri],
      apis: [api.audience],
    });
    const client = connect({
      clientId,
      ...(method === 'none' ? {} : { clientSecret, authenticationMethod: method }),
    });
    const apiClient = connect({ clientId: api.clientId, clientSecret: api.clientSecret });

    const tokens = await signIn(client, redirectUri);
    expect(await apiClient.introspect(tokens)).toMatchObject({
      active: true,
      sub: account.id,
      aud: api.audience,
      client_id: clientId,
      scope: 'notes:read notes:write',
    });
    const refreshed = await client.refreshToken(tokens);
    expect(refreshed.refreshToken).not.toBe(tokens.refreshToken);
    expect(await apiClient.introspect(refreshed)).toMatchObject({ active: true, aud: api.audience });

    await client.revoke(refreshed);
    expect(await apiClient.introspect(refreshed)).toEqual({ active: false });
    expect(await apiClient.introspect(tokens)).toMatchObject({ active: true });
    await client.revoke(refreshed, 'refresh_token');
    expect(await apiClient.introspect(tokens)).toEqual({ active: false });
    await expect(client.refreshToken(refreshed)).rejects.toMatchObject({ oauth2Code: 'invalid_grant' });
  });

  it.each(['client_secret_basic', 'client_secret_basic_interop', 'client_secret_post'] as const)(
    'gets a token by client credentials (%s)',
    async (authenticationMethod) => {
      const { clientId, clientSecret } = await cluster.registry.createClient({
        application_type: 'web',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        token_endpoint_auth_method: authenticationMethod.replace('_interop', ''),
        apis: [api.audience],
      });
      const settings = { clientId, clientSecret, authenticationMethod };
      const request = { scope: ['notes:read'], resource: api.audience };
      const tokens = await connect(settings).clientCredentials(request);
      expect(tokens.refreshToken).toBeNull();
      const apiClient = connect({ clientId: api.clientId, clientSecret: api.clientSecret });
      expect(await apiClient.introspect(tokens)).toMatchObject({ active: true, client_id: clientId });

      const wrong = connect({ ...settings, clientSecret: `${clientSecret}x` });
      await expect(wrong.clientCredentials(request)).rejects.toMatchObject({
        oauth2Code: 'invalid_client',
        httpCode: 401,
      });
    },
  );

  it('is told when the person declines', async () => {
    const { clientId } = await cluster.registry.createClient({ apis: [api.audience] });
    const client = connect({ clientId });
    const agent = createUserAgent(cluster.issuer);
    const url = await client.authorizationCode.getAuthorizeUri({
      redirectUri: 'http://127.0.0.1/callback',
      state: 's',
      codeVerifier: await generateCodeVerifier(),
      scope: ['notes:read'],
      resource: api.audience,
    });
    const { email, password } = account;
    const question = await agent.submit(await agent.open(url), { email, password }, '/sign-in');
    const answer = await agent.submit(question, { decision: 'deny' }, '/consent');
    expect(() => client.authorizationCode.validateResponse(answer.url, { state: 's' })).toThrow(
      expect.objectContaining({ oauth2Code: 'access_denied' }) as Error,
    );
  });
});
