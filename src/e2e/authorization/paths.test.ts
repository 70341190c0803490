import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import {
  expectErrorObject,
  expectErrorPage,
  expectNothingInternal,
  sendRaw,
  statusOfBytes,
} from './answers.ts';

let cluster: Cluster;
let base: string;

beforeAll(async () => {
  cluster = await startCluster();
  base = cluster.replicas[0]?.url ?? '';
});
afterAll(async () => {
  expect(cluster.replicas[0]?.process.exitCode).toBeNull();
  await cluster[Symbol.asyncDispose]();
});

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'SEARCH',
  'PURGE',
];
const programs: Record<string, string[]> = {
  '/token': ['POST'],
  '/par': ['POST'],
  '/introspect': ['POST'],
  '/revoke': ['POST'],
  '/userinfo': ['GET', 'HEAD', 'POST'],
  '/jwks': ['GET', 'HEAD'],
  '/.well-known/openid-configuration': ['GET', 'HEAD'],
  '/.well-known/oauth-authorization-server': ['GET', 'HEAD'],
};
const pages: Record<string, string[]> = {
  '/authorize': ['GET', 'HEAD'],
  '/authorize/x': ['GET', 'HEAD'],
  '/logout': ['GET', 'HEAD'],
  '/logout/confirm': ['POST'],
  '/logout/success': ['GET', 'HEAD'],
  '/interaction/x': ['GET', 'HEAD'],
  '/interaction/x/sign-in': ['POST'],
  '/interaction/x/consent': ['POST'],
  '/': ['GET', 'HEAD'],
};

describe('a wrong method', () => {
  it.each(Object.entries(programs))('at %s is refused as JSON, saying what is right', async (path, right) => {
    for (const method of methods.filter((each) => !right.includes(each))) {
      const answer = await sendRaw(base, { method, path });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.get('allow')?.split(', ')).toEqual([...right, 'OPTIONS']);
      if (method !== 'HEAD') expectErrorObject(answer, 'invalid_request');
    }
  });

  it.each(Object.entries(pages))('at %s is refused with a page', async (path, right) => {
    for (const method of methods.filter((each) => !right.includes(each))) {
      const answer = await sendRaw(base, { method, path });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.get('allow')?.split(', ')).toEqual(right);
      if (method !== 'HEAD') expectErrorPage(answer, 405);
    }
  });

  it.each([...Object.entries(programs), ...Object.entries(pages)])(
    'at %s is none of %j',
    async (path, right) => {
      for (const method of right) {
        const { status } = await sendRaw(base, { method, path });
        expect(status, method).not.toBe(405);
        expect(status, method).toBeLessThan(500);
      }
    },
  );
});

