/**
 * What `password_hash` of an account holds, and what can be said of it without a password. Ours is argon2id; the others came
 * with accounts from other systems and last until their owners sign in. Verifying is in `verification.ts`, for the threads
 * that may take the time.
 */
import { type Argon2Hash, argon2WorkProblem, formatArgon2, parseArgon2 } from './argon2-hash.ts';
import { type BcryptHash, bcryptWorkProblem, formatBcrypt, parseBcrypt } from './bcrypt-hash.ts';
import { formatPbkdf2, parsePbkdf2, type Pbkdf2Hash, pbkdf2WorkProblem } from './pbkdf2-hash.ts';
import { formatScrypt, parseScrypt, type ScryptHash, scryptWorkProblem } from './scrypt-hash.ts';

export type PasswordHash = Argon2Hash | BcryptHash | Pbkdf2Hash | ScryptHash;

export function parsePasswordHash(text: string): PasswordHash | null {
  return parseArgon2(text) ?? parseBcrypt(text) ?? parsePbkdf2(text) ?? parseScrypt(text);
}

export function formatPasswordHash(hash: PasswordHash): string {
  switch (hash.scheme) {
    case 'argon2':
      return formatArgon2(hash);
    case 'bcrypt':
      return formatBcrypt(hash);
    case 'pbkdf2':
      return formatPbkdf2(hash);
    case 'scrypt':
      return formatScrypt(hash);
  }
}

/** Why verifying it would take more memory or time than an import may ask for; null when it does not. */
export function workProblem(hash: PasswordHash): string | null {
  switch (hash.scheme) {
    case 'argon2':
      return argon2WorkProblem(hash);
    case 'bcrypt':
      return bcryptWorkProblem(hash);
    case 'pbkdf2':
      return pbkdf2WorkProblem(hash);
    case 'scrypt':
      return scryptWorkProblem(hash);
  }
}
