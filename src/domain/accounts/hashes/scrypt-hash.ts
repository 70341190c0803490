import { scryptSync } from 'node:crypto';
import { fromBase64, isSalt, isTag, parseNumbers } from './phc-string.ts';

/** An scrypt hash (RFC 7914); N is 2 to the power of `logCost`, salt and tag are base64 without padding. */
export interface ScryptHash {
  readonly scheme: 'scrypt';
  readonly logCost: number;
  readonly blockSize: number;
  readonly parallelism: number;
  readonly salt: string;
  readonly tag: string;
}

/** What the password makes with the salt and costs of `hash`. */
export function computeScrypt(password: string, hash: ScryptHash): Buffer {
  const { logCost, blockSize, parallelism } = hash;
  return scryptSync(password, fromBase64(hash.salt), fromBase64(hash.tag).length, {
    N: 2 ** logCost,
    r: blockSize,
    p: parallelism,
    // The table, a block for each lane, and a few to work in.
    maxmem: 128 * blockSize * (2 ** logCost + parallelism + 8),
  });
}

/** `$scrypt$ln=14,r=16,p=1$<salt>$<tag>`, as passlib writes it. */
export function formatScrypt({ logCost, blockSize, parallelism, salt, tag }: ScryptHash): string {
  return `$scrypt$ln=${logCost},r=${blockSize},p=${parallelism}$${salt}$${tag}`;
}

const phcString = /^\$scrypt\$([^$]+)\$([^$]+)\$([^$]+)$/;
const maxLogCost = 31;
const maxBlocks = 2 ** 30;

export function parseScrypt(text: string): ScryptHash | null {
  const [, costs = '', salt = '', tag = ''] = phcString.exec(text) ?? [];
  const numbers = parseNumbers(costs, ['ln', 'r', 'p']);
  if (numbers === null || !isSalt(salt) || !isTag(tag)) return null;
  const { ln: logCost, r: blockSize, p: parallelism } = numbers;
  // RFC 7914 §2.
  if (logCost > maxLogCost || logCost >= 16 * blockSize || blockSize * parallelism >= maxBlocks) return null;
  return { scheme: 'scrypt', logCost, blockSize, parallelism, salt, tag };
}

const mebibyte = 1024 ** 2;
const maxMemoryMiB = 256;
/** A few seconds of a processor. */
const maxFilledMiB = 1024;

/** Why verifying it would take more memory or time than an import may ask for; null when it does not. */
export function scryptWorkProblem({ logCost, blockSize, parallelism }: ScryptHash): string | null {
  const memoryMiB = (2 ** logCost * blockSize * 128) / mebibyte;
  if (memoryMiB > maxMemoryMiB)
    return `takes ${Math.ceil(memoryMiB)} MiB of memory, and at most ${maxMemoryMiB} will do`;
  if (memoryMiB * parallelism <= maxFilledMiB && parallelism * blockSize * 128 <= maxMemoryMiB * mebibyte)
    return null;
  return `fills its memory ${parallelism} times, which is more than will do`;
}
