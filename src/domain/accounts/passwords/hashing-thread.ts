/**
 * One thread of the password lane. It gives way to every other that wants its processor, since nobody's token check is to
 * wait for a password.
 */
import { getPriority, platform, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type Argon2Cost, type Argon2Hash, hashPassword } from '../hashes/argon2-hash.ts';
import type { PasswordHash } from '../hashes/password-hash.ts';
import { isHashOf } from '../hashes/verification.ts';

export type HashingTask =
  | { readonly kind: 'hash'; readonly password: string; readonly salt: string; readonly cost: Argon2Cost }
  /** `spellings`: what was typed, in each form that may have been hashed. */
  | { readonly kind: 'verify'; readonly spellings: readonly string[]; readonly hash: PasswordHash };

export type HashingAnswer =
  | { readonly kind: 'hash'; readonly hash: Argon2Hash }
  | { readonly kind: 'verify'; readonly matches: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

const nicer = 10;
const nicest = 19;

// Linux gives each thread a priority of its own; elsewhere this would be the whole process's.
if (platform() === 'linux') giveWay();

function giveWay(): void {
  try {
    setPriority(Math.min(nicest, getPriority() + nicer));
  } catch {
    // Where a sandbox forbids it, hashing goes on as all else does.
  }
}

function answer(task: HashingTask): HashingAnswer {
  try {
    return task.kind === 'hash'
      ? { kind: 'hash', hash: hashPassword(task.password, task.salt, task.cost) }
      : { kind: 'verify', matches: task.spellings.some((spelling) => isHashOf(task.hash, spelling)) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : 'unknown' };
  }
}

parentPort?.on('message', (task: HashingTask) => parentPort?.postMessage(answer(task)));
