import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestClient } from '../harness/registry.ts';
import { type Scene, startScene } from '../harness/scene.ts';
import { signInUrl } from '../harness/sign-in-pages.ts';
import { type Answer, expectErrorObject, expectNothingInternal, formType, sendRaw } from './answers.ts';

let scene: Scene;
let base: string;
let client: TestClient;
/** Authenticates in the form. */
let posting: TestClient;

beforeAll(async () => {
  scene = await startScene();
  base = scene.replicaUrl(0);
  ({ client } = scene);
  posting = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: ['https://app.example.com/callback'],
  });
});
afterAll(async () => {
  expect(scene.cluster.replicas[0]?.process.exitCode).toBeNull();
  await scene[Symbol.asyncDispose]();
});

const endpoints = ['/token', '/introspect', '/revoke', '/par'];

/** The least that each endpoint wants, so that what is wrong is only what the test makes wrong. */
function goodForm(path: string): string {
  const id = `client_id=${client.clientId}`;
  switch (path) {
    case '/token':
      return `${id}&grant_type=authorization_code&code=x&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&code_verifier=${'a'.repeat(43)}`;
    case '/introspect':
      return `client_id=${posting.clientId}&client_secret=${posting.clientSecret}&token=x`;
    case '/revoke':
      return `${id}&token=x`;
    default:
      return new URL(signInUrl({ issuer: base, client })).search.slice(1);
  }
}

async function within(milliseconds: number, work: () => Promise<Answer>): Promise<Answer> {
  const startedAt = performance.now();
  const answer = await work();
  expect(performance.now() - startedAt).toBeLessThan(milliseconds);
  return answer;
}

describe.each(endpoints)('%s', (path) => {
  it('takes its good form', async () => {
    const { status, body } = await sendRaw(base, { path, body: goodForm(path) });
    const good: Record<string, number> = { '/introspect': 200, '/revoke': 200, '/par': 201 };
    if (path === '/token') expect(body).toContain('invalid_grant');
    else expect(status).toBe(good[path]);
  });

  it('refuses an unknown client', async () => {
    for (const id of ['nobody', 'x'.repeat(5000), '\u00e9', "' OR 1=1 --", '../x', '%', '__proto__']) {
      const body = new URLSearchParams(`${goodForm(path)}`);
      body.set('client_id', id);
      expectErrorObject(await sendRaw(base, { path, body: body.toString() }), 'invalid_client');
    }
  });

  it.each([
    ['100 KB', 100_000],
    ['10 MB', 10_000_000],
  ])('refuses a body of %s, quickly', async (_, size) => {
    const filler = Buffer.alloc(size, 'a');
    for (const body of [
      Buffer.concat([Buffer.from(`${goodForm(path)}&x=`), filler]),
      filler,
      Buffer.alloc(size, '&'),
      Buffer.alloc(size, '='),
      Buffer.alloc(size, '%'),
      Buffer.alloc(size),
    ]) {
      expectErrorObject(await within(5000, () => sendRaw(base, { path, body })), 'invalid_request');
    }
    const chunked = { 'transfer-encoding': 'chunked' };
    expectErrorObject(await sendRaw(base, { path, body: filler, headers: chunked }), 'invalid_request');
  });

  it('refuses NUL bytes and bad UTF-8 wherever they are', async () => {
    for (const [name, value] of new URLSearchParams(goodForm(path))) {
      for (const bad of ['%00', `${encodeURIComponent(value)}%00`, '%ff%fe', '%c3%28', '%ed%a0%80', '%zz']) {
        const form = goodForm(path).replace(new RegExp(`(^|&)${name}=[^&]*`), `$1${name}=${bad}`);
        expect(form).not.toBe(goodForm(path));
        const answer = await sendRaw(base, { path, body: form });
        expect(answer.status, `${name}=${bad}: ${answer.body}`).toBeLessThan(500);
        if (answer.status >= 400) expectErrorObject(answer);
      }
    }
    for (const bytes of [Buffer.alloc(10), Buffer.from([0xff, 0xfe, 0x3d, 0x80]), Buffer.from('\0=\0&\0')])
      expectErrorObject(await sendRaw(base, { path, body: bytes }), 'invalid_request');
  });

  it.each([
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/x-www-form-urlencoded-x',
    'application/jwt',
    'x',
    '/',
    `${'a'.repeat(2000)}/x`,
  ])('refuses the content type %s', async (type) => {
    const headers = { 'content-type': type };
    const json = JSON.stringify(Object.fromEntries(new URLSearchParams(goodForm(path))));
    for (const body of [goodForm(path), json, '{', '[]', 'null'])
      expectErrorObject(await sendRaw(base, { path, body, headers }), 'invalid_request');
  });

  it('refuses no body, no content type, an odd charset and a wrong encoding', async () => {
    expectErrorObject(await sendRaw(base, { method: 'POST', path }), 'invalid_request');
    expectErrorObject(await sendRaw(base, { path, body: '' }), 'invalid_request');
    for (const charset of ['utf-7', 'nonsense', 'utf-16', '"', ''])
      expectErrorObject(
        await sendRaw(base, {
          path,
          body: 'x=y',
          headers: { 'content-type': `${formType}; charset=${charset}` },
        }),
      );
    for (const encoding of ['gzip', 'deflate', 'br', 'nonsense'])
      expectErrorObject(
        await sendRaw(base, {
          path,
          body: Buffer.of(0x1f, 0x8b, 8, 0),
          headers: { 'content-encoding': encoding },
        }),
      );
  });

  it('takes no harm from 1000 parameters, and refuses a repeated one', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `p${index}=v`).join('&');
    const answer = await within(2000, () => sendRaw(base, { path, body: `${goodForm(path)}&${many}` }));
    expect(answer.status).toBeLessThan(500);
    const crowd = Array.from({ length: 1000 }, () => 'client_id=x').join('&');
    expectErrorObject(await sendRaw(base, { path, body: crowd }), 'invalid_request');
    for (const [name, value] of new URLSearchParams(goodForm(path))) {
      if (name === 'resource') continue;
      const twice = `${goodForm(path)}&${name}=${encodeURIComponent(value)}`;
      expectErrorObject(await sendRaw(base, { path, body: twice }), 'invalid_request');
    }
    for (const name of ['token_type_hint', 'grant_type', 'client_secret', 'state', 'code', 'token'])
      expectErrorObject(await sendRaw(base, { path, body: `${name}=a&${name}=b` }), 'invalid_request');
  });

  it('takes parameters from the body only', async () => {
    const answer = await sendRaw(base, { path: `${path}?${goodForm(path)}`, body: 'x=y' });
    expectErrorObject(answer, 'invalid_request');
  });

  it('takes no harm from names that objects have', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a[b]', 'a.b', '', '[]']) {
      const answer = await sendRaw(base, { path, body: `${encodeURIComponent(name)}=x&${goodForm(path)}` });
      expect(answer.status).toBeLessThan(500);
      expectNothingInternal(answer.body);
    }
  });
});

describe('a connection', () => {
  it('serves the next request after one whose body was refused halfway', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const large = { path: '/token', body: Buffer.alloc(10_000_000, 'a'), agent };
    for (let round = 0; round < 5; round += 1) {
      const headers = { 'transfer-encoding': 'chunked' };
      expectErrorObject(await sendRaw(base, { ...large, headers }), 'invalid_request');
      const next = await within(5000, () => sendRaw(base, { path: '/jwks', agent }));
      expect(next.status).toBe(200);
    }
    agent.destroy();
  });
});
