import { timingSafeEqual } from 'node:crypto';
import { hashSync } from 'bcryptjs';
import { computeArgon2 } from './argon2-hash.ts';
import type { BcryptHash } from './bcrypt-hash.ts';
import type { PasswordHash } from './password-hash.ts';
import { computePbkdf2 } from './pbkdf2-hash.ts';
import { fromBase64 } from './phc-string.ts';
import { computeScrypt } from './scrypt-hash.ts';

/** Takes its thread for as long as the hash is worth, and its memory. */
export function isHashOf(hash: PasswordHash, password: string): boolean {
  switch (hash.scheme) {
    case 'argon2':
      return timingSafeEqual(computeArgon2(password, hash), fromBase64(hash.tag));
    case 'bcrypt':
      return timingSafeEqual(computeBcrypt(password, hash), Buffer.from(hash.tag));
    case 'pbkdf2':
      return timingSafeEqual(computePbkdf2(password, hash), fromBase64(hash.tag));
    case 'scrypt':
      return timingSafeEqual(computeScrypt(password, hash), fromBase64(hash.tag));
  }
}

/**
 * bcrypt looks at the first 72 bytes only. So did the system that made the hash: to refuse longer passwords here would lock out
 * who has one. Our own hash replaces it at that sign-in, and is of all that was typed then.
 */
function computeBcrypt(password: string, { salt, tag }: BcryptHash): Buffer {
  return Buffer.from(hashSync(password, salt).slice(-tag.length));
}
