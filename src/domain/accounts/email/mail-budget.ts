import { sha256 } from '../../../platform/digest.ts';
import type { RateLimitDecision, RateLimiters } from '../../limits/rate-limiter.ts';
import { emailKey } from './email.ts';

export interface AskedMail {
  readonly email: string;
  readonly network: string;
  /** SHA-256 of the browser's secret, where the owner of the address has signed in with it before. */
  readonly knownDevice?: Buffer | null;
}

/**
 * Whether another code may be sent. Counted for the address together with the network it is asked for from, so that strangers
 * do not keep its owner from asking, and for the address and the network as a whole. A browser in which the owner has signed in
 * before is counted by itself, so that a crowd of strangers does not either.
 */
export async function spendMail(
  limits: RateLimiters,
  { email, network, knownDevice = null }: AskedMail,
): Promise<RateLimitDecision> {
  const address = emailKey(email);
  // Digests: addresses of people are nothing to leave in a store of counters.
  const key = (text: string): string => sha256(text).toString('base64url');
  if (knownDevice !== null)
    return limits.mailPerAddress.spend(key(`${address}|${knownDevice.toString('base64url')}`));
  const ofNetwork = await limits.mailPerNetwork.spend(network);
  if (!ofNetwork.allowed) return ofNetwork;
  const ofBoth = await limits.mailPerAddress.spend(key(`${address}|${network}`));
  return ofBoth.allowed ? limits.mailPerAddressInAll.spend(key(address)) : ofBoth;
}
