import { argon2Sync } from 'node:crypto';
import { fromBase64, isSalt, isTag, parseNumbers, toBase64 } from './phc-string.ts';

/** What a hash costs (RFC 9106 §3.1). */
export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

export type Argon2Variant = 'argon2id' | 'argon2i' | 'argon2d';

/** An argon2 hash of version 19; salt and tag are base64 without padding. */
export interface Argon2Hash extends Argon2Cost {
  readonly scheme: 'argon2';
  readonly variant: Argon2Variant;
  readonly salt: string;
  readonly tag: string;
}

export const saltBytes = 16;
export const tagBytes = 32;

/** By argon2id. Takes tens of milliseconds of its thread, and `memoryKiB` for as long. */
export function hashPassword(password: string, salt: string, cost: Argon2Cost): Argon2Hash {
  const { memoryKiB, iterations, parallelism } = cost;
  const unhashed = { variant: 'argon2id', memoryKiB, iterations, parallelism, salt } as const;
  return { scheme: 'argon2', ...unhashed, tag: toBase64(computeTag(password, unhashed, tagBytes)) };
}

/** What the password makes with the salt and costs of `hash`. As slow as `hashPassword` with them. */
export function computeArgon2(password: string, hash: Argon2Hash): Buffer {
  return computeTag(password, hash, fromBase64(hash.tag).length);
}

function computeTag(
  password: string,
  { variant, salt, ...cost }: Omit<Argon2Hash, 'scheme' | 'tag'>,
  tagLength: number,
): Buffer {
  return argon2Sync(variant, {
    message: password,
    nonce: fromBase64(salt),
    memory: cost.memoryKiB,
    passes: cost.iterations,
    parallelism: cost.parallelism,
    tagLength,
  });
}

/** The PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`. */
export function formatArgon2({ variant, salt, tag, ...cost }: Argon2Hash): string {
  const costs = `m=${cost.memoryKiB},t=${cost.iterations},p=${cost.parallelism}`;
  return `$${variant}$v=19$${costs}$${salt}$${tag}`;
}

const phcString = /^\$(argon2(?:id|i|d))\$v=19\$([^$]+)\$([^$]+)\$([^$]+)$/;

/** Null for anything but argon2 of version 19, without a secret or associated data. */
export function parseArgon2(text: string): Argon2Hash | null {
  const [, variant, costs = '', salt = '', tag = ''] = phcString.exec(text) ?? [];
  const numbers = parseNumbers(costs, ['m', 't', 'p']);
  if (variant === undefined || numbers === null) return null;
  return argon2Hash({
    variant: variant as Argon2Variant,
    memoryKiB: numbers.m,
    iterations: numbers.t,
    parallelism: numbers.p,
    salt,
    tag,
  });
}

const maxParallelism = 2 ** 24 - 1;

/** Null unless the parts make a hash (RFC 9106 §3.1). */
export function argon2Hash(parts: Omit<Argon2Hash, 'scheme'>): Argon2Hash | null {
  const { memoryKiB, parallelism } = parts;
  const isPossible = memoryKiB >= 8 * parallelism && parallelism <= maxParallelism;
  return isPossible && isSalt(parts.salt) && isTag(parts.tag) ? { scheme: 'argon2', ...parts } : null;
}

/** 256 MiB; as many of these as hashes are computed at once have to fit. */
const maxMemoryKiB = 256 * 1024;
/** A few seconds of a processor. */
const maxFilledKiB = 4 * 1024 ** 2;
const maxLanes = 64;

/** Why verifying it would take more memory or time than an import may ask for; null when it does not. */
export function argon2WorkProblem({ memoryKiB, iterations, parallelism }: Argon2Hash): string | null {
  if (parallelism > maxLanes) return `takes ${parallelism} lanes, and at most ${maxLanes} will do`;
  if (memoryKiB > maxMemoryKiB)
    return `takes ${memoryKiB} KiB of memory, and at most ${maxMemoryKiB} will do`;
  const filledKiB = memoryKiB * iterations;
  if (filledKiB <= maxFilledKiB) return null;
  return `fills ${filledKiB} KiB of memory in ${iterations} passes, and at most ${maxFilledKiB} will do`;
}
