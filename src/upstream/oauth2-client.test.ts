import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamAnswer } from '../domain/federation/provider.ts';
import { systemRandom } from '../platform/random.ts';
import { type GuardedFetch, createGuardedFetch } from './fetch/guarded-fetch.ts';
import { type ReadProfile, createOAuth2Client, readClaims, readGitHubProfile } from './oauth2-client.ts';
import { type LocalAnswer, type LocalServer, startLocalServer } from './testing/local-server.ts';

const callbackUri = 'https://id.example.com/federation/hub/callback';
const state = 's'.repeat(43);

let server: LocalServer;
let guarded: GuardedFetch;
let answers: Record<string, LocalAnswer>;

beforeAll(async () => {
  server = await startLocalServer(({ path }) => answers[path] ?? { status: 404, body: '{}' });
  guarded = createGuardedFetch({ allowPrivateAddresses: true, allowLoopback: true });
});
beforeEach(() => {
  answers = {
    '/token': { body: '{"access_token":"at","token_type":"bearer"}' },
    '/me': { body: '{"id":7,"email":"ada@acme.example","verified":true,"person":{"name":"Ada"}}' },
  };
});
afterAll(async () => {
  await guarded[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const claims: ReadProfile = (get) =>
  readClaims(`${server.origin}/me`, {
    subject: 'id',
    email: 'email',
    emailVerified: 'verified',
    names: ['nick', 'person.name'],
  })(get);

async function visit(parameters: Record<string, string> = {}, readProfile = claims): Promise<UpstreamAnswer> {
  const client = createOAuth2Client({
    issuer: server.origin,
    clientId: 'ours',
    clientSecret: 'secret',
    authorizationEndpoint: `${server.origin}/authorize`,
    tokenEndpoint: `${server.origin}/token`,
    scope: 'user:email',
    readProfile,
    fetch: guarded.fetch,
    allowInsecure: true,
    random: systemRandom,
  });
  const begun = await client.begin({ state, callbackUri, loginHint: null, reauthenticate: false });
  if (begun.outcome !== 'begun') throw new Error(begun.reason);
  const brought = new Map(Object.entries({ code: 'c', state, ...parameters }));
  return client.finish({ parameters: brought, state, callbackUri, memory: begun.memory });
}

describe('an OAuth 2.0 provider', () => {
  it('says who the access token is of', async () => {
    expect(await visit()).toEqual({
      outcome: 'identified',
      identity: {
        issuer: server.origin,
        subject: '7',
        email: 'ada@acme.example',
        emailVerified: true,
        name: 'Ada',
        isMultiFactor: false,
        authenticatedAt: null,
      },
    });
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer at');
    const form = server.requests.findLast(({ path }) => path === '/token')?.form;
    expect(form?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  it('that answers an error with status 200 is refused', async () => {
    answers['/token'] = { body: '{"error":"bad_verification_code"}' };
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it('FE-03, FE-04: is refused with another state, or in the name of another issuer', async () => {
    expect(await visit({ state: 'x'.repeat(43) })).toMatchObject({ outcome: 'refused' });
    expect(await visit({ iss: 'https://other.example' })).toMatchObject({ outcome: 'refused' });
  });

  it.each([
    '{}',
    '[]',
    'null',
    '{"id":null}',
    '{"id":""}',
    '{"id":{}}',
    '{"id":1.5}',
    '{"id":9007199254740993}',
  ])('that says %s has not said who it is', async (body) => {
    answers['/me'] = { body };
    expect(await visit()).toMatchObject({ outcome: 'refused' });
  });

  it('that does not answer is not there', async () => {
    answers['/me'] = { status: 500, body: '' };
    expect(await visit()).toMatchObject({ outcome: 'unavailable' });
    answers['/me'] = { body: '<html>' };
    expect(await visit()).toMatchObject({ outcome: 'unavailable' });
  });

  it('takes no claim from where it is not', async () => {
    answers['/me'] = { body: '{"id":"7","verified":"true","person":"Ada"}' };
    expect(await visit()).toMatchObject({ identity: { email: null, emailVerified: false, name: null } });
  });
});

describe('GitHub', () => {
  const read = (user: unknown, emails: unknown) =>
    readGitHubProfile((url) => Promise.resolve(url.endsWith('/emails') ? emails : user));

  it('says who somebody is by number, and the address that is both primary and verified', async () => {
    const emails = [
      { email: 'old@x.example', primary: false, verified: true },
      { email: 'ada@x.example', primary: true, verified: true },
    ];
    expect(await read({ id: 583231, login: 'ada', name: 'Ada' }, emails)).toEqual({
      subject: '583231',
      email: 'ada@x.example',
      emailVerified: true,
      name: 'Ada',
    });
  });

  it('says no address that was not verified, and nobody by a name that can change hands', async () => {
    const unverified = [{ email: 'victim@x.example', primary: true, verified: false }];
    expect(await read({ id: 1 }, unverified)).toMatchObject({ email: null, emailVerified: false });
    expect(await read({ login: 'ada' }, { message: 'Not Found' })).toMatchObject({
      subject: undefined,
      email: null,
    });
  });
});
