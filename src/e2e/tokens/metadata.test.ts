import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scene, startScene } from '../harness/scene.ts';

let scene: Scene;
let issuer: string;

beforeAll(async () => {
  scene = await startScene();
  issuer = scene.cluster.issuer;
});
afterAll(() => scene[Symbol.asyncDispose]());

type Metadata = Readonly<Record<string, unknown>>;

async function metadata(name: 'openid-configuration' | 'oauth-authorization-server'): Promise<Metadata> {
  const response = await fetch(`${issuer}/.well-known/${name}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  return (await response.json()) as Metadata;
}

describe('IN-07 the metadata', () => {
  it('names the issuer byte for byte, whatever host the request came to', async () => {
    for (const headers of [{}, { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }]) {
      const response = await fetch(`${scene.replicaUrl(0)}/.well-known/openid-configuration`, { headers });
      const document = (await response.json()) as Metadata;
      expect(document['issuer']).toBe(issuer);
      const endpoints = Object.entries(document).filter(([name]) => /_(?:endpoint|uri)$/.test(name));
      expect(endpoints.length).toBeGreaterThan(6);
      for (const [name, url] of endpoints) expect(String(url), name).toMatch(new RegExp(`^${issuer}/`));
    }
  });

  it('is the same for OAuth and OpenID Connect clients', async () => {
    expect(await metadata('oauth-authorization-server')).toEqual(await metadata('openid-configuration'));
  });

  it('claims what is served, and nothing else', async () => {
    const document = await metadata('openid-configuration');
    expect(document).toMatchObject({
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'form_post'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256', 'RS256'],
    });
    const { grant_types_supported: grantTypes, scopes_supported: scopes } = document;
    expect(grantTypes).toEqual(
      expect.arrayContaining(['authorization_code', 'refresh_token', 'client_credentials']),
    );
    for (const forbidden of ['implicit', 'password']) expect(grantTypes).not.toContain(forbidden);
    expect(scopes).toEqual(expect.arrayContaining(['openid', 'profile', 'email', 'offline_access']));
    expect(document['token_endpoint_auth_methods_supported']).toEqual(
      expect.arrayContaining(['none', 'client_secret_basic', 'client_secret_post']),
    );
  });

  it('leads to endpoints that are there', async () => {
    const document = await metadata('openid-configuration');
    for (const [name, url] of Object.entries(document).filter(([key]) => /_(?:endpoint|uri)$/.test(key))) {
      const statuses = await Promise.all(
        ['GET', 'POST'].map(
          async (method) => (await fetch(String(url), { method, redirect: 'manual' })).status,
        ),
      );
      expect(
        statuses.every((status) => status === 404),
        `${name} ${statuses.join()}`,
      ).toBe(false);
      expect(Math.max(...statuses), name).toBeLessThan(500);
    }
  });

  it('IN-01 offers introspection to nobody who cannot authenticate', async () => {
    const document = await metadata('openid-configuration');
    const methods = document['introspection_endpoint_auth_methods_supported'];
    if (Array.isArray(methods))
      expect(methods.filter((method) => method !== 'none').length).toBeGreaterThan(0);
    const anonymous = await fetch(String(document['introspection_endpoint']), {
      method: 'POST',
      body: new URLSearchParams({ token: 'x', client_id: scene.client.clientId }),
    });
    expect(await anonymous.json()).not.toMatchObject({ active: true });
  });
});
