import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamAnswer, UpstreamClient } from '../domain/federation/provider.ts';
import { systemClock } from '../platform/clock.ts';
import { type GuardedFetch, createGuardedFetch } from './fetch/guarded-fetch.ts';
import { createSteamClient } from './steam-client.ts';
import { type FakeSteam, startFakeSteam } from './testing/steam.ts';

const callbackUri = 'https://id.example.com/federation/steam/callback';
const state = 's'.repeat(43);
const steamId = '76561197960287930';

let steam: FakeSteam;
let guarded: GuardedFetch;
let client: UpstreamClient;
const seen = new Set<string>();

beforeAll(async () => {
  steam = await startFakeSteam();
  guarded = createGuardedFetch({
    allowPrivateAddresses: true,
    allowLoopback: true,
    timeoutMs: 2000,
    maxBytes: 4096,
  });
  client = createSteamClient({
    addresses: steam.addresses,
    fetch: guarded.fetch,
    clock: systemClock,
    consumeNonce(digest) {
      const isNew = !seen.has(digest.toString('hex'));
      seen.add(digest.toString('hex'));
      return Promise.resolve(isNew);
    },
  });
});
beforeEach(() => {
  steam.misbehave = null;
});
afterAll(async () => {
  await guarded[Symbol.asyncDispose]();
  await steam[Symbol.asyncDispose]();
});

async function honestAnswer(): Promise<URLSearchParams> {
  const begun = await client.begin({ state, callbackUri, loginHint: null, reauthenticate: false });
  if (begun.outcome !== 'begun') throw new Error(begun.reason);
  return steam.answer(begun.location, steamId);
}

const finish = (parameters: URLSearchParams): Promise<UpstreamAnswer> =>
  client.finish({ parameters: new Map(parameters), state, callbackUri, memory: '' });

/** Signed by Steam after the change, as one who runs an OpenID provider could have it. */
async function resigned(change: (parameters: URLSearchParams) => void): Promise<UpstreamAnswer> {
  const parameters = await honestAnswer();
  change(parameters);
  return finish(steam.sign(parameters));
}

describe('Steam', () => {
  it('FE-07: says who somebody is, and nothing else', async () => {
    expect(await finish(await honestAnswer())).toEqual({
      outcome: 'identified',
      identity: {
        issuer: 'https://steamcommunity.com/openid',
        subject: steamId,
        email: null,
        emailVerified: false,
        name: null,
        isMultiFactor: false,
        authenticatedAt: null,
      },
    });
  });

  it('FE-07: is asked to confirm exactly what the browser brought', async () => {
    const parameters = await honestAnswer();
    await finish(parameters);
    const asked = steam.server.requests.at(-1);
    expect(asked).toMatchObject({ method: 'POST', path: '/openid/login' });
    expect(asked?.headers.origin).toBe(new URL(steam.addresses.endpoint).origin);
    const expected = Object.fromEntries(parameters);
    delete expected['state'];
    expect(Object.fromEntries(asked?.form ?? [])).toEqual({
      ...expected,
      'openid.mode': 'check_authentication',
    });
  });

  it('turns somebody back who changed their mind', async () => {
    const parameters = new URLSearchParams({
      state,
      'openid.ns': 'http://specs.openid.net/auth/2.0',
      'openid.mode': 'cancel',
    });
    expect(await finish(parameters)).toEqual({ outcome: 'cancelled' });
  });
});

