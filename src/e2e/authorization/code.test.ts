import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster } from '../harness/processes/cluster.ts';
import { elapse } from '../harness/elapse.ts';
import {
  type TokenAnswer,
  authorizationUrl,
  createPkce,
  introspect,
  obtainCode,
  post,
  redeem,
  refresh,
  tokenOf,
} from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { navigate, redirected } from './answers.ts';

let scene: Scene;
let issuer: string;
let account: TestAccount;
let api: TestApi;
let client: TestClient;
let otherClient: TestClient;

const web = {
  application_type: 'web',
  token_endpoint_auth_method: 'client_secret_basic',
  redirect_uris: ['https://app.example.com/callback'],
};

beforeAll(async () => {
  scene = await startScene();
  ({ account, api, client } = scene);
  ({ issuer } = scene.cluster);
  otherClient = await scene.cluster.registry.createClient({ apis: [api.audience] });
});
afterAll(() => scene[Symbol.asyncDispose]());

const signIn = () => obtainCode({ issuer, client, scope: 'openid notes:read', api }, account);
const refused = { status: 400, body: { error: 'invalid_grant' } };

describe('a code challenge', () => {
  const good = createPkce().challenge;
  const bad: Record<string, Record<string, string | undefined>> = {
    'that is missing': { code_challenge: undefined, code_challenge_method: undefined },
    'without method': { code_challenge_method: undefined },
    'that is plain': { code_challenge_method: 'plain' },
    'that is empty': { code_challenge: '' },
    'with a method in lower case': { code_challenge_method: 's256' },
    'with an unknown method': { code_challenge_method: 'S512' },
    'that is too short': { code_challenge: good.slice(1) },
    'that is too long': { code_challenge: 'a'.repeat(129) },
    'in base64': { code_challenge: `${good.slice(0, -2)}+/` },
    'with a space': { code_challenge: `${good.slice(0, -1)} x` },
    'with other letters': { code_challenge: `${good.slice(0, -1)}\u00e9` },
    'that is padded': { code_challenge: `${good}=` },
  };

  it.each(Object.entries(bad))('CO-01 B-13 %s is refused', async (_, parameters) => {
    for (const of of [client, await scene.cluster.registry.createClient(web)]) {
      const url = authorizationUrl({ issuer, client: of, pkce: createPkce(), parameters });
      const told = redirected(await navigate(url)).searchParams;
      expect(told.get('error')).toBe('invalid_request');
    }
  });
});

interface BadAttempt {
  readonly form?: Readonly<Record<string, string | undefined>>;
  readonly as?: () => TestClient;
  /** It proves all that a redemption has to prove, so that with a spent code it is a replay. */
  readonly provesAll?: true;
}

/** What a redemption may get wrong, as changes to the right one. */
const badAttempts: Record<string, BadAttempt> = {
  'a wrong verifier': { form: { code_verifier: createPkce().verifier } },
  'no verifier': { form: { code_verifier: undefined } },
  'an empty verifier': { form: { code_verifier: '' } },
  'a short verifier': { form: { code_verifier: 'short' } },
  'a long verifier': { form: { code_verifier: 'a'.repeat(129) } },
  'a verifier of other characters': { form: { code_verifier: '\u00e9'.repeat(43) } },
  'another redirect URI': { form: { redirect_uri: 'http://127.0.0.1/other' } },
  'no redirect URI': { form: { redirect_uri: undefined } },
  'another client': { as: () => otherClient },
  'an unknown client': { as: () => ({ ...client, clientId: 'nobody' }) },
  'a secret, though it has none': { as: () => ({ ...client, clientSecret: 'x' }) },
  'a foreign resource': { form: { resource: 'https://nobody.example' }, provesAll: true },
  'another grant type': { form: { grant_type: 'refresh_token' } },
};

describe('a bad attempt', () => {
  it.each(Object.entries(badAttempts))(
    'CO-02 CO-05 B-06 with %s neither burns the code nor revokes anything',
    async (_, { form = {}, as, provesAll }) => {
      const code = await signIn();
      const right: Record<string, string | undefined> = {
        grant_type: 'authorization_code',
        code: code.code,
        code_verifier: code.pkce.verifier,
        redirect_uri: client.redirectUri,
      };
      const changed = Object.entries({ ...right, ...form }).filter(([, value]) => value !== undefined);
      const wrong = Object.fromEntries(changed) as Record<string, string>;
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const answer = await post(`${issuer}/token`, wrong, as?.() ?? client);
        expect([400, 401]).toContain(answer.status);
        expect(answer.body).not.toHaveProperty('access_token');
        expectDiscreet(answer, code.code);
      }
      const tokens = await redeem(issuer, client, code);
      expect(tokens.status).toBe(200);
      if (provesAll === undefined) await post(`${issuer}/token`, wrong, as?.() ?? client);
      expect((await introspect(issuer, api, tokenOf(tokens, 'access_token')))['active']).toBe(true);
      expect((await refresh(issuer, client, tokenOf(tokens, 'refresh_token'))).status).toBe(200);
    },
  );

  it('CO-02 of another client with the right verifier after the redemption revokes nothing', async () => {
    const code = await signIn();
    const tokens = await redeem(issuer, client, code);
    expect(await redeem(issuer, otherClient, code)).toMatchObject(refused);
    expect((await introspect(issuer, api, tokenOf(tokens, 'access_token')))['active']).toBe(true);
  });
});

