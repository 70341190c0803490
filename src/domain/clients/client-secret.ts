import { bytesToBase62 } from '../../platform/base62.ts';
import { sha256 } from '../../platform/digest.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import type { RandomBytes } from '../../platform/random.ts';

const secretBytes = 32;
const secretLength = 43;

export interface NewClientSecret {
  readonly id: string;
  /** `sym_cs_` and 43 base62 characters; shown once, stored nowhere. */
  readonly secret: string;
  /** SHA-256. Enough without argon2, since the secret has 256 random bits. */
  readonly digest: Buffer;
}

export function createClientSecret(random: RandomBytes): NewClientSecret {
  const secret = `sym_cs_${bytesToBase62(random(secretBytes), secretLength)}`;
  return { id: createIdentifier('sec', random), secret, digest: sha256(secret) };
}

/** The name of a secret that is known by its digest only; the same digest always has the same name. */
export function declaredSecretId(digest: Buffer): string {
  return `sec_${bytesToBase62(digest.subarray(0, 16), 22)}`;
}
