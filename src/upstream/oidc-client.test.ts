import { createHmac } from 'node:crypto';
import { type JWTPayload, exportSPKI, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamAnswer, UpstreamClient } from '../domain/federation/provider.ts';
import { systemClock, systemMonotonicMs } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import { createDiscovery, secretAuthentication } from './discovery.ts';
import { type GuardedFetch, createGuardedFetch } from './fetch/guarded-fetch.ts';
import { type OidcQuirks, createOidcClient } from './oidc-client.ts';
import { type Says, type TestIssuer, clientId, startTestIssuer } from './testing/issuer.ts';

const callbackUri = 'https://id.example.com/federation/okta/callback';
const state = 's'.repeat(43);

let issuer: TestIssuer;
let guarded: GuardedFetch;

beforeAll(async () => {
  issuer = await startTestIssuer();
  guarded = createGuardedFetch({ allowPrivateAddresses: true, allowLoopback: true, timeoutMs: 2000 });
});
beforeEach(() => {
  issuer.says = issuer.honest;
});
afterAll(async () => {
  await guarded[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

function createClient(quirks: Partial<OidcQuirks> = {}, configuredIssuer = issuer.origin): UpstreamClient {
  return createOidcClient({
    discovery: createDiscovery({
      issuer: configuredIssuer,
      isMultiTenant: false,
      clientId,
      authentication: secretAuthentication('secret-there'),
      fetch: guarded.fetch,
      allowInsecure: true,
      monotonicMs: systemMonotonicMs,
    }),
    quirks: {
      clientId,
      scope: 'openid email',
      formPost: false,
      emailVerified: { claim: 'email_verified', values: new Set([true]) },
      bringsName: false,
      datesWhenAsked: false,
      trustAmr: false,
      ...quirks,
    },
    random: systemRandom,
    clock: systemClock,
  });
}

interface Visit {
  readonly client?: UpstreamClient;
  readonly reauthenticate?: boolean;
  /** What the browser brings, beside what an honest provider sends along. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The nonce that the issuer puts in the token, given the one that it was sent. */
  readonly nonce?: (sent: string) => string;
}

/** Goes to the issuer and comes back. */
async function visit(given: Visit = {}): Promise<UpstreamAnswer> {
  const { client = createClient(), reauthenticate = false, parameters = {}, nonce = (sent) => sent } = given;
  const begun = await client.begin({ state, callbackUri, loginHint: null, reauthenticate });
  if (begun.outcome === 'unavailable') return begun;
  issuer.nonce = nonce(new URL(begun.location).searchParams.get('nonce') ?? '');
  const brought = { code: 'the-code', state, iss: issuer.origin, ...parameters };
  return client.finish({
    parameters: new Map(Object.entries(brought)),
    state,
    callbackUri,
    memory: begun.memory,
  });
}

const lie = (what: Partial<Says>): void => {
  issuer.says = { ...issuer.honest, ...what };
};
const claim = (change: Record<string, unknown>): void =>
  lie({ claims: (claims) => ({ ...claims, ...change }) });
const seconds = (): number => Math.floor(Date.now() / 1000);

describe('an honest issuer', () => {
  it('says who somebody is', async () => {
    expect(await visit()).toEqual({
      outcome: 'identified',
      identity: {
        issuer: issuer.origin,
        subject: 'ada',
        email: 'ada@acme.example',
        emailVerified: true,
        name: 'Ada',
        isMultiFactor: false,
        authenticatedAt: expect.any(Date) as Date,
      },
    });
  });

  it('FE-03: is asked with state, nonce and a PKCE challenge, and gets the verifier', async () => {
    const client = createClient();
    const begun = await client.begin({
      state,
      callbackUri,
      loginHint: 'ada@acme.example',
      reauthenticate: true,
    });
    if (begun.outcome !== 'begun') throw new Error(begun.reason);
    const asked = Object.fromEntries(new URL(begun.location).searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: callbackUri,
      scope: 'openid email',
      state,
      code_challenge_method: 'S256',
      login_hint: 'ada@acme.example',
      prompt: 'login',
      max_age: '0',
    });
    expect(asked['nonce']).toMatch(/^[\w-]{43}$/);
    expect(asked['code_challenge']).toMatch(/^[\w-]{43}$/);
    expect(begun.location).not.toContain('secret-there');
    await visit();
    const form = issuer.server.requests.findLast(({ path }) => path === '/token')?.form;
    expect(form?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(form?.get('redirect_uri')).toBe(callbackUri);
  });

  it('may say the address apart from the ID token', async () => {
    lie({ claims: ({ email: _email, email_verified: _verified, ...claims }) => claims });
    expect(await visit()).toMatchObject({ identity: { email: 'ada@acme.example', emailVerified: true } });
  });

  it('that could not verify the address is taken at its word', async () => {
    for (const verified of [false, 'true', 1, undefined]) {
      claim({ email_verified: verified });
      expect(await visit()).toMatchObject({ identity: { emailVerified: false } });
    }
  });

  it('FE-06: has its word on factors heard only where it is trusted', async () => {
    claim({ amr: ['pwd', 'mfa'], acr: 'phr' });
    expect(await visit()).toMatchObject({ identity: { isMultiFactor: false } });
    const trusting = createClient({ trustAmr: true });
    expect(await visit({ client: trusting })).toMatchObject({ identity: { isMultiFactor: true } });
    claim({ amr: undefined, acr: 'mfa' });
    expect(await visit({ client: trusting })).toMatchObject({ identity: { isMultiFactor: false } });
    claim({ amr: 'mfa' });
    expect(await visit({ client: trusting })).toMatchObject({ identity: { isMultiFactor: false } });
  });

  it('FE-06: that did not ask again although it was told to is not believed', async () => {
    claim({ auth_time: seconds() - 3600 });
    expect(await visit({ reauthenticate: true })).toMatchObject({ outcome: 'refused' });
    expect(await visit({ reauthenticate: false })).toMatchObject({ outcome: 'identified' });
    claim({ auth_time: seconds() });
    expect(await visit({ reauthenticate: true })).toMatchObject({ outcome: 'identified' });
  });

  it('FE-06: says when somebody signed in there, or that it does not say', async () => {
    claim({ auth_time: 1_700_000_000 });
    expect(await visit()).toMatchObject({ identity: { authenticatedAt: new Date(1_700_000_000_000) } });
    claim({ auth_time: undefined });
    expect(await visit({ reauthenticate: true })).toMatchObject({ identity: { authenticatedAt: null } });
    claim({ auth_time: 'just now' });
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it('may turn somebody back', async () => {
    const parameters = { error: 'access_denied', code: '' };
    expect(await visit({ parameters })).toEqual({ outcome: 'cancelled' });
    expect(await visit({ parameters: { ...parameters, error: 'server_error' } })).toMatchObject({
      outcome: 'unavailable',
    });
    expect(await visit({ parameters: { ...parameters, error: 'invalid_scope' } })).toMatchObject({
      outcome: 'refused',
    });
  });
});

describe('an issuer that lies', () => {
  const unsigned = (claims: JWTPayload): string =>
    `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

  it('FE-05: does not get through with a token that is not signed', async () => {
    lie({ sign: (claims) => Promise.resolve(unsigned(claims)) });
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it('FE-05: does not get through with HS256 under its public key, whatever its metadata allow', async () => {
    const pem = await exportSPKI(issuer.publicKey);
    lie({
      sign: (claims) => {
        const [header = '', body = ''] = [{ alg: 'HS256', kid: 'key-1' }, claims].map((part) =>
          Buffer.from(JSON.stringify(part)).toString('base64url'),
        );
        const signature = createHmac('sha256', pem).update(`${header}.${body}`).digest('base64url');
        return Promise.resolve(`${header}.${body}.${signature}`);
      },
      metadata: (metadata) => ({
        ...metadata,
        id_token_signing_alg_values_supported: ['HS256', 'none', 'RS256'],
      }),
    });
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it('FE-05: does not get through with HS256 under our client secret', async () => {
    lie({
      sign: (claims) => issuer.sign(claims, 'HS256', new TextEncoder().encode('secret-there')),
      metadata: (metadata) => ({ ...metadata, id_token_signing_alg_values_supported: ['HS256'] }),
    });
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it('FE-05: does not get through with a signature by another key', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    lie({ sign: (claims) => issuer.sign(claims, 'RS256', privateKey) });
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it.each<readonly [string, () => Record<string, unknown>]>([
    ['another issuer', () => ({ iss: 'https://other.example' })],
    ['an issuer that is nearly the same', () => ({ iss: `${issuer.origin}/` })],
    ['no issuer', () => ({ iss: undefined })],
    ['another audience', () => ({ aud: 'another-client' })],
    ['several audiences without saying who asked', () => ({ aud: [clientId, 'another-client'] })],
    ['several audiences, asked for by another', () => ({ aud: [clientId, 'x'], azp: 'x' })],
    ['our audience, asked for by another', () => ({ azp: 'another-client' })],
    ['a time that is over', () => ({ exp: seconds() - 3600, iat: seconds() - 7200 })],
    ['no end', () => ({ exp: undefined })],
    ['a time to come', () => ({ nbf: seconds() + 3600 })],
    ['no nonce', () => ({ nonce: undefined })],
    ['another nonce', () => ({ nonce: 'x'.repeat(43) })],
    ['no subject', () => ({ sub: undefined })],
    ['an empty subject', () => ({ sub: '' })],
    ['a subject that is a number', () => ({ sub: 42 })],
    ['a subject with control characters', () => ({ sub: 'ada\0' })],
    ['a subject without end', () => ({ sub: 'a'.repeat(300) })],
  ])('FE-05: does not get through with %s', async (_, change) => {
    claim(change());
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it('FE-05: does not get through without an ID token', async () => {
    lie({ tokens: ({ id_token: _idToken, ...answer }) => ({ body: answer }) });
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it.each(['', 'null', '[]', '{"error":"invalid_grant"}', '{', `"${'x'.repeat(100)}"`])(
    'does not get through with the token answer %s',
    async (body) => {
      lie({ tokens: () => ({ body }) });
      expect(await visit()).toMatchObject({ outcome: 'refused' });
    },
  );

  it('FE-05: does not get through with claims of somebody else at its userinfo endpoint', async () => {
    lie({
      claims: ({ email: _email, ...claims }) => claims,
      userinfo: (claims) => ({ ...claims, sub: 'eve' }),
    });
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it('FE-04: does not get through with an answer in the name of another issuer', async () => {
    expect(await visit({ parameters: { iss: 'https://other.example' } })).toMatchObject({
      outcome: 'refused',
    });
  });

  it('FE-04: that says it names itself in answers is not believed without', async () => {
    const client = createClient();
    const begun = await client.begin({ state, callbackUri, loginHint: null, reauthenticate: false });
    if (begun.outcome !== 'begun') throw new Error(begun.reason);
    const parameters = new Map([
      ['code', 'the-code'],
      ['state', state],
    ]);
    const answer = await client.finish({ parameters, state, callbackUri, memory: begun.memory });
    expect(answer).toMatchObject({ outcome: 'refused' });
  });

  it('FE-03: does not get through with another state', async () => {
    expect(await visit({ parameters: { state: 'x'.repeat(43) } })).toMatchObject({ outcome: 'refused' });
  });

  it.each<readonly [string, (metadata: Record<string, unknown>) => unknown]>([
    ['of another issuer', (metadata) => ({ ...metadata, issuer: 'https://other.example' })],
    ['of an issuer that is nearly the same', (metadata) => ({ ...metadata, issuer: `${issuer.origin}/` })],
    ['without an issuer', (metadata) => ({ ...metadata, issuer: undefined })],
    ['without keys', (metadata) => ({ ...metadata, jwks_uri: undefined })],
    [
      'with an address that is a script',
      (metadata) => ({ ...metadata, authorization_endpoint: 'javascript:alert(1)' }),
    ],
    ['that are none', () => '[]'],
    ['without end', () => ({ issuer: issuer.origin, more: 'x'.repeat(100_000) })],
  ])('FE-04: is not gone to with metadata %s', async (_, metadata) => {
    lie({ metadata });
    expect(await visit()).toMatchObject({ outcome: 'unavailable' });
  });

  it('FE-04: is not gone to when it is configured with another spelling of its name', async () => {
    expect(await visit({ client: createClient({}, `${issuer.origin}/`) })).toMatchObject({
      outcome: 'unavailable',
    });
  });
});

describe('an issuer that is away', () => {
  it('is said to be, and found again', async () => {
    const client = createClient();
    lie({ metadata: () => 'not yet' });
    expect(await visit({ client })).toMatchObject({ outcome: 'unavailable' });
    issuer.says = issuer.honest;
    expect(await visit({ client })).toMatchObject({ outcome: 'identified' });
  });

  it('when the code is to be redeemed, is said to be', async () => {
    lie({ tokens: () => ({ status: 503, body: {} }) });
    expect(await visit()).toMatchObject({ outcome: 'unavailable' });
  });

  it('is asked about itself once by all who come at once, and not again within the hour', async () => {
    const before = issuer.server.requests.length;
    const client = createClient();
    await Promise.all(Array.from({ length: 5 }, () => visit({ client })));
    const asked = issuer.server.requests.slice(before).filter(({ path }) => path.startsWith('/.well-known'));
    expect(asked).toHaveLength(1);
  });
});