/** CO-10. */
function expectDiscreet({ headers, body }: TokenAnswer, code: string): void {
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  const text = JSON.stringify(body) + JSON.stringify([...headers]);
  expect(text).not.toContain(code);
  expect(text).not.toContain(code.slice(7, 50));
}

describe('an answer of the token endpoint', () => {
  it('CO-10 is not stored and never repeats the code', async () => {
    const code = await signIn();
    const tokens = await redeem(issuer, client, code);
    expect(tokens.status).toBe(200);
    expectDiscreet(tokens, code.code);
    expectDiscreet(await redeem(issuer, client, code), code.code);
    expectDiscreet(await redeem(issuer, otherClient, code), code.code);
    const spoiled = `${code.code.slice(0, -1)}${code.code.endsWith('x') ? 'y' : 'x'}`;
    expectDiscreet(await redeem(issuer, client, { ...code, code: spoiled }), spoiled);
    expect(scene.cluster.replicas[0]?.logs()).not.toContain(code.code);
  });
});

describe('a client without PKCE', () => {
  it('CO-03 is refused a verifier that no challenge asked for', async () => {
    const older = await scene.cluster.registry.createClient({ ...web, require_pkce: false });
    const { code } = await obtainCode(
      { issuer, client: older, parameters: { code_challenge: undefined, code_challenge_method: undefined } },
      account,
    );
    const form = { grant_type: 'authorization_code', code, redirect_uri: older.redirectUri };
    const downgraded = { ...form, code_verifier: createPkce().verifier };
    expect(await post(`${issuer}/token`, downgraded, older)).toMatchObject(refused);
    expect((await post(`${issuer}/token`, form, older)).status).toBe(200);
  });

  it('CO-03 must still answer a challenge it did send', async () => {
    const older = await scene.cluster.registry.createClient({ ...web, require_pkce: false });
    const { code } = await obtainCode({ issuer, client: older }, account);
    const form = { grant_type: 'authorization_code', code, redirect_uri: older.redirectUri };
    expect(await post(`${issuer}/token`, form, older)).toMatchObject(refused);
  });
});

describe('an authorization code', () => {
  it('CO-04 ends after a minute', async () => {
    const early = await signIn();
    await elapse(scene.cluster.database.url, 40);
    expect((await redeem(issuer, client, early)).status).toBe(200);
    const late = await signIn();
    await elapse(scene.cluster.database.url, 61);
    expect(await redeem(issuer, client, late)).toMatchObject(refused);
  });

  it('CO-04 ends after the configured life', async () => {
    await using cluster = await startCluster({
      env: { SYMBOLON_TOKENS_AUTHORIZATION_CODE_TTL_SECONDS: '30' },
    });
    const person = await cluster.registry.createAccount();
    const app = await cluster.registry.createClient();
    const request = { issuer: cluster.issuer, client: app };
    const early = await obtainCode(request, person);
    await elapse(cluster.database.url, 10);
    expect((await redeem(cluster.issuer, app, early)).status).toBe(200);
    const late = await obtainCode(request, person);
    await elapse(cluster.database.url, 31);
    expect(await redeem(cluster.issuer, app, late)).toMatchObject(refused);
  });

  it.each([
    ['at once', 0],
    ['after half a minute', 30],
  ])('CO-06 presented again %s ends everything that came of it', async (_, seconds) => {
    const code = await signIn();
    const tokens = await redeem(issuer, client, code);
    const refreshed = await refresh(issuer, client, tokenOf(tokens, 'refresh_token'));
    if (seconds > 0) await elapse(scene.cluster.database.url, seconds);
    const accessTokens = [tokenOf(tokens, 'access_token'), tokenOf(refreshed, 'access_token')];
    for (const token of accessTokens) expect((await introspect(issuer, api, token))['active']).toBe(true);

    expect(await redeem(issuer, client, code)).toMatchObject(refused);
    for (const token of accessTokens) expect(await introspect(issuer, api, token)).toEqual({ active: false });
    for (const answer of [tokens, refreshed])
      expect(await refresh(issuer, client, tokenOf(answer, 'refresh_token'))).toMatchObject(refused);
  });

  it('CO-06 presented again ends nothing of another sign-in', async () => {
    const first = await signIn();
    const tokens = await redeem(issuer, client, first);
    const second = await obtainCode(
      { issuer, client, scope: 'openid notes:read', api },
      account,
      first.agent,
    );
    const others = await redeem(issuer, client, second);
    await redeem(issuer, client, first);
    expect(await introspect(issuer, api, tokenOf(tokens, 'access_token'))).toEqual({ active: false });
    expect((await introspect(issuer, api, tokenOf(others, 'access_token')))['active']).toBe(true);
  });

  it('CO-07 is redeemed once in each of 20 rounds of parallel attempts', async () => {
    const { agent } = await signIn();
    for (let round = 0; round < 20; round += 1) {
      const code = await obtainCode({ issuer, client, scope: 'openid notes:read', api }, account, agent);
      const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(issuer, client, code)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ body }) => body['error'] === 'invalid_grant')).toHaveLength(19);
    }
  });
});
