/** Steam speaks OpenID 2.0, in the form where the provider itself is asked whether what the browser brought is from it. */
import type { UpstreamAnswer, UpstreamCallback, UpstreamClient } from '../domain/federation/provider.ts';
import { type Clock, epochSeconds } from '../platform/clock.ts';
import { sha256 } from '../platform/digest.ts';
import { answerOfFailure } from './failures.ts';
import { type Fetch, UnreachableError } from './fetch/guarded-fetch.ts';
import { refused } from './oidc-client.ts';

/** Where Steam is: nothing that comes from outside ever says so. */
export interface SteamAddresses {
  readonly endpoint: string;
  /** What a Steam ID is appended to. */
  readonly claimedIds: string;
}

export const steamAddresses: SteamAddresses = {
  endpoint: 'https://steamcommunity.com/openid/login',
  claimedIds: 'https://steamcommunity.com/openid/id/',
};

export interface SteamClientParts {
  readonly addresses: SteamAddresses;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** True at most once for each. */
  readonly consumeNonce: (digest: Buffer, atEpochSeconds: number) => Promise<boolean>;
}

const issuer = 'https://steamcommunity.com/openid';
const namespace = 'http://specs.openid.net/auth/2.0';
const select = 'http://specs.openid.net/auth/2.0/identifier_select';
const known: ReadonlySet<string> = new Set(
  [
    'ns',
    'mode',
    'op_endpoint',
    'claimed_id',
    'identity',
    'return_to',
    'response_nonce',
    'assoc_handle',
    'signed',
    'sig',
  ].map((name) => `openid.${name}`),
);
const mustBeSigned = ['op_endpoint', 'claimed_id', 'identity', 'return_to', 'response_nonce', 'assoc_handle'];
const steamId = /^7656119\d{10}$/;
const nonceForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)[\x21-\x7e]{0,235}$/;
const nonceDriftSeconds = 300;

export function createSteamClient(parts: SteamClientParts): UpstreamClient {
  return {
    begin({ state, callbackUri }) {
      const location = new URL(parts.addresses.endpoint);
      const parameters = {
        'openid.ns': namespace,
        'openid.mode': 'checkid_setup',
        'openid.identity': select,
        'openid.claimed_id': select,
        'openid.realm': new URL(callbackUri).origin,
        'openid.return_to': returnTo(callbackUri, state),
      };
      for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
      return Promise.resolve({ outcome: 'begun', location: location.href, memory: '' });
    },
    async finish(callback) {
      try {
        return await finish(parts, callback);
      } catch (error) {
        if (!(error instanceof UnreachableError)) throw error;
        return answerOfFailure(error);
      }
    },
  };
}

function returnTo(callbackUri: string, state: string): string {
  return `${callbackUri}?state=${state}`;
}

/** In this order: nothing is asked of Steam for what cannot be right, and nothing is believed that it was not asked about. */
async function finish(parts: SteamClientParts, callback: UpstreamCallback): Promise<UpstreamAnswer> {
  const { parameters, state, callbackUri } = callback;
  const get = (name: string): string => parameters.get(`openid.${name}`) ?? '';
  for (const name of parameters.keys())
    if (name !== 'state' && !known.has(name)) return refused('there is a parameter that Steam does not send');
  if (parameters.get('state') !== state) return refused('the state is another one');
  if (get('ns') !== namespace) return refused('it is no OpenID 2.0 answer');
  if (get('mode') === 'cancel') return { outcome: 'cancelled' };
  if (get('mode') !== 'id_res') return refused('the mode is another one');
  if (get('op_endpoint') !== parts.addresses.endpoint) return refused('op_endpoint is not Steam');
  const claimedId = get('claimed_id');
  const id = claimedId.slice(parts.addresses.claimedIds.length);
  if (!claimedId.startsWith(parts.addresses.claimedIds) || !steamId.test(id))
    return refused('claimed_id is no Steam ID');
  if (get('identity') !== claimedId) return refused('identity is another one than claimed_id');
  if (get('return_to') !== returnTo(callbackUri, state)) return refused('return_to is another one');
  const signed = get('signed').split(',');
  if (!mustBeSigned.every((name) => signed.includes(name))) return refused('something is not signed');
  if (!(await isFreshNonce(parts, get('response_nonce'))))
    return refused('the nonce is old, or was seen before');
  if (!(await isConfirmed(parts, parameters))) return refused('Steam does not confirm it');
  const unsaid = {
    email: null,
    emailVerified: false,
    name: null,
    isMultiFactor: false,
    authenticatedAt: null,
  };
  return { outcome: 'identified', identity: { issuer, subject: id, ...unsaid } };
}

async function isFreshNonce({ clock, consumeNonce }: SteamClientParts, nonce: string): Promise<boolean> {
  const at = Date.parse(nonceForm.exec(nonce)?.[1] ?? '') / 1000;
  if (Number.isNaN(at) || Math.abs(epochSeconds(clock) - at) > nonceDriftSeconds) return false;
  return consumeNonce(sha256(`steam ${nonce}`), at);
}

async function isConfirmed(
  { addresses, fetch }: SteamClientParts,
  parameters: ReadonlyMap<string, string>,
): Promise<boolean> {
  const fields = [...parameters].filter(([name]) => known.has(name));
  const body = new URLSearchParams(fields);
  body.set('openid.mode', 'check_authentication');
  const response = await fetch(addresses.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/plain',
      // Without it, it turns some servers away.
      origin: new URL(addresses.endpoint).origin,
    },
    body: body.toString(),
  });
  if (response.status !== 200) throw new UnreachableError(`Steam answered ${response.status}`);
  const lines = (await response.text()).split(/\r?\n/);
  return (
    lines.includes(`ns:${namespace}`) && lines.includes('is_valid:true') && !lines.includes('is_valid:false')
  );
}