describe('FE-07: what is not from Steam', () => {
  const set = (name: string, value: string) => (parameters: URLSearchParams) =>
    parameters.set(`openid.${name}`, value);
  const withId = (id: (claimedIds: string) => string) => (parameters: URLSearchParams) => {
    parameters.set('openid.claimed_id', id(steam.addresses.claimedIds));
    parameters.set('openid.identity', id(steam.addresses.claimedIds));
  };
  const unsigned = (name: string) => (parameters: URLSearchParams) => {
    const signed = parameters.get('openid.signed') ?? '';
    parameters.set(
      'openid.signed',
      signed
        .split(',')
        .filter((field) => field !== name)
        .join(','),
    );
  };

  it.each<readonly [string, (parameters: URLSearchParams) => void]>([
    ['another namespace', set('ns', 'http://openid.net/signon/1.1')],
    ['no namespace', (parameters) => parameters.delete('openid.ns')],
    ['another mode', set('mode', 'setup_needed')],
    ['another endpoint', set('op_endpoint', 'https://evil.example/openid/login')],
    ['no endpoint', (parameters) => parameters.delete('openid.op_endpoint')],
    [
      'an identity that is not the claimed one',
      set('identity', 'https://steamcommunity.com/openid/id/76561197960287931'),
    ],
    ['an id at another host', withId(() => `https://evil.example/openid/id/${steamId}`)],
    [
      'an id at a host that begins the same',
      withId((ids) => `${ids.replace('/openid', '.evil.example/openid')}${steamId}`),
    ],
    ['an id with more behind it', withId((ids) => `${ids}${steamId}/more`)],
    ['an id with a query', withId((ids) => `${ids}${steamId}?x=1`)],
    ['an id with a line break', withId((ids) => `${ids}${steamId}\n`)],
    ['an id of another length', withId((ids) => `${ids}${steamId}0`)],
    ['an id that is no Steam ID', withId((ids) => `${ids}12345678901234567`)],
    ['an id on the way up', withId((ids) => `${ids}../id/${steamId}`)],
    ['a return address of another site', set('return_to', `https://evil.example/callback?state=${state}`)],
    ['a return address of another visit', set('return_to', `${callbackUri}?state=${'x'.repeat(43)}`)],
    ['a return address with more behind it', set('return_to', `${callbackUri}?state=${state}&x=1`)],
    ['another state beside it', (parameters) => parameters.set('state', 'x'.repeat(43))],
    ['a parameter that Steam does not send', set('ext1.mode', 'fetch_response')],
    ['a parameter of nobody', (parameters) => parameters.set('debug', '1')],
    [
      'a nonce from an hour ago',
      set('response_nonce', `${new Date(Date.now() - 3_600_000).toISOString().slice(0, 19)}Zx`),
    ],
    [
      'a nonce from tomorrow',
      set('response_nonce', `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 19)}Zx`),
    ],
    ['a nonce that is none', set('response_nonce', 'nonce')],
    ['a nonce of a date that is none', set('response_nonce', '2026-99-99T99:99:99Zx')],
    ...['op_endpoint', 'claimed_id', 'identity', 'return_to', 'response_nonce', 'assoc_handle'].map(
      (name) => [`${name} not signed`, unsigned(name)] as const,
    ),
  ])('%s is refused, and Steam not asked', async (_, change) => {
    const before = steam.server.requests.length;
    expect(await resigned(change)).toMatchObject({ outcome: 'refused' });
    expect(steam.server.requests).toHaveLength(before);
  });

  it('an answer that Steam did not sign is refused', async () => {
    const parameters = await honestAnswer();
    parameters.set('openid.assoc_handle', '0987654321');
    expect(await finish(parameters)).toMatchObject({ outcome: 'refused' });
  });

  it('an answer that somebody else swapped the id of is refused', async () => {
    const parameters = await honestAnswer();
    withId((ids) => `${ids}76561197960287931`)(parameters);
    expect(await finish(parameters)).toMatchObject({ outcome: 'refused' });
  });

  it('an answer that was used before is refused, and Steam not asked again', async () => {
    const parameters = await honestAnswer();
    expect(await finish(parameters)).toMatchObject({ outcome: 'identified' });
    const before = steam.server.requests.length;
    expect(await finish(parameters)).toMatchObject({ outcome: 'refused' });
    expect(steam.server.requests).toHaveLength(before);
  });

  const valid = 'ns:http://specs.openid.net/auth/2.0\nis_valid:true\n';
  it.each<readonly [string, { status?: number; body: string }, 'refused' | 'unavailable']>([
    ['no', { body: valid.replace('true', 'false') }, 'refused'],
    ['yes and no', { body: `${valid}is_valid:false\n` }, 'refused'],
    [
      'something with yes in it',
      { body: 'ns:http://specs.openid.net/auth/2.0\nnot_is_valid:true\n' },
      'refused',
    ],
    ['yes of another protocol', { body: 'is_valid:true\n' }, 'refused'],
    ['a page', { body: '<html>is_valid:true</html>' }, 'refused'],
    ['that it is not well', { status: 503, body: valid }, 'unavailable'],
    ['that we are not welcome', { status: 403, body: valid }, 'unavailable'],
    ['that it is elsewhere', { status: 302, body: valid }, 'unavailable'],
    ['without end', { body: valid + 'x'.repeat(10_000) }, 'unavailable'],
  ])('is not believed when the endpoint answers %s', async (_, misbehave, outcome) => {
    steam.misbehave = misbehave;
    expect(await finish(await honestAnswer())).toMatchObject({ outcome });
  });
});
