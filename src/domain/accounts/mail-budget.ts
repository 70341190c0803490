import { sha256 } from '../../platform/digest.ts';
import type { RateLimitDecision, RateLimiters } from '../limits/rate-limiter.ts';
import { emailKey } from './email.ts';

/**
 * Whether another code may be sent. Counted for the address together with the network it is asked for from, so that strangers
 * do not keep its owner from asking, and for the address and the network as a whole.
 */
export async function spendMail(
  limits: RateLimiters,
  email: string,
  network: string,
): Promise<RateLimitDecision> {
  const address = emailKey(email);
  // Digests: addresses of people are nothing to leave in a store of counters.
  const key = (text: string): string => sha256(text).toString('base64url');
  const ofNetwork = await limits.mailPerNetwork.spend(network);
  if (!ofNetwork.allowed) return ofNetwork;
  const ofBoth = await limits.mailPerAddress.spend(key(`${address}|${network}`));
  return ofBoth.allowed ? limits.mailPerAddressInAll.spend(key(address)) : ofBoth;
}
