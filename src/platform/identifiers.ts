import { bytesToBase62 } from './base62.ts';
import type { RandomBytes } from './random.ts';

const idBytes = 16;
const idLength = 22;

/** A public identifier such as `acc_3Qk…`: a prefix naming the kind and 128 random bits in base62. */
export function createIdentifier(prefix: string, random: RandomBytes): string {
  return `${prefix}_${bytesToBase62(random(idBytes), idLength)}`;
}
