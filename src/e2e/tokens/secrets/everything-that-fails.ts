import { expect } from 'vitest';
import {
  authorizationUrl,
  createPkce,
  obtainCode,
  post,
  redeem,
  refresh,
  tokenOf,
} from '../../harness/flow.ts';
import { createUserAgent, type UserAgent } from '../../harness/network/user-agent.ts';
import { scope, type SecretsScene, state } from './secrets-scene.ts';

export async function everythingThatFails(at: SecretsScene): Promise<void> {
  const { cluster, account, api, client } = at.scene;
  const { issuer } = cluster;
  const agent = createUserAgent(issuer);
  const wrongPassword = 'canary mistake 7741 harbour';
  at.keep('password', wrongPassword);
  const url = authorizationUrl({ issuer, client, pkce: createPkce(), scope, api, parameters: { state } });
  const page = await agent.open(url);
  expect(
    (await agent.submit(page, { email: account.email, password: wrongPassword }, '/sign-in')).status,
  ).toBe(422);
  expect(
    (
      await agent.submit(
        page,
        { email: account.email, password: account.password, csrf: 'forged-canary-1' },
        '/sign-in',
      )
    ).status,
  ).toBe(403);
  at.keep('form secret', 'forged-canary-1');
  await agent.request(`${page.url}&code=canary-code-in-query`);
  at.keep('in a query', 'canary-code-in-query', 'canary-token-in-path', 'canary-secret-in-query');
  await agent.open(`${issuer}/canary-token-in-path`);
  await fetch(`${issuer}/token?client_secret=canary-secret-in-query`, { method: 'POST' });
  await agent.open(url.replace(encodeURIComponent(client.redirectUri), 'https%3A%2F%2Fevil.example'));
  await agent.open(`${url}&nonce=%00`);

  const signedIn = await obtainCode({ issuer, client, scope, api, parameters: { state } }, account, agent);
  at.keep('code', signedIn.code);
  const wrongVerifier = createPkce();
  at.keep('verifier', wrongVerifier.verifier, signedIn.pkce.verifier);
  expect((await redeem(issuer, client, { code: signedIn.code, pkce: wrongVerifier })).status).toBe(400);
  const wrongSecret = 'sym_cs_canary00000000000000000000000000000000000000';
  at.keep('client secret', wrongSecret);
  expect((await introspectWith(at, wrongSecret)).status).toBe(401);
  const { clientId } = at.scene.api;
  await post(
    `${issuer}/token`,
    { grant_type: 'client_credentials', client_id: clientId, client_secret: wrongSecret },
    null,
  );
  await fetch(`${issuer}/userinfo`, { headers: { authorization: 'Bearer canary-bearer-000001' } });
  at.keep('access token', 'canary-bearer-000001');

  const tokens = await redeem(issuer, client, signedIn);
  at.keep('access token', tokenOf(tokens, 'access_token'));
  at.keep('refresh token', tokenOf(tokens, 'refresh_token'));
  expect((await redeem(issuer, client, signedIn)).status, 'a replay').toBe(400);
  await everythingThatFailsWithTheDatabase(at, agent);
  at.keepOf(agent);
}

async function introspectWith(at: SecretsScene, clientSecret: string) {
  return post(`${at.scene.cluster.issuer}/introspect`, { token: 'x' }, { ...at.scene.api, clientSecret });
}

async function everythingThatFailsWithTheDatabase(at: SecretsScene, agent: UserAgent): Promise<void> {
  const { cluster, account, api, client } = at.scene;
  const { issuer } = cluster;
  const tokens = await at.scene.signIn({ scope, agent });
  at.keep('refresh token', tokens.refreshToken);
  at.keep('access token', tokens.accessToken);
  at.keep('code', tokens.code);
  void at.network.breakAt('INSERT INTO refresh_tokens', 'after');
  expect((await refresh(issuer, client, tokens.refreshToken)).status).toBe(503);
  const page = await agent.open(
    authorizationUrl({
      issuer,
      client,
      pkce: createPkce(),
      scope,
      api,
      parameters: { prompt: 'login', state },
    }),
  );
  await at.network.cut();
  const uid = new URL(page.url).pathname.split('/').at(-1) ?? '';
  for (const path of [`/interaction/${uid}`, `/authorize/${uid}`])
    expect((await agent.request(`${issuer}${path}`)).status, path).toBe(503);
  expect(
    (await agent.submit(page, { email: account.email, password: account.password }, '/sign-in')).status,
  ).toBe(503);
  expect((await post(`${issuer}/introspect`, { token: tokens.accessToken }, api)).status).toBe(503);
  await at.network.restore();
}
