import { isIP } from 'node:net';

/** Us, as authenticators know us. */
export interface RelyingParty {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
}

/** null: at this address there are no passkeys, since browsers have them only for host names. */
export function relyingPartyOf(issuer: string): RelyingParty | null {
  const { hostname, host, origin } = new URL(issuer);
  const isAddress = isIP(hostname) !== 0 || hostname.startsWith('[');
  return isAddress ? null : { id: hostname, name: host, origin };
}
