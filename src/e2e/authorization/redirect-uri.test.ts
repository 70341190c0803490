import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseClientMetadata } from '../../domain/clients/client-rules.ts';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { authorizationUrl, createPkce, obtainCode, redeem } from '../harness/flow.ts';
import type { TestClient } from '../harness/registry.ts';
import { expectErrorPage, navigate, redirected, sendRaw } from './answers.ts';

let cluster: Cluster;
let web: TestClient;
let native: TestClient;

const registered = 'https://app.example.com/callback';
const confidential = { application_type: 'web', token_endpoint_auth_method: 'client_secret_basic' };

beforeAll(async () => {
  cluster = await startCluster();
  web = await cluster.registry.createClient({ ...confidential, redirect_uris: [registered] });
  native = await cluster.registry.createClient({
    redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback', 'waylog://auth'],
  });
});
afterAll(() => cluster[Symbol.asyncDispose]());

function request(client: TestClient, parameters: Record<string, string | undefined>): string {
  return authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce(), parameters });
}

async function expectSignIn(client: TestClient, redirectUri: string): Promise<void> {
  const answer = await navigate(request(client, { redirect_uri: redirectUri }));
  expect(redirected(answer).pathname).toMatch(/^\/interaction\//);
}

/** Each reads like the registered URI to some parser, or leads somewhere else. */
const mutations = [
  'https://app.example.com/callback/',
  'https://app.example.com/callback//',
  'https://app.example.com//callback',
  'https://app.example.com/Callback',
  'https://app.example.com/callbac',
  'https://app.example.com/callbackx',
  'https://app.example.com/callback.evil',
  'https://app.example.com/',
  'https://app.example.com',
  'https://app.example.com/callback?',
  'https://app.example.com/callback?x=1',
  'https://app.example.com/callback?code=1',
  'https://app.example.com/callback&x=1',
  'https://app.example.com/callback#',
  'https://app.example.com/callback#x',
  'https://app.example.com/callback%23x',
  'https://app.example.com/callback%3Fx',
  'https://app.example.com/callback;x=1',
  'https://app.example.com/callback/.',
  'https://app.example.com/./callback',
  'https://app.example.com/x/../callback',
  'https://app.example.com/callback/..',
  'https://app.example.com/callback/../callback',
  'https://app.example.com/callback/..;/evil',
  'https://app.example.com/..;/callback',
  'https://app.example.com/%2e/callback',
  'https://app.example.com/%2e%2e/callback',
  'https://app.example.com/x/%2e%2e/callback',
  'https://app.example.com/%252e%252e/callback',
  'https://app.example.com%2fcallback',
  'https://app.example.com/%63allback',
  'https://app.example.com/callback%00',
  'https://app.example.com/callback\0',
  'https://app.example.com/call\tback',
  'https://app.example.com/callback\n',
  'https://app.example.com/callback\r\nLocation: https://evil.example',
  ' https://app.example.com/callback',
  'https://app.example.com/callback ',
  '\u00a0https://app.example.com/callback',
  'https:\\\\app.example.com\\callback',
  'https://app.example.com\\callback',
  'https:/app.example.com/callback',
  'https:app.example.com/callback',
  'https:///app.example.com/callback',
  '//app.example.com/callback',
  '/callback',
  'http://app.example.com/callback',
  'HTTPS://app.example.com/callback',
  'https://APP.example.com/callback',
  'https://app.example.com./callback',
  'https://app.example.com:443/callback',
  'https://app.example.com:8443/callback',
  'https://app.example.com:/callback',
  'https://app.example.com.evil.example/callback',
  'https://app.example.comevil.example/callback',
  'https://evil.example/app.example.com/callback',
  'https://evil-app.example.com/callback',
  'https://x.app.example.com/callback',
  'https://appxexample.com/callback',
  'https://app.example.com@evil.example/callback',
  'https://app.example.com@@evil.example/callback',
  'https://app.example.com%40evil.example/callback',
  'https://evil.example@app.example.com/callback',
  'https://user:pass@app.example.com/callback',
  'https://x@y@evil.example/callback',
  'https://evil.example\\@app.example.com/callback',
  'https://evil.example#@app.example.com/callback',
  'https://evil.example?@app.example.com/callback',
  'https://app.example.com\u3002evil.example/callback',
  'https://app\uff0eexample.com/callback',
  'https://app\u3002example\u3002com/callback',
  'https://\u0430pp.example.com/callback',
  'https://app.example.com\u2044callback',
  'https://app.examp\u00adle.com/callback',
  'https://localhost/callback',
  'http://127.0.0.1/callback',
  'http://127.0.0.1:9999/callback',
  'javascript:alert(1)//app.example.com/callback',
  'data:text/html,https://app.example.com/callback',
  'view-source:https://app.example.com/callback',
  'intent://app.example.com/callback#Intent;scheme=https;end',
  '*',
  'null',
  ' ',
];

describe('a redirect URI in an authorization request', () => {
  it('AZ-01 the registered one, and only in its registered spelling, gets to the sign-in', async () => {
    await expectSignIn(web, registered);
    expect(mutations.length).toBeGreaterThanOrEqual(60);
    expect(new Set(mutations).size).toBe(mutations.length);
  });

  it.each(mutations)('AZ-01 refuses %j on a page of ours', async (mutation) => {
    expectErrorPage(await navigate(request(web, { redirect_uri: mutation })), 400);
  });

  it('B-02 a client without redirect URIs, and a dot in a host that is only a dot', async () => {
    const none = await cluster.registry.createClient({ ...confidential, redirect_uris: [] });
    for (const uri of [registered, 'https://evil.example/', '']) {
      expectErrorPage(await navigate(request({ ...none, redirectUri: uri }, {})), 400);
    }
    expectErrorPage(await navigate(request(web, { redirect_uri: 'https://app-example.com/callback' })), 400);
  });

  it('AZ-05 must be there, with one registered and with several', async () => {
    for (const client of [web, native]) {
      expectErrorPage(await navigate(request(client, { redirect_uri: undefined })), 400);
      expectErrorPage(await navigate(request(client, { redirect_uri: '' })), 400);
    }
  });
});

describe('a loopback redirect URI', () => {
  it.each([
    'http://127.0.0.1/callback',
    'http://127.0.0.1:1/callback',
    'http://127.0.0.1:49152/callback',
    'http://127.0.0.1:65535/callback',
    'http://[::1]/callback',
    'http://[::1]:49152/callback',
  ])('AZ-02 lets a native client listen at %s', (uri) => expectSignIn(native, uri));

  it.each([
    'http://127.0.0.1:49152/other',
    'http://127.0.0.1:49152/callback/',
    'http://127.0.0.1:49152/callback?x=1',
    'http://127.0.0.1:49152/callback#x',
    'http://127.0.0.1:49152@evil.example/callback',
    'http://user@127.0.0.1:49152/callback',
    'http://127.0.0.1:x/callback',
    'http://127.0.0.1:99999/callback',
    'http://127.0.0.1.evil.example:49152/callback',
    'http://127.0.0.2:49152/callback',
    'http://127.1:49152/callback',
    'http://2130706433:49152/callback',
    'http://0x7f000001:49152/callback',
    'http://[::ffff:127.0.0.1]:49152/callback',
    'http://[0:0:0:0:0:0:0:1]:49152/callback',
    'http://localhost:49152/callback',
    'http://localhost/callback',
    'https://127.0.0.1:49152/callback',
    'waylog://auth:49152',
    'waylog://auth/',
    'waylog://AUTH',
    'WAYLOG://auth',
  ])('AZ-02 refuses a native client %s', async (uri) => {
    expectErrorPage(await navigate(request(native, { redirect_uri: uri })), 400);
  });

  it('AZ-02 has a fixed port for a web client', async () => {
    const development = await cluster.registry.createClient({
      ...confidential,
      redirect_uris: ['http://127.0.0.1:3000/callback'],
    });
    await expectSignIn(development, 'http://127.0.0.1:3000/callback');
    expectErrorPage(
      await navigate(request(development, { redirect_uri: 'http://127.0.0.1:3001/callback' })),
      400,
    );
  });

  it('AZ-02 keeps its port up to the redemption, where another port is refused', async () => {
    const account = await cluster.registry.createAccount();
    const client = { ...native, redirectUri: 'http://127.0.0.1:51004/callback' };
    const code = await obtainCode({ issuer: cluster.issuer, client }, account);
    const elsewhere = { ...native, redirectUri: 'http://127.0.0.1:51005/callback' };
    expect((await redeem(cluster.issuer, elsewhere, code)).body['error']).toBe('invalid_grant');
    expect((await redeem(cluster.issuer, client, code)).status).toBe(200);
  });
});

describe('registration', () => {
  const metadata = (type: string, redirectUri: string) => ({
    client_name: 'Test',
    application_type: type,
    ...(type === 'native' ? { token_endpoint_auth_method: 'none' } : {}),
    redirect_uris: [redirectUri],
  });

  it.each([
    ['web', 'http://app.example.com/callback'],
    ['native', 'http://app.example.com/callback'],
    ['web', 'JavaScript:alert(1)'],
    ['native', 'JavaScript:alert(1)'],
    ['native', 'vbscript:x'],
    ['native', 'data:text/html,x'],
    ['web', 'https://app.example.com/callback#x'],
    ['native', 'waylog://auth#x'],
    ['web', 'https://*.example.com/callback'],
    ['native', '*'],
    ['web', 'waylog://auth'],
    ['web', 'com.example.app:/callback'],
  ])('AZ-03 refuses a %s client %s', (type, uri) => {
    expect(parseClientMetadata(metadata(type, uri))).toMatchObject({
      ok: false,
      problems: [{ path: 'redirect_uris[0]' }],
    });
  });

  it.each([
    ['web', 'https://app.example.com/callback', 0],
    ['native', 'http://127.0.0.1/callback', 0],
    ['native', 'com.example.app:/callback', 0],
    ['native', 'waylog://auth', 1],
  ])('AZ-03 takes from a %s client %s with %i warnings', (type, uri, warnings) => {
    const result = parseClientMetadata(metadata(type, uri));
    expect(result.ok && result.warnings.length).toBe(warnings);
  });
});

describe('a request whose client or redirect URI is bad', () => {
  const variants: Record<string, Record<string, string | undefined>> = {
    'with prompt=none': { prompt: 'none' },
    'with response_mode=form_post': { response_mode: 'form_post' },
    'with response_mode=fragment': { response_mode: 'fragment' },
    'without scope': { scope: undefined },
    'with an unknown response_type': { response_type: 'nonsense' },
    'without response_type': { response_type: undefined },
    'without PKCE': { code_challenge: undefined, code_challenge_method: undefined },
    'with a request object': { request: 'e30.e30.' },
    'with a foreign request_uri': { request_uri: 'https://evil.example/r' },
    'with an unknown prompt': { prompt: 'nonsense' },
    'with an invalid scope': { scope: 'openid "' },
    'with a bad id_token_hint': { id_token_hint: 'nonsense' },
    'with a foreign resource': { resource: 'https://nobody.example' },
  };

  it.each(Object.entries(variants))('AZ-04 B-04 %s never redirects', async (_, parameters) => {
    const bad = [
      request(web, { ...parameters, redirect_uri: 'https://evil.example/callback' }),
      request(web, { ...parameters, client_id: 'nobody' }),
      request(web, { ...parameters, client_id: undefined }),
      request(native, { ...parameters, redirect_uri: 'http://localhost:1/callback' }),
    ];
    for (const url of bad) {
      const answer = await navigate(url);
      expectErrorPage(answer, 400);
      expect(answer.headers.get('content-security-policy')).not.toContain('evil.example');
    }
  });

  it('AZ-04 sent as a POST never redirects', async () => {
    const { search } = new URL(request(web, { redirect_uri: 'https://evil.example/callback' }));
    const answer = await sendRaw(cluster.issuer, { path: '/authorize', body: search.slice(1) });
    expectErrorPage(answer);
  });
});
