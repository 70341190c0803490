import { pbkdf2Sync } from 'node:crypto';
import { fromBase64, isSalt, isTag } from './phc-string.ts';

export const pbkdf2Digests = ['sha1', 'sha256', 'sha512'] as const;

export type Pbkdf2Digest = (typeof pbkdf2Digests)[number];

/** A hash by PBKDF2 with HMAC (RFC 8018 §5.2); salt and tag are base64 without padding. */
export interface Pbkdf2Hash {
  readonly scheme: 'pbkdf2';
  readonly digest: Pbkdf2Digest;
  readonly iterations: number;
  readonly salt: string;
  readonly tag: string;
}

/** What the password makes with the salt and iterations of `hash`. */
export function computePbkdf2(password: string, { digest, iterations, salt, tag }: Pbkdf2Hash): Buffer {
  return pbkdf2Sync(password, fromBase64(salt), iterations, fromBase64(tag).length, digest);
}

/** `$pbkdf2-sha512$i=210000$<salt>$<tag>`. */
export function formatPbkdf2({ digest, iterations, salt, tag }: Pbkdf2Hash): string {
  return `$pbkdf2-${digest}$i=${iterations}$${salt}$${tag}`;
}

const phcString = /^\$pbkdf2-(sha1|sha256|sha512)\$i=([1-9]\d{0,9})\$([^$]+)\$([^$]+)$/;

export function parsePbkdf2(text: string): Pbkdf2Hash | null {
  const [, digest, iterations = '', salt = '', tag = ''] = phcString.exec(text) ?? [];
  if (digest === undefined) return null;
  return pbkdf2Hash({ digest: digest as Pbkdf2Digest, iterations: Number(iterations), salt, tag });
}

const maxPossibleIterations = 2 ** 31 - 1;

/** Null unless the parts make a hash. */
export function pbkdf2Hash(parts: Omit<Pbkdf2Hash, 'scheme'>): Pbkdf2Hash | null {
  const { iterations } = parts;
  const isPossible = Number.isInteger(iterations) && iterations >= 1 && iterations <= maxPossibleIterations;
  return isPossible && isSalt(parts.salt) && isTag(parts.tag) ? { scheme: 'pbkdf2', ...parts } : null;
}

const maxIterations = 10_000_000;

/** Why verifying it would take more time than an import may ask for; null when it does not. */
export function pbkdf2WorkProblem({ iterations }: Pbkdf2Hash): string | null {
  return iterations > maxIterations
    ? `takes ${iterations} iterations, and at most ${maxIterations} will do`
    : null;
}
