import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Config, configSchema } from './config/config.ts';
import type { Provider, UpstreamAnswer } from './domain/federation/provider.ts';
import { openProviders, realOutside } from './federation-service.ts';
import { type Answers, type WellKnown, createWellKnown } from './upstream/testing/well-known.ts';

/** Each preset there and back, against answers in the form that the provider documents. */

const callbackUri = 'https://id.example.com/federation/x/callback';
const state = 's'.repeat(43);
const now = (): number => Math.floor(Date.now() / 1000);

async function open(provider: object, wellKnown: WellKnown): Promise<Provider> {
  const settings = {
    mode: 'development',
    issuer: 'https://id.example.com',
    providers: [{ id: 'x', clientId: 'ours', ...provider }],
  };
  const config = configSchema.parse(settings) as Config;
  await using stack = new AsyncDisposableStack();
  const storage = { upstreamTransactions: {} } as Parameters<typeof openProviders>[0]['storage'];
  const createFetch = () => ({
    fetch: wellKnown.fetch,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
  const [opened] = openProviders({ config, storage, outside: { ...realOutside, createFetch } }, stack);
  if (opened === undefined) throw new Error('there is none');
  return opened;
}

interface Trip {
  readonly asked: URL;
  readonly answer: UpstreamAnswer;
}

async function visit(
  { client }: Provider,
  wellKnown: WellKnown,
  given: { readonly reauthenticate?: boolean; readonly brought?: Readonly<Record<string, string>> } = {},
): Promise<Trip> {
  const { reauthenticate = false, brought = {} } = given;
  const begun = await client.begin({ state, callbackUri, loginHint: null, reauthenticate });
  if (begun.outcome !== 'begun') throw new Error(begun.reason);
  const asked = new URL(begun.location);
  wellKnown.nonce = asked.searchParams.get('nonce') ?? '';
  const parameters = new Map(Object.entries({ code: 'their-code', state, ...brought }));
  const answer = await client.finish({ parameters, state, callbackUri, memory: begun.memory });
  return { asked, answer };
}

const metadataOf = (issuer: string, endpoints: Record<string, unknown>): Record<string, unknown> => ({
  issuer,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  ...endpoints,
});

const identityOf = ({ answer }: Trip): unknown =>
  answer.outcome === 'identified' ? answer.identity : answer;

describe('Google', () => {
  const google = (): WellKnown => {
    const wellKnown = createWellKnown(
      {
        'https://accounts.google.com/.well-known/openid-configuration': metadataOf(
          'https://accounts.google.com',
          {
            authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
            token_endpoint: 'https://oauth2.googleapis.com/token',
            userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
            jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
            token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
          },
        ),
      },
      'https://www.googleapis.com/oauth2/v3/certs',
      'https://oauth2.googleapis.com/token',
    );
    wellKnown.says = (nonce) => ({
      iss: 'https://accounts.google.com',
      azp: 'ours',
      aud: 'ours',
      sub: '110169484474386276334',
      hd: 'acme.example',
      email: 'ada@acme.example',
      email_verified: true,
      at_hash: 'HK6E_P6Dh8Y93mRNtsDB1Q',
      nonce,
      name: 'Ada Lovelace',
      given_name: 'Ada',
      iat: now(),
      exp: now() + 3600,
    });
    return wellKnown;
  };
  const settings = { type: 'oidc', preset: 'google', clientSecret: 'GOCSPX-secret' };

  it('says who somebody is', async () => {
    const wellKnown = google();
    const provider = await open(settings, wellKnown);
    expect(provider).toMatchObject({ label: 'Google', postsCallback: false });
    const trip = await visit(provider, wellKnown);
    expect(trip.asked.href).toMatch(/^https:\/\/accounts\.google\.com\/o\/oauth2\/v2\/auth\?/);
    expect(trip.asked.searchParams.get('scope')).toBe('openid email profile');
    expect(trip.asked.searchParams.has('claims')).toBe(false);
    expect(identityOf(trip)).toEqual({
      issuer: 'https://accounts.google.com',
      subject: '110169484474386276334',
      email: 'ada@acme.example',
      emailVerified: true,
      name: 'Ada Lovelace',
      isMultiFactor: false,
      authenticatedAt: null,
    });
    expect(Object.fromEntries(wellKnown.redeemed[0] ?? [])).toMatchObject({
      client_id: 'ours',
      client_secret: 'GOCSPX-secret',
      code: 'their-code',
    });
  });

  it('FE-06: is asked when somebody signed in there, which it says only then', async () => {
    const wellKnown = google();
    const { says } = wellKnown;
    const at = now();
    wellKnown.says = (nonce) => ({ ...says(nonce), auth_time: at });
    const trip = await visit(await open(settings, wellKnown), wellKnown, { reauthenticate: true });
    expect(JSON.parse(trip.asked.searchParams.get('claims') ?? '')).toEqual({
      id_token: { auth_time: { essential: true } },
    });
    expect(identityOf(trip)).toMatchObject({ authenticatedAt: new Date(at * 1000) });
  });
});

describe('Microsoft', () => {
  const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
  const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';

  /** @param issuer as the metadata of that tenant say it */
  function microsoft(tenant: string, issuer: string): WellKnown {
    const base = `https://login.microsoftonline.com/${tenant}`;
    const answers: Answers = {
      [`${base}/v2.0/.well-known/openid-configuration`]: metadataOf(issuer, {
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
        jwks_uri: `${base}/discovery/v2.0/keys`,
        token_endpoint_auth_methods_supported: [
          'client_secret_post',
          'private_key_jwt',
          'client_secret_basic',
        ],
      }),
    };
    return createWellKnown(answers, `${base}/discovery/v2.0/keys`, `${base}/oauth2/v2.0/token`);
  }

  const claimsOf =
    (tid: string, more: Record<string, unknown> = {}) =>
    (nonce: string) => ({
      aud: 'ours',
      iss: `https://login.microsoftonline.com/${tid}/v2.0`,
      iat: now(),
      nbf: now(),
      exp: now() + 3600,
      email: 'ada@acme.example',
      name: 'Ada Lovelace',
      nonce,
      oid: '00000000-0000-0000-66f3-3332eca7ea81',
      preferred_username: 'ada@acme.example',
      sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
      tid,
      ver: '2.0',
      ...more,
    });

  const templated = 'https://login.microsoftonline.com/{tenantid}/v2.0';
  const settings = (tenant: string): object => ({
    type: 'oidc',
    preset: 'microsoft',
    tenant,
    clientSecret: 'x',
  });

  it.each([
    ['common', templated, tenantId],
    ['organizations', templated, tenantId],
    ['consumers', `https://login.microsoftonline.com/${personal}/v2.0`, personal],
    [tenantId, `https://login.microsoftonline.com/${tenantId}/v2.0`, tenantId],
  ])('with tenant %s, names the tenant in whose name it speaks', async (tenant, issuer, tid) => {
    const wellKnown = microsoft(tenant, issuer);
    wellKnown.says = claimsOf(tid);
    const provider = await open(settings(tenant), wellKnown);
    expect(provider.label).toBe('Microsoft');
    expect(identityOf(await visit(provider, wellKnown))).toMatchObject({
      issuer: `https://login.microsoftonline.com/${tid}/v2.0`,
      subject: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
      email: 'ada@acme.example',
    });
  });

  it.each([
    ['the issuer of another tenant', 'common', { iss: `https://login.microsoftonline.com/${personal}/v2.0` }],
    ['no tenant', 'common', { tid: undefined }],
    ['the tenant of somebody else', tenantId, { tid: personal }],
    ['another issuer altogether', 'common', { iss: 'https://evil.example/v2.0' }],
  ])('FE-04: is not believed with %s', async (_, tenant, lie) => {
    const issuer = tenant === 'common' ? templated : `https://login.microsoftonline.com/${tenantId}/v2.0`;
    const wellKnown = microsoft(tenant, issuer);
    const tid = tenant === 'common' ? tenantId : personal;
    wellKnown.says = claimsOf(tid, lie);
    const { answer } = await visit(await open(settings(tenant), wellKnown), wellKnown);
    expect(answer).toMatchObject({ outcome: 'refused' });
  });

  it.each([
    [undefined, false],
    [false, false],
    [0, false],
    ['0', false],
    ['false', false],
    [true, true],
    [1, true],
    ['1', true],
    ['true', true],
  ])(
    'L8: writes addresses that anybody may claim, unless xms_edov says otherwise: %j',
    async (edov, isVerified) => {
      const wellKnown = microsoft('common', templated);
      wellKnown.says = claimsOf(tenantId, { xms_edov: edov, email_verified: true });
      const trip = await visit(await open(settings('common'), wellKnown), wellKnown);
      expect(identityOf(trip)).toMatchObject({ emailVerified: isVerified });
    },
  );
});

describe('Apple', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const settings = {
    type: 'oidc',
    preset: 'apple',
    appleTeamId: 'ABCDE12345',
    appleKeyId: 'KEY1234567',
    applePrivateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const apple = (more: Record<string, unknown> = {}): WellKnown => {
    const wellKnown = createWellKnown(
      {
        'https://appleid.apple.com/.well-known/openid-configuration': metadataOf(
          'https://appleid.apple.com',
          {
            authorization_endpoint: 'https://appleid.apple.com/auth/authorize',
            token_endpoint: 'https://appleid.apple.com/auth/token',
            jwks_uri: 'https://appleid.apple.com/auth/keys',
            response_modes_supported: ['query', 'fragment', 'form_post'],
            scopes_supported: ['openid', 'email', 'name'],
            token_endpoint_auth_methods_supported: ['client_secret_post'],
          },
        ),
      },
      'https://appleid.apple.com/auth/keys',
      'https://appleid.apple.com/auth/token',
    );
    wellKnown.says = (nonce) => ({
      iss: 'https://appleid.apple.com',
      aud: 'ours',
      exp: now() + 3600,
      iat: now(),
      sub: '001234.0123456789abcdef.1234',
      nonce,
      nonce_supported: true,
      email: 'dpdcnf87nu@privaterelay.appleid.com',
      email_verified: 'true',
      is_private_email: 'true',
      auth_time: now(),
      ...more,
    });
    return wellKnown;
  };

  it('is asked by a form for what it knows, with a secret that was made for it', async () => {
    const wellKnown = apple();
    const provider = await open(settings, wellKnown);
    expect(provider).toMatchObject({ label: 'Apple', postsCallback: true });
    const trip = await visit(provider, wellKnown);
    expect(Object.fromEntries(trip.asked.searchParams)).toMatchObject({
      scope: 'openid email name',
      response_mode: 'form_post',
    });
    const secret = wellKnown.redeemed[0]?.get('client_secret') ?? '';
    expect(decodeProtectedHeader(secret)).toEqual({ alg: 'ES256', kid: 'KEY1234567' });
    expect(decodeJwt(secret)).toMatchObject({
      iss: 'ABCDE12345',
      sub: 'ours',
      aud: 'https://appleid.apple.com',
    });
    expect(identityOf(trip)).toMatchObject({ subject: '001234.0123456789abcdef.1234', name: null });
  });

  it.each([
    ['true', true],
    [true, true],
    ['false', false],
    [undefined, false],
  ])('says whether the address was verified also as text: %j', async (verified, isVerified) => {
    const wellKnown = apple({ email_verified: verified });
    const trip = await visit(await open(settings, wellKnown), wellKnown);
    expect(identityOf(trip)).toMatchObject({ emailVerified: isVerified });
  });

  it.each([
    [
      JSON.stringify({ name: { firstName: 'Ada', lastName: 'Lovelace' }, email: 'other@x.example' }),
      'Ada Lovelace',
    ],
    [JSON.stringify({ name: { firstName: 'Ada' } }), 'Ada'],
    [JSON.stringify({ name: 'Ada' }), null],
    [JSON.stringify({ name: { firstName: 7 } }), null],
    ['null', null],
    ['{', null],
  ])('has the browser bring a name the first time, and nothing else of it counts: %s', async (user, name) => {
    const wellKnown = apple();
    const trip = await visit(await open(settings, wellKnown), wellKnown, { brought: { user } });
    expect(identityOf(trip)).toMatchObject({ name, email: 'dpdcnf87nu@privaterelay.appleid.com' });
  });
});

describe('Clerk', () => {
  it('is an issuer of one’s own, and says the rest where it is asked apart', async () => {
    const issuer = 'https://example.clerk.accounts.dev';
    const wellKnown = createWellKnown(
      {
        [`${issuer}/.well-known/openid-configuration`]: metadataOf(issuer, {
          authorization_endpoint: `${issuer}/oauth/authorize`,
          token_endpoint: `${issuer}/oauth/token`,
          userinfo_endpoint: `${issuer}/oauth/userinfo`,
          jwks_uri: `${issuer}/.well-known/jwks.json`,
          token_endpoint_auth_methods_supported: ['client_secret_basic', 'none', 'client_secret_post'],
        }),
        [`${issuer}/oauth/userinfo`]: {
          sub: 'user_2Nk0',
          email: 'ada@x.example',
          email_verified: true,
          name: 'Ada',
        },
      },
      `${issuer}/.well-known/jwks.json`,
      `${issuer}/oauth/token`,
    );
    wellKnown.says = (nonce) => ({
      iss: issuer,
      aud: 'ours',
      sub: 'user_2Nk0',
      nonce,
      iat: now(),
      exp: now() + 60,
    });
    const settings = { type: 'oidc', preset: 'clerk', issuer, clientSecret: 'x' };
    const trip = await visit(await open(settings, wellKnown), wellKnown);
    expect(identityOf(trip)).toMatchObject({
      issuer,
      subject: 'user_2Nk0',
      email: 'ada@x.example',
      emailVerified: true,
      name: 'Ada',
    });
  });
});

describe('GitHub', () => {
  const settings = { type: 'oauth2', preset: 'github', clientSecret: 'x' };
  const user = { id: 583231, login: 'ada', name: 'Ada', email: 'shown@x.example' };
  const github = (emails: unknown): WellKnown =>
    createWellKnown(
      { 'https://api.github.com/user': user, 'https://api.github.com/user/emails': emails },
      '',
      'https://github.com/login/oauth/access_token',
    );

  it('says who somebody is, in answer to the issuer it now names itself by', async () => {
    const wellKnown = github([{ email: 'ada@x.example', primary: true, verified: true }]);
    const brought = { iss: 'https://github.com/login/oauth' };
    const trip = await visit(await open(settings, wellKnown), wellKnown, { brought });
    expect(identityOf(trip)).toEqual({
      issuer: 'https://github.com/login/oauth',
      subject: '583231',
      email: 'ada@x.example',
      emailVerified: true,
      name: 'Ada',
      isMultiFactor: false,
      authenticatedAt: null,
    });
  });

  it.each([403, 404])('says no address to an app without leave to read it (%i)', async (status) => {
    const wellKnown = github(status);
    expect(identityOf(await visit(await open(settings, wellKnown), wellKnown))).toMatchObject({
      subject: '583231',
      email: null,
      emailVerified: false,
    });
  });
});

describe('Discord', () => {
  const discord = (user: Record<string, unknown>): WellKnown =>
    createWellKnown(
      { 'https://discord.com/api/users/@me': user },
      '',
      'https://discord.com/api/oauth2/token',
    );
  const user = {
    id: '80351110224678912',
    username: 'nelly',
    global_name: 'Nelly',
    email: 'nelly@x.example',
    verified: true,
  };

  it.each([
    [user, { name: 'Nelly', emailVerified: true }],
    [{ ...user, global_name: null }, { name: 'nelly' }],
    [{ ...user, verified: false }, { emailVerified: false }],
  ])('says who somebody is: %j', async (answer, expected) => {
    const wellKnown = discord(answer);
    const settings = { type: 'oauth2', preset: 'discord', clientSecret: 'x' };
    expect(identityOf(await visit(await open(settings, wellKnown), wellKnown))).toMatchObject({
      issuer: 'https://discord.com',
      subject: '80351110224678912',
      email: 'nelly@x.example',
      ...expected,
    });
  });
});
