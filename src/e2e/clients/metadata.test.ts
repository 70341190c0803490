import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../http/texts/texts.ts';
import { type PublishedScene, readMetadata, startPublishedScene } from './published-scene.ts';

let at: PublishedScene;

beforeAll(async () => {
  at = await startPublishedScene();
});
afterAll(() => at[Symbol.asyncDispose]());

describe('IN-07 the metadata', () => {
  it('is the same by OpenID Connect and by RFC 8414, on every replica, with the exact issuer', async () => {
    expect(at.metadata['issuer']).toBe(at.cluster.issuer);
    for (const base of [at.cluster.issuer, ...at.cluster.replicas.map(({ url }) => url)]) {
      expect(await readMetadata(base, 'openid-configuration')).toEqual(at.metadata);
      expect(await readMetadata(base, 'oauth-authorization-server')).toEqual(at.metadata);
    }
  });

  it('says this and no more', () => {
    const { issuer } = at.cluster;
    expect(at.metadata).toEqual({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      pushed_authorization_request_endpoint: `${issuer}/par`,
      token_endpoint: `${issuer}/token`,
      introspection_endpoint: `${issuer}/introspect`,
      revocation_endpoint: `${issuer}/revoke`,
      userinfo_endpoint: `${issuer}/userinfo`,
      end_session_endpoint: `${issuer}/logout`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'form_post'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      revocation_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      id_token_signing_alg_values_supported: ['ES256', 'RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      subject_types_supported: ['public'],
      claim_types_supported: ['normal'],
      claims_supported: expect.any(Array) as string[],
      acr_values_supported: ['pwd', 'mfa', 'phr'],
      ui_locales_supported: [...languages],
      claims_parameter_supported: false,
      request_uri_parameter_supported: false,
      authorization_response_iss_parameter_supported: true,
    });
  });

  it('names endpoints that all answer', async () => {
    const expected: Record<string, { method: string; status: number; error?: string }> = {
      authorization_endpoint: { method: 'GET', status: 400 },
      pushed_authorization_request_endpoint: { method: 'POST', status: 400, error: 'invalid_request' },
      token_endpoint: { method: 'POST', status: 400, error: 'invalid_request' },
      introspection_endpoint: { method: 'POST', status: 400, error: 'invalid_request' },
      revocation_endpoint: { method: 'POST', status: 400, error: 'invalid_request' },
      userinfo_endpoint: { method: 'GET', status: 401, error: 'invalid_token' },
      end_session_endpoint: { method: 'GET', status: 200 },
      jwks_uri: { method: 'GET', status: 200 },
    };
    const named = Object.keys(at.metadata).filter((name) => /_endpoint$|_uri$/.test(name));
    expect(named.sort()).toEqual(Object.keys(expected).sort());
    for (const [name, { method, status, error }] of Object.entries(expected)) {
      const response = await fetch(String(at.metadata[name]), { method, redirect: 'manual' });
      expect({ name, status: response.status }).toEqual({ name, status });
      const text = await response.text();
      if (error !== undefined) expect(JSON.parse(text)).toMatchObject({ error });
    }
  });
});

describe('IN-07 the key set', () => {
  it('has public members only, for every signing algorithm, the same on every replica', async () => {
    const sets = await Promise.all(
      [at.cluster.issuer, ...at.cluster.replicas.map(({ url }) => url)].map(async (base) => {
        const response = await fetch(`${base}/jwks`);
        expect(response.headers.get('content-type')).toMatch(/^application\/jwk-set\+json\b/);
        return (await response.json()) as { keys: Record<string, string>[] };
      }),
    );
    const [set = { keys: [] }, ...others] = sets;
    for (const other of others) expect(other).toEqual(set);
    const members: Record<string, string[]> = {
      EC: ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
      RSA: ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    };
    for (const key of set.keys) {
      expect(Object.keys(key).sort()).toEqual(members[key['kty'] ?? '']);
      expect(key['use']).toBe('sig');
    }
    const algorithms = new Set(set.keys.map(({ alg }) => alg));
    expect([...algorithms].sort()).toEqual([...at.listed('id_token_signing_alg_values_supported')].sort());
    expect(new Set(set.keys.map(({ kid }) => kid)).size).toBe(set.keys.length);
  });
});
