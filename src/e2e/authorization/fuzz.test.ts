import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestClient } from '../harness/registry.ts';
import { type IssuedTokens, type Scene, startScene } from '../harness/scene.ts';
import { type Answer, expectNothingInternal, formType, sendRaw } from './answers.ts';

/** A failure prints the seed and the smallest request; a run can be repeated with it. */
const seed = 20_240_917;

let scene: Scene;
let base: string;
let confidential: TestClient;
let tokens: IssuedTokens;

beforeAll(async () => {
  scene = await startScene();
  base = scene.replicaUrl(0);
  confidential = await scene.cluster.registry.createClient({
    application_type: 'web',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: ['https://app.example.com/callback'],
    response_modes: ['query', 'form_post'],
    apis: [scene.api.audience],
  });
  tokens = await scene.signIn();
});
afterAll(() => scene[Symbol.asyncDispose]());

const names = [
  ...[
    'client_id',
    'client_secret',
    'redirect_uri',
    'response_type',
    'response_mode',
    'scope',
    'state',
    'nonce',
  ],
  ...[
    'prompt',
    'max_age',
    'code_challenge',
    'code_challenge_method',
    'request',
    'request_uri',
    'resource',
    'claims',
  ],
  ...['id_token_hint', 'login_hint', 'acr_values', 'ui_locales', 'display', 'registration', 'dpop_jkt'],
  ...['grant_type', 'code', 'code_verifier', 'refresh_token', 'token', 'token_type_hint', 'client_assertion'],
  ...['client_assertion_type', 'access_token', 'audience', '__proto__', 'constructor', ''],
];

/** Values that mean something somewhere, and values that mean nothing anywhere. */
function values(): fc.Arbitrary<string> {
  const { client, api } = scene;
  const meaningful = fc.constantFrom(
    ...[client.clientId, confidential.clientId, confidential.clientSecret, client.redirectUri],
    ...[confidential.redirectUri, api.audience, tokens.accessToken, tokens.refreshToken, tokens.code],
    ...[
      'code',
      'token',
      'id_token',
      'none',
      'query',
      'fragment',
      'form_post',
      'jwt',
      'S256',
      'plain',
      'a'.repeat(43),
    ],
    ...[
      'openid',
      'openid email notes:read',
      'offline_access',
      'login',
      'consent',
      'none login',
      'authorization_code',
    ],
    ...[
      'refresh_token',
      'client_credentials',
      'access_token',
      'urn:ietf:params:oauth:request_uri:x',
      'e30.e30.',
    ],
    ...[
      '0',
      '-1',
      '1e309',
      'null',
      'true',
      '{}',
      '[]',
      '{"id_token":{"sub":null}}',
      '\0',
      '\ud83d\udd11',
      '%',
      '\r\nX: y',
    ],
  );
  const cut = fc
    .tuple(fc.constantFrom(tokens.accessToken, tokens.refreshToken, tokens.code), fc.nat(63))
    .map(([token, length]) => token.slice(0, length));
  return fc.oneof(
    { weight: 6, arbitrary: meaningful },
    { weight: 1, arbitrary: cut },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.nat(3000).map((length) => 'a'.repeat(length)) },
  );
}

interface Generated {
  readonly path: string;
  readonly parameters: readonly [string, string][];
  readonly noise: string;
  readonly type: string | undefined;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
  readonly cookie: string | undefined;
}

function requests(): fc.Arbitrary<Generated> {
  const name = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.string() },
  );
  const header = (...known: string[]) =>
    fc.option(
      fc.oneof(
        fc.constantFrom(...known),
        fc.string({ maxLength: 60 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '').trim()),
      ),
      { nil: undefined, freq: 2 },
    );
  const basic = fc
    .tuple(fc.oneof(values(), fc.string()), fc.oneof(values(), fc.string()))
    .map(([id, secret]) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`);
  return fc.record({
    path: fc.constantFrom('/authorize', '/token', '/introspect', '/revoke', '/par'),
    parameters: fc.array(fc.tuple(name, values()), { maxLength: 12 }),
    noise: fc.oneof(
      { weight: 5, arbitrary: fc.constant('') },
      fc.constantFrom('&', '&&=', '%', '&%zz=%ff', '&=', ';a=b', '+'),
    ),
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constant(formType) },
      fc.constantFrom(undefined, 'application/json', `${formType}; charset=utf-16`, 'x'),
    ),
    authorization: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      basic,
      header('Basic', 'Bearer x', 'Basic Og=='),
    ),
    accept: header('text/html', 'application/json', '*/*', 'image/png'),
    cookie: header('symbolon_session=x', 'symbolon_interaction_x=y', '=;='),
  });
}

function send({ path, parameters, noise, type, authorization, accept, cookie }: Generated): Promise<Answer> {
  const text = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString() + noise;
  const given = { 'content-type': type, authorization, accept, cookie };
  const headers = Object.fromEntries(
    Object.entries(given).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
  if (path !== '/authorize') return sendRaw(base, { method: 'POST', path, body: text, headers });
  return sendRaw(base, { path: `${path}?${text.replaceAll(/[^\x21-\x7e]/g, '')}`.slice(0, 8000), headers });
}

function check({ path }: Generated, { status, headers, body }: Answer): void {
  expect(status, body).toBeLessThan(500);
  expectNothingInternal(body);
  const type = headers.get('content-type') ?? '';
  const location = headers.get('location');
  if (location !== null) {
    expect(status).toBe(303);
    const allowed = ['/interaction/', scene.client.redirectUri, confidential.redirectUri];
    expect(
      allowed.some((target) => location.startsWith(target)),
      location,
    ).toBe(true);
    expect(location).not.toMatch(/[?&]code=/);
  } else if (path === '/authorize') {
    expect(type).toMatch(/^text\/html/);
    expect(body).toMatch(/^<!doctype html>/i);
  } else if (body !== '') {
    expect(type).toMatch(/^application\/json/);
    const parsed = JSON.parse(body) as Record<string, unknown>;
    if (status >= 400) expect(parsed['error']).toMatch(/^[a-z_]+$/);
  } else {
    expect([path, status]).toEqual(['/revoke', 200]);
  }
}

it('answers 500 generated requests without a fault, each in the form of its endpoint', async () => {
  await fc.assert(
    fc.asyncProperty(requests(), async (request) => check(request, await send(request))),
    {
      seed,
      numRuns: 500,
      endOnFailure: false,
      interruptAfterTimeLimit: 100_000,
      markInterruptAsFailure: true,
    },
  );
  expect(scene.cluster.replicas[0]?.process.exitCode).toBeNull();
}, 150_000);
