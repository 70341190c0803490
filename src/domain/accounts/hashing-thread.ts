/**
 * One thread of the password lane. It gives way to every other that wants its processor, since nobody's token check is to
 * wait for a password.
 */
import { platform, setPriority } from 'node:os';
import { type Argon2Cost, type Argon2Hash, hashPassword } from './hashes/argon2-hash.ts';
import type { PasswordHash } from './hashes/password-hash.ts';
import { isHashOf } from './hashes/verification.ts';

export interface HashTask {
  readonly password: string;
  readonly salt: string;
  readonly cost: Argon2Cost;
}

export interface VerifyTask {
  /** What was typed, in each form that may have been hashed. */
  readonly spellings: readonly string[];
  readonly hash: PasswordHash;
}

const niceness = 10;

// Linux gives each thread a priority of its own; elsewhere this would be the whole process's.
if (platform() === 'linux') setPriority(niceness);

export function hash({ password, salt, cost }: HashTask): Argon2Hash {
  return hashPassword(password, salt, cost);
}

export function verify({ spellings, hash: expected }: VerifyTask): boolean {
  return spellings.some((spelling) => isHashOf(expected, spelling));
}
