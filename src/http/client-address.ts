import type { IncomingMessage } from 'node:http';

/**
 * The caller's address. Each trusted proxy appends the address it saw to `X-Forwarded-For`, so with n proxies the n-th from
 * the right is the last one that somebody trusted wrote; everything left of it is the caller's own claim.
 */
export function clientAddress(request: IncomingMessage, trustedProxyHops: number): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  if (trustedProxyHops === 0) return peer;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  return forwarded.at(-trustedProxyHops) ?? forwarded[0] ?? peer;
}
