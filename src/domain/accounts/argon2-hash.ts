import { argon2Sync, timingSafeEqual } from 'node:crypto';

/** What a hash costs (RFC 9106 §3.1). */
export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** An argon2id hash; salt and tag are base64 without padding. */
export interface Argon2Hash extends Argon2Cost {
  readonly salt: string;
  readonly tag: string;
}

export const saltBytes = 16;
export const tagBytes = 32;

/** Takes tens of milliseconds of its thread, and `memoryKiB` for as long. */
export function hashPassword(password: string, salt: string, cost: Argon2Cost): Argon2Hash {
  const { memoryKiB, iterations, parallelism } = cost;
  const tag = computeTag(password, { memoryKiB, iterations, parallelism, salt });
  return { memoryKiB, iterations, parallelism, salt, tag: toBase64(tag) };
}

/** As slow as `hashPassword`. */
export function isHashOf(hash: Argon2Hash, password: string): boolean {
  return timingSafeEqual(computeTag(password, hash), Buffer.from(hash.tag, 'base64'));
}

function computeTag(password: string, { salt, ...cost }: Omit<Argon2Hash, 'tag'>): Buffer {
  return argon2Sync('argon2id', {
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    memory: cost.memoryKiB,
    passes: cost.iterations,
    parallelism: cost.parallelism,
    tagLength: tagBytes,
  });
}

/** The PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`. */
export function formatArgon2({ salt, tag, ...cost }: Argon2Hash): string {
  const costs = `m=${cost.memoryKiB},t=${cost.iterations},p=${cost.parallelism}`;
  return `$argon2id$v=19$${costs}$${salt}$${tag}`;
}

const phcString = /^\$argon2id\$v=19\$([^$]+)\$([A-Za-z0-9+/]{11,})\$([A-Za-z0-9+/]{43})$/;
const costsInAnyOrder = /^[mtp]=[1-9]\d{0,9}(?:,[mtp]=[1-9]\d{0,9}){2}$/;

/** Null for anything but argon2id of version 19 with a tag of 32 bytes and costs within its bounds (RFC 9106 §3.1). */
export function parseArgon2(text: string): Argon2Hash | null {
  const [, costs = '', salt = '', tag = ''] = phcString.exec(text) ?? [];
  if (!costsInAnyOrder.test(costs)) return null;
  const cost = new Map(costs.split(',').map((each) => [each.slice(0, 1), Number(each.slice(2))]));
  const [memoryKiB, iterations, parallelism] = [cost.get('m'), cost.get('t'), cost.get('p')];
  if (memoryKiB === undefined || iterations === undefined || parallelism === undefined) return null;
  const isPossible = parallelism < 2 ** 24 && memoryKiB >= 8 * parallelism && memoryKiB < 2 ** 32;
  return isPossible && iterations < 2 ** 32 ? { memoryKiB, iterations, parallelism, salt, tag } : null;
}

/** Bytes as the text of a salt or a tag. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
