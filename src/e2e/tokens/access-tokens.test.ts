import { setTimeout as sleep } from 'node:timers/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  jwtVerify,
} from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorizationUrl,
  createPkce,
  introspect,
  obtainCode,
  post,
  redeem,
  revoke,
  tokenOf,
} from '../harness/flow.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { createUserAgent } from '../harness/network/user-agent.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await startScene({ replicas: 2 });
});
afterAll(() => scene[Symbol.asyncDispose]());

const inactive = { active: false };

describe('TK-07 an access token', () => {
  it('is good at the API it names and inactive at every other', async () => {
    const other = await scene.cluster.registry.createApi();
    const { accessToken } = await scene.signIn();
    expect(await introspect(scene.replicaUrl(0), scene.api, accessToken)).toMatchObject({
      active: true,
      aud: scene.api.audience,
      sub: scene.account.id,
      client_id: scene.client.clientId,
      iss: scene.cluster.issuer,
      token_type: 'Bearer',
    });
    expect(await introspect(scene.replicaUrl(1), other, accessToken)).toEqual(inactive);
  });

  it('is not given for an API outside of the grant, and asking does not burn the code', async () => {
    const { cluster, client, api, account } = scene;
    const other = await cluster.registry.createApi();
    const url = authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce(), api: other });
    const refused = await createUserAgent(cluster.issuer).open(url);
    expect(new URL(refused.url).searchParams.get('error')).toBe('invalid_target');

    const signedIn = await obtainCode(
      { issuer: cluster.issuer, client, api, scope: 'openid notes:read' },
      account,
    );
    const form = {
      grant_type: 'authorization_code',
      code: signedIn.code,
      code_verifier: signedIn.pkce.verifier,
      redirect_uri: client.redirectUri,
    };
    for (const resource of [other.audience, 'https://nowhere.example']) {
      const { status, body } = await post(`${scene.replicaUrl(0)}/token`, { ...form, resource }, client);
      expect([status, body['error']], resource).toEqual([400, 'invalid_target']);
    }
    const answer = await redeem(scene.replicaUrl(1), client, signedIn);
    expect(answer.status).toBe(200);
    expect(await introspect(scene.replicaUrl(0), api, tokenOf(answer, 'access_token'))).toMatchObject({
      active: true,
      scope: 'notes:read',
    });
  });

  it('has no more scope than was asked for, and none that the API does not know', async () => {
    const { answer, accessToken } = await scene.signIn({ scope: 'openid notes:read notes:delete' });
    expect(answer.body['scope']).toBe('notes:read');
    expect(await introspect(scene.replicaUrl(0), scene.api, accessToken)).toMatchObject({
      scope: 'notes:read',
    });
  });

  it('ends on the second, whoever looked at it before', async () => {
    const api = await scene.cluster.registry.createApi({ accessTokenTtlSeconds: 3 });
    const client = await scene.cluster.registry.createClient({ apis: [api.audience] });
    const { answer, accessToken } = await scene.signIn({ client, api });
    expect(answer.body['expires_in']).toBe(3);
    const { exp } = await introspect(scene.replicaUrl(0), api, accessToken);
    const expiresAt = Number(exp) * 1000;
    let lastActiveAt = 0;
    for (;;) {
      const askedAt = Date.now();
      const [first, second] = await Promise.all(
        [0, 1].map((index) => introspect(scene.replicaUrl(index), api, accessToken)),
      );
      if (first?.['active'] === true || second?.['active'] === true) lastActiveAt = askedAt;
      else break;
      expect(askedAt, 'it should have ended by now').toBeLessThan(expiresAt + 2000);
      await sleep(50);
    }
    expect(lastActiveAt).toBeLessThan(expiresAt + 1000);
    expect(await introspect(scene.replicaUrl(0), api, accessToken)).toEqual(inactive);
  });
});

describe('a JWT access token (RFC 9068)', () => {
  it('carries what a resource server needs, and verifies with the published keys', async () => {
    const { issuer, registry } = scene.cluster;
    const api = await registry.createApi({ accessTokenFormat: 'jwt' });
    const client = await registry.createClient({ apis: [api.audience] });
    const { answer, accessToken } = await scene.signIn({ client, api });
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
    const { payload, protectedHeader } = await jwtVerify(accessToken, keys, {
      issuer,
      audience: api.audience,
      typ: 'at+jwt',
      requiredClaims: ['iss', 'aud', 'sub', 'client_id', 'jti', 'exp', 'iat', 'scope'],
    });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(payload).toMatchObject({
      aud: api.audience,
      sub: scene.account.id,
      client_id: client.clientId,
      scope: 'notes:read notes:write',
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(answer.body['expires_in']);
    const { accessToken: another } = await scene.signIn({ client, api });
    expect((await jwtVerify(another, keys)).payload.jti).not.toBe(payload.jti);

    const idToken = tokenOf(answer, 'id_token');
    expect(decodeProtectedHeader(idToken).typ).not.toBe('at+jwt');
  });

  it('is refused by introspection, userinfo and revocation, which know it by nothing', async () => {
    const { issuer, registry } = scene.cluster;
    const api = await registry.createApi({ accessTokenFormat: 'jwt' });
    const client = await registry.createClient({ apis: [api.audience] });
    const { accessToken, refreshToken } = await scene.signIn({ client, api });
    const introspection = await post(`${issuer}/introspect`, { token: accessToken }, api);
    expect(introspection.status === 200 ? introspection.body : { active: false }).toEqual(inactive);
    expect(introspection.status).toBeLessThan(500);
    const userinfo = await fetch(`${issuer}/userinfo`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(userinfo.status).toBe(401);
    const revocation = await revoke(issuer, client, accessToken);
    expect([revocation.status, revocation.body['error']]).toEqual([400, 'unsupported_token_type']);
    expect(
      (await post(`${issuer}/token`, { grant_type: 'refresh_token', refresh_token: refreshToken }, client))
        .status,
    ).toBe(200);
  });

  it('verifies with keys of which only the public half is published', async () => {
    const { keys } = (await (await fetch(`${scene.cluster.issuer}/jwks`)).json()) as JSONWebKeySet;
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys)
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'])
        expect(key).not.toHaveProperty(member);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    expect(createLocalJWKSet({ keys })).toBeTypeOf('function');
  });
});

describe('the persistent profile', () => {
  it('gives one long-lived opaque token, no refresh token, and revokes it like any other', async () => {
    const { registry, issuer } = scene.cluster;
    const api = await registry.createApi({ accessTokenFormat: 'jwt' });
    const client = await registry.createClient({
      apis: [api.audience],
      token_profile: 'persistent',
      grant_types: ['authorization_code'],
    });
    const { answer, accessToken, refreshToken } = await scene.signIn({
      client,
      api,
      scope: 'openid offline_access notes:read',
    });
    expect(refreshToken).toBe('');
    expect(accessToken).toMatch(/^sym_at_[0-9A-Za-z]+$/);
    expect(answer.body['expires_in']).toBe(30 * 86_400);
    expect(await introspect(scene.replicaUrl(0), api, accessToken)).toMatchObject({ active: true });
    expect((await revoke(scene.replicaUrl(0), client, accessToken)).status).toBe(200);
    for (const index of [0, 1])
      expect(await introspect(scene.replicaUrl(index), api, accessToken)).toEqual(inactive);
    expect(
      (await fetch(`${issuer}/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } })).status,
    ).toBe(401);
  });
});
