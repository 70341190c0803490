import { createHmac } from 'node:crypto';
import type { SteamAddresses } from '../steam-client.ts';
import { type LocalServer, startLocalServer } from './local-server.ts';

/** Steam, on this machine: signs with a key that only it has, and confirms each answer once. */
export interface FakeSteam extends AsyncDisposable {
  readonly server: LocalServer;
  readonly addresses: SteamAddresses;
  /** What it has the browser bring, given where it was sent with. */
  answer(location: string, steamId: string): URLSearchParams;
  sign(parameters: URLSearchParams): URLSearchParams;
  /** Instead of confirming: another status or body. */
  misbehave: { status?: number; body: string } | null;
}

const namespace = 'http://specs.openid.net/auth/2.0';
const signedFields = 'signed,op_endpoint,claimed_id,identity,return_to,response_nonce,assoc_handle';

export async function startFakeSteam(): Promise<FakeSteam> {
  const confirmed = new Set<string>();
  let serial = 0;
  const macOf = (parameters: URLSearchParams): string => {
    const fields = (parameters.get('openid.signed') ?? '').split(',');
    const text = fields.map((field) => `${field}:${parameters.get(`openid.${field}`) ?? ''}\n`).join('');
    return createHmac('sha256', 'known to Steam alone').update(text).digest('base64');
  };
  const server = await startLocalServer(({ form }) => {
    if (steam.misbehave !== null) return steam.misbehave;
    const nonce = form.get('openid.response_nonce') ?? '';
    const isValid = form.get('openid.sig') === macOf(form) && !confirmed.has(nonce);
    confirmed.add(nonce);
    return { headers: { 'content-type': 'text/plain' }, body: `ns:${namespace}\nis_valid:${isValid}\n` };
  });
  const addresses = { endpoint: `${server.origin}/openid/login`, claimedIds: `${server.origin}/openid/id/` };
  const steam: FakeSteam = {
    server,
    addresses,
    misbehave: null,
    sign(parameters) {
      parameters.set('openid.sig', macOf(parameters));
      return parameters;
    },
    answer(location, steamId) {
      const asked = new URL(location).searchParams;
      const returnTo = asked.get('openid.return_to') ?? '';
      const id = `${addresses.claimedIds}${steamId}`;
      const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
      return steam.sign(
        new URLSearchParams({
          state: new URL(returnTo).searchParams.get('state') ?? '',
          'openid.ns': namespace,
          'openid.mode': 'id_res',
          'openid.op_endpoint': addresses.endpoint,
          'openid.claimed_id': id,
          'openid.identity': id,
          'openid.return_to': returnTo,
          'openid.response_nonce': `${time}${(serial += 1)}`,
          'openid.assoc_handle': '1234567890',
          'openid.signed': signedFields,
        }),
      );
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
  return steam;
}