const variants = (path: string): string[] => [
  `/${path}`,
  `${path}/`,
  `${path}//`,
  path.toUpperCase(),
  `/${path.slice(1, 2).toUpperCase()}${path.slice(2)}`,
  `/%2f${path.slice(1)}`,
  `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
  `${path}%2f`,
  `${path}%00`,
  `${path}%20`,
  `${path};`,
  `${path};x=1`,
  `${path}%3f`,
  `${path}%23`,
  `${path}.`,
  `${path}.json`,
  `${path}\\`,
  `/.${path}`,
  `/x/..${path}`,
  `/x/%2e%2e${path}`,
  `/..;${path}`,
  `/;${path}`,
  `/x;/..${path}`,
  `${path}/../token`,
  `${path}/%2e%2e`,
  `/%252f${path.slice(1)}`,
  `/interaction/..${path}`,
  `/assets/..${path}`,
  `/assets/..%2f${path.slice(1)}`,
  `/%zz${path}`,
  `/%c3%28${path}`,
  `/%ff`,
];

describe('an address that is none of ours', () => {
  it.each(['/token', '/introspect', '/revoke', '/par', '/authorize', '/logout', '/userinfo', '/jwks'])(
    'B-37 however close to %s, is refused',
    async (path) => {
      for (const variant of variants(path)) {
        for (const body of [undefined, 'grant_type=client_credentials&token=x&client_id=x']) {
          const answer = await sendRaw(base, { path: variant, ...(body === undefined ? {} : { body }) });
          expect(answer.status, variant).toBeGreaterThanOrEqual(400);
          expect(answer.headers.get('content-type') ?? '', variant).toMatch(/^text\/html/);
          expectErrorPage(answer);
        }
      }
    },
  );

  it.each([
    '/nothing',
    '/admin',
    '/metrics',
    '/healthz',
    '/readyz',
    '/.env',
    '/.git/config',
    '/.well-known/nothing',
    '/.well-known/openid-configuration/x',
    '/interaction',
    '/interaction/',
    '/interaction/x/y/z',
    '/assets/nothing.css',
    '/assets/../package.json',
    '/device',
    '/reg',
    '/session/end',
    '/token/introspection',
    '/favicon.ico',
    '/<script>alert(1)</script>',
    '/%3Cscript%3Ealert(1)%3C/script%3E',
  ])('%s is not found', (path) => expectNotFound(path));

  it('however long is not found', async () => {
    await expectNotFound(`/${'a'.repeat(8000)}`);
    await expectNotFound(`/${'a/'.repeat(4000)}`);
  });

  async function expectNotFound(path: string): Promise<void> {
    const answer = await sendRaw(base, { path });
    expectErrorPage(answer, 404);
    expect(answer.body).not.toContain('alert(1)');
    expect(answer.body.length).toBeLessThan(10_000);
  }

  it('is refused in a proxy form too', async () => {
    for (const path of [
      'http://evil.example/token',
      'http://evil.example/',
      'https://evil.example/authorize',
      '*',
    ])
      expect((await sendRaw(base, { path })).status, path).toBeGreaterThanOrEqual(400);
    expect(await statusOfBytes(base, 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toBe(404);
    expect(await statusOfBytes(base, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n')).toBe(0);
  });
});

describe('what is too long or no HTTP', () => {
  const request = (line: string, ...headers: string[]): string =>
    [line, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n');

  it.each(['/authorize', '/token', '/nothing'])('a long address of %s is refused', async (path) => {
    for (const size of [4000, 12_000]) {
      const answer = await sendRaw(base, { path: `${path}?state=${'a'.repeat(size)}` });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expectNothingInternal(answer.body);
    }
    for (const size of [20_000, 1_000_000]) {
      const status = await statusOfBytes(base, request(`GET ${path}?state=${'a'.repeat(size)} HTTP/1.1`));
      expect([0, 414, 431]).toContain(status);
    }
  });

  it('long, many and odd headers are refused or ignored', async () => {
    for (const headers of [
      [`X: ${'a'.repeat(20_000)}`],
      [`Cookie: ${'a=b; '.repeat(5000)}`],
      [`Authorization: Basic ${'a'.repeat(20_000)}`],
      Array.from({ length: 3000 }, (_, index) => `X-${index}: v`),
    ])
      expect([400, 431]).toContain(await statusOfBytes(base, request('GET /authorize HTTP/1.1', ...headers)));
    for (const header of [
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-For: x, , "',
      'Forwarded: host=evil',
      'X-HTTP-Method-Override: DELETE',
      'X-Original-URL: /metrics',
      'Accept: nonsense',
      'Accept-Language: *;q=x',
      'Upgrade: websocket',
      'Range: bytes=0-',
      'If-None-Match: *',
    ])
      expect(await statusOfBytes(base, request('GET /authorize HTTP/1.1', header)), header).toBe(400);
  });

  it.each([
    ['no HTTP', 'nonsense\r\n\r\n'],
    ['a space in the path', 'GET /to ken HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a path without a slash', 'GET %2ftoken HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a NUL in the path', 'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no host', 'GET /authorize HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two lengths', 'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a negative length', 'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['a broken chunk', 'POST /token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a folded header', 'GET /authorize HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n'],
    ['an unknown version', 'GET /authorize HTTP/9.9\r\nHost: x\r\n\r\n'],
  ])('%s is refused', async (_, bytes) => {
    expect(await statusOfBytes(base, bytes)).toBe(400);
  });
});
