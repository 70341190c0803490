import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obtainCode, redeem } from '../harness/flow.ts';
import type { TestApi, TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { beginSignIn, signInUrl } from '../harness/sign-in-pages.ts';
import { findForm } from '../harness/network/user-agent.ts';
import { expectErrorObject, expectErrorPage, expectNothingInternal, navigate, sendRaw } from './answers.ts';

let scene: Scene;
let base: string;
let client: TestClient;
let api: TestApi;

beforeAll(async () => {
  scene = await startScene();
  base = scene.replicaUrl(0);
  ({ client, api } = scene);
});
afterAll(async () => {
  expect(scene.cluster.replicas[0]?.process.exitCode).toBeNull();
  await scene[Symbol.asyncDispose]();
});

const endpoints = ['/token', '/introspect', '/revoke', '/par'];

function basic(text: string | Buffer): string {
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

const malformedBasic: Record<string, string> = {
  'nothing after the scheme': 'Basic',
  'a space after the scheme': 'Basic ',
  'no base64': 'Basic !!!!',
  'one character': 'Basic a',
  'bad padding': 'Basic YTpi=',
  'padding alone': 'Basic ====',
  'padding inside': 'Basic YT=pi',
  base64url: 'Basic YTr_-w',
  'no colon': basic('nobody'),
  'a colon alone': basic(':'),
  'no user': basic(':secret'),
  'no password': basic('nobody:'),
  'two spaces': `Basic  ${basic('a:b').slice(6)}`,
  'a tab': `Basic\t${basic('a:b').slice(6)}`,
  'two credentials': `${basic('a:b')}, ${basic('c:d')}`,
  'more after it': `${basic('a:b')} x`,
  'a bad escape': basic('a%zz:b'),
  'a lone percent': basic('a:%'),
  'bad UTF-8 escapes': basic('a%ff:b'),
  'bad UTF-8 bytes': basic(Buffer.from([0xff, 0x3a, 0xfe])),
  'a NUL byte': basic('a\0:b'),
  'an escaped NUL': basic('a%00:b'),
  'a line break': basic('a\n:b'),
  'an escaped line break': basic('a%0d%0a:b'),
  'other letters': basic('\u00e9:\u00e9'),
  'another scheme': 'Bearer abc',
  'a scheme alone': 'Digest',
  'no scheme': basic('a:b').slice(6),
  'a quoted value': 'Basic "YTpi"',
  '8 KB of it': basic(`a:${'b'.repeat(6000)}`),
  'an unknown client': basic('nobody:secret'),
};

describe('the Authorization header', () => {
  it('has enough ways to be wrong', () => {
    expect(Object.keys(malformedBasic).length).toBeGreaterThanOrEqual(20);
  });

  it.each(Object.entries(malformedBasic))('with %s is refused everywhere', async (_, authorization) => {
    for (const path of endpoints) {
      const body = 'grant_type=client_credentials&token=x';
      const answer = await sendRaw(base, { path, body, headers: { authorization } });
      expectErrorObject(answer);
      expect(['invalid_request', 'invalid_client']).toContain(
        (JSON.parse(answer.body) as { error: string }).error,
      );
      expect([400, 401]).toContain(answer.status);
      if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
    }
  });

  it('together with a secret in the body, or for another client, is refused', async () => {
    const authorization = basic(`${api.clientId}:${api.clientSecret}`);
    for (const path of endpoints) {
      for (const body of [`client_secret=${api.clientSecret}`, `client_id=${client.clientId}`])
        expectErrorObject(await sendRaw(base, { path, body, headers: { authorization } }), 'invalid_request');
    }
  });
});

describe('the userinfo endpoint', () => {
  it.each([
    'Bearer',
    'Bearer ',
    'Bearer x',
    'Bearer \u00e9',
    'Basic eDp5',
    'x',
    'Bearer a b',
    'bearer sym_at_x',
  ])('refuses %j with a challenge', async (authorization) => {
    const answer = await sendRaw(base, {
      path: '/userinfo',
      headers: { authorization: Buffer.from(authorization).toString('latin1') },
    });
    expectErrorObject(answer);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="/);
  });
});

describe('pages', () => {
  it('answer a broken authorization request with the error page', async () => {
    const good = signInUrl({ issuer: base, client });
    const bad = [
      'client_id=%00',
      'client_id=%ff',
      'client_id=nobody%0d%0aX:y',
      'redirect_uri=%00',
      '%00=%00',
      '%',
    ];
    for (const part of bad) expectErrorPage(await navigate(`${base}/authorize?${part}`), 400);
    for (const name of [
      'state',
      'nonce',
      'login_hint',
      'ui_locales',
      'acr_values',
      'id_token_hint',
      'display',
    ]) {
      for (const value of ['%00', '%ff', '%zz', 'a'.repeat(5000)]) {
        const answer = await navigate(`${good.replace(/&state=[^&]*/, '')}&${name}=${value}`);
        expect(answer.status, `${name}=${value.slice(0, 10)}`).toBeLessThan(500);
        if (answer.status >= 400) expectErrorPage(answer);
      }
    }
  });

  it('issue nothing for a value that cannot be stored, and say so', async () => {
    const request = { issuer: scene.cluster.issuer, client, parameters: { nonce: 'a\0b' } };
    const told = await obtainCode(request, scene.account).catch(String);
    if (typeof told === 'string') expect(told).toMatch(/error=invalid_request/);
    else expect((await redeem(base, client, told)).status).toBe(200);
  });

  it('answer a broken form with the error page', async () => {
    const { agent, page } = await beginSignIn({ issuer: scene.cluster.issuer, client });
    const { action } = findForm(page.html, '/sign-in');
    const path = new URL(action, page.url);
    const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
      sendRaw(base, { path: path.pathname + path.search, body, headers: { cookie, ...headers } });
    expectErrorPage(await send(Buffer.alloc(100_000, 'a')), 413);
    expectErrorPage(await send(Buffer.alloc(10_000_000, 'a')), 413);
    for (const body of ['csrf=x&csrf=y', 'email=%00', Buffer.from([0xff, 0xfe]), 'email=a&email=b'])
      expectErrorPage(await send(body), 400);
    expectErrorPage(await send(Array.from({ length: 1000 }, (_, index) => `p${index}=v`).join('&')), 400);
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expectErrorPage(await send('{}', { 'content-type': type }), 415);
    expectErrorPage(await send(''), 403);
  });

  it('take no harm from broken cookies', async () => {
    for (const cookie of [
      '=',
      ';;;',
      'symbolon_session',
      'symbolon_session=%00',
      `symbolon_session=${'a'.repeat(4000)}`,
      'symbolon_session="x"',
      `${'a=b; '.repeat(500)}`,
    ]) {
      for (const path of ['/authorize?client_id=x', '/logout', '/interaction/x', '/authorize/x']) {
        const answer = await sendRaw(base, { path, headers: { cookie } });
        expect(answer.status, `${path} ${cookie.slice(0, 40)}`).toBeLessThan(500);
        expectNothingInternal(answer.body);
      }
    }
  });

  it('take no harm from a broken sign-out', async () => {
    for (const query of [
      'id_token_hint=x',
      'id_token_hint=%00',
      'client_id=%00',
      'client_id=nobody',
      'state=a&state=b',
      'post_logout_redirect_uri=https%3A%2F%2Fevil.example',
    ]) {
      const answer = await sendRaw(base, { path: `/logout?${query}` });
      expect(answer.status, query).toBeLessThan(500);
      expect(answer.headers.get('location')).toBeNull();
      expectNothingInternal(answer.body);
    }
    for (const body of ['', 'xsrf=x', 'xsrf=%00&logout=yes', 'xsrf=a&xsrf=b'])
      expectErrorPage(await sendRaw(base, { path: '/logout/confirm', body }), 400);
  });
});
