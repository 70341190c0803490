import { describe, expect, it } from 'vitest';
import { type Config, configSchema } from './config/config.ts';
import type { Provider } from './domain/federation/provider.ts';
import { openProviders, realOutside } from './federation-service.ts';
import {
  type GuardedFetch,
  type GuardedFetchOptions,
  createGuardedFetch,
} from './upstream/fetch/guarded-fetch.ts';

const callbackUri = 'https://id.example.com/federation/x/callback';
const state = 's'.repeat(43);

async function open(provider: object, outside = realOutside): Promise<Provider> {
  const settings = {
    mode: 'development',
    issuer: 'https://id.example.com',
    providers: [{ id: 'x', ...provider }],
  };
  const config = configSchema.parse(settings) as Config;
  await using stack = new AsyncDisposableStack();
  const storage = { upstreamTransactions: {} } as Parameters<typeof openProviders>[0]['storage'];
  const [opened] = openProviders({ config, storage, outside }, stack);
  if (opened === undefined) throw new Error('there is none');
  return opened;
}

async function locationOf({ client }: Provider): Promise<URL> {
  const begun = await client.begin({ state, callbackUri, loginHint: null, reauthenticate: false });
  if (begun.outcome !== 'begun') throw new Error(begun.reason);
  return new URL(begun.location);
}

describe('providers of the configuration', () => {
  it.each([
    ['github', 'https://github.com/login/oauth/authorize', 'read:user user:email', 'GitHub'],
    ['discord', 'https://discord.com/oauth2/authorize', 'identify email', 'Discord'],
  ])('%s is known by its preset', async (preset, endpoint, scope, label) => {
    const provider = await open({ type: 'oauth2', preset, clientId: 'ours', clientSecret: 'x' });
    expect(provider).toMatchObject({
      label,
      canSignIn: true,
      canLink: true,
      trustEmail: false,
      enforce: false,
    });
    const location = await locationOf(provider);
    expect(`${location.origin}${location.pathname}`).toBe(endpoint);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      client_id: 'ours',
      redirect_uri: callbackUri,
      scope,
      state,
      code_challenge_method: 'S256',
    });
  });

  it('any other OAuth 2.0 provider is known by its endpoints', async () => {
    const endpoints = {
      authorizationEndpoint: 'https://forge.example/authorize',
      tokenEndpoint: 'https://forge.example/token',
      userinfoEndpoint: 'https://forge.example/me',
    };
    const provider = await open({ type: 'oauth2', ...endpoints, clientId: 'ours', subjectClaim: 'id' });
    const location = await locationOf(provider);
    expect(location.href).toContain('https://forge.example/authorize?');
    expect(location.searchParams.has('scope')).toBe(false);
    expect(provider.label).toBe('x');
  });

  it('FE-07: Steam gets no more to say than a few lines, whatever it is at', async () => {
    const asked: GuardedFetchOptions[] = [];
    const createFetch = (options: GuardedFetchOptions): GuardedFetch => {
      asked.push(options);
      return createGuardedFetch(options);
    };
    await open({ type: 'steam' }, { ...realOutside, createFetch });
    expect(asked).toEqual([{ allowPrivateAddresses: false, allowLoopback: false, maxBytes: 4096 }]);
  });

  it('Steam is where it always is, and is asked in the name of this service', async () => {
    const location = await locationOf(await open({ type: 'steam' }));
    expect(`${location.origin}${location.pathname}`).toBe('https://steamcommunity.com/openid/login');
    expect(location.searchParams.get('openid.realm')).toBe('https://id.example.com');
    expect(location.searchParams.get('openid.return_to')).toBe(`${callbackUri}?state=${state}`);
  });

  it.each([
    ['link', false, true],
    ['login', true, false],
    ['both', true, true],
  ])('Steam with mode %s: a way to sign in %s, offered for linking %s', async (mode, canSignIn, canLink) =>
    expect(await open({ type: 'steam', mode })).toMatchObject({ canSignIn, canLink }),
  );
});
