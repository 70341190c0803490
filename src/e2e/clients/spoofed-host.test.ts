import { request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../harness/processes/cluster.ts';
import { authorizationUrl, createPkce, obtainCode } from '../harness/flow.ts';
import type { TestAccount, TestApi, TestClient } from '../harness/registry.ts';

let cluster: Cluster;
let account: TestAccount;
let api: TestApi;
let client: TestClient;

beforeAll(async () => {
  cluster = await startCluster();
  account = await cluster.registry.createAccount();
  api = await cluster.registry.createApi();
  client = await cluster.registry.createClient({ apis: [api.audience] });
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface Question {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** `fetch` would set Host itself. */
function ask(base: string, { method, path, headers = {}, form }: Question): Promise<Answer> {
  const body = form === undefined ? '' : new URLSearchParams(form).toString();
  const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const request = send(base, {
      method: method ?? (form === undefined ? 'GET' : 'POST'),
      path,
      headers: { ...type, 'content-length': String(Buffer.byteLength(body)), ...headers },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.end(body);
  });
}

const evil = 'evil.example';
const forgeries: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['Host', { host: evil }],
  ['Host with a port', { host: `${evil}:8443` }],
  ['an empty Host', { host: '' }],
  ['a Host that is none', { host: `a b/${evil}?@#` }],
  ['X-Forwarded-Host', { 'x-forwarded-host': evil }],
  ['X-Forwarded-Proto', { 'x-forwarded-proto': 'https', 'x-forwarded-ssl': 'on' }],
  ['X-Forwarded-Port and -Prefix', { 'x-forwarded-port': '8443', 'x-forwarded-prefix': `/${evil}` }],
  ['X-Forwarded-Server', { 'x-forwarded-server': evil, 'x-host': evil, 'x-original-host': evil }],
  ['Forwarded', { forwarded: `for=127.0.0.1;host=${evil};proto=https` }],
  ['X-Original-URL', { 'x-original-url': `https://${evil}/`, 'x-rewrite-url': `https://${evil}/` }],
  [
    'everything at once',
    {
      host: evil,
      'x-forwarded-host': evil,
      'x-forwarded-proto': 'https',
      forwarded: `host=${evil};proto=https`,
      'x-forwarded-for': `${evil}, 203.0.113.7`,
    },
  ],
];

/** What differs from one answer to the next without any forgery. */
function comparable({ status, headers, body }: Answer): unknown {
  const random = /[\w-]{20,}(\.[\w-]{20,})*|expires=[^;]*/g;
  const { date: _date, 'x-request-id': requestId, 'content-length': _length, ...others } = headers;
  const text = JSON.stringify({ status, headers: others, body });
  return text.replaceAll(String(requestId), 'REQUEST').replaceAll(random, 'RANDOM');
}

function questions(): Record<string, Question> {
  const authorize = authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce() });
  const { pathname, search } = new URL(authorize);
  return {
    'OpenID Connect metadata': { path: '/.well-known/openid-configuration' },
    'OAuth metadata': { path: '/.well-known/oauth-authorization-server' },
    'the key set': { path: '/jwks' },
    'an authorization request': { path: `${pathname}${search}` },
    'a refused authorization request': { path: `${pathname}${search}&prompt=none` },
    'an authorization request of nobody': { path: '/authorize?client_id=nobody' },
    'a pushed request': {
      path: '/par',
      form: {
        ...Object.fromEntries(new URLSearchParams(search)),
        client_id: client.clientId,
      },
    },
    'a failed client authentication': {
      path: '/token',
      form: { grant_type: 'client_credentials' },
      headers: { authorization: `Basic ${Buffer.from(`${api.clientId}:wrong`).toString('base64')}` },
    },
    'userinfo without a token': { path: '/userinfo' },
    'the sign-out page': { path: '/logout' },
    'a sign-in page that is gone': { path: '/interaction/gone' },
    'the first page': { path: '/' },
    'a page that is not there': { path: '/not/there' },
    'a method that is not there': { method: 'DELETE', path: '/token' },
  };
}

describe('OS-01 a forged host', () => {
  it.each(forgeries)('%s changes no answer', async (_name, headers) => {
    const [{ url } = { url: '' }] = cluster.replicas;
    for (const base of [url, cluster.issuer]) {
      for (const [name, question] of Object.entries(questions())) {
        const honest = await ask(base, question);
        const answer = await ask(base, { ...question, headers: { ...question.headers, ...headers } });
        expect({ name, answer: comparable(answer) }).toEqual({ name, answer: comparable(honest) });
        expect(JSON.stringify(answer), name).not.toContain(evil);
      }
    }
  });

  it('leads a sign-in to the pages of the issuer and signs tokens in its name', async () => {
    const headers = { host: evil, 'x-forwarded-host': evil, 'x-forwarded-proto': 'https' };
    const [{ url } = { url: '' }] = cluster.replicas;
    const start = authorizationUrl({ issuer: cluster.issuer, client, pkce: createPkce() });
    const { pathname, search } = new URL(start);
    const page = await ask(url, { path: `${pathname}${search}`, headers });
    expect(page.status).toBe(303);
    const location = new URL(String(page.headers['location']), cluster.issuer);
    expect(location.href).toMatch(`${cluster.issuer}/interaction/`);

    const { code, pkce } = await obtainCode(
      { issuer: cluster.issuer, client, scope: 'openid notes:read', api },
      account,
    );
    const form = {
      grant_type: 'authorization_code',
      client_id: client.clientId,
      redirect_uri: client.redirectUri,
      code,
      code_verifier: pkce.verifier,
    };
    const tokens = JSON.parse((await ask(url, { path: '/token', form, headers })).body) as {
      id_token: string;
    };
    const payload = Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(payload)).toMatchObject({ iss: cluster.issuer, sub: account.id });
  });

  it('in the request line reaches nothing', async () => {
    const [{ url } = { url: '' }] = cluster.replicas;
    for (const path of [`http://${evil}/.well-known/openid-configuration`, `//${evil}/authorize`]) {
      const answer = await ask(url, { path });
      expect(answer.status).toBe(404);
      expect(JSON.stringify(answer)).not.toContain(evil);
    }
  });
});
