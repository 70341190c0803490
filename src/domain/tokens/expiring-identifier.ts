import { bytesToBase62, decodeBase62Number, encodeBase62 } from '../../platform/base62.ts';
import { type Clock, epochSeconds } from '../../platform/clock.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { bucketOf } from './expiry-bucket.ts';

/** Public names of grants and sessions: a prefix, 128 random bits, and the expiry bucket of the row (4 characters). */
const kinds = { gra: 'grants', ses: 'sessions' } as const;

export type ExpiringPrefix = keyof typeof kinds;

const form = /^(gra|ses)_[0-9A-Za-z]{22}([0-9A-Za-z]{4})$/;

export interface ExpiringIdentifierOptions {
  readonly ttlSeconds: number;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

export function createExpiringIdentifier(prefix: ExpiringPrefix, options: ExpiringIdentifierOptions): string {
  const bucket = bucketOf(kinds[prefix], epochSeconds(options.clock) + options.ttlSeconds);
  return `${prefix}_${bytesToBase62(options.random(16), 22)}${encodeBase62(BigInt(bucket), 4)}`;
}

/** The partition of the row, or null when the string is not such an identifier. */
export function bucketOfIdentifier(prefix: ExpiringPrefix, id: string): number | null {
  const [, found, bucket] = form.exec(id) ?? [];
  return found === prefix && bucket !== undefined ? decodeBase62Number(bucket) : null;
}
