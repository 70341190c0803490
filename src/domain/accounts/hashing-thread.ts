/**
 * One thread of the password lane. It gives way to every other that wants its processor, since nobody's token check is to
 * wait for a password.
 */
import { getPriority, platform, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type Argon2Cost, type Argon2Hash, hashPassword, isHashOf } from './argon2-hash.ts';

export type HashingTask =
  | { readonly kind: 'hash'; readonly password: string; readonly salt: string; readonly cost: Argon2Cost }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: Argon2Hash };

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
      : { kind: 'verify', matches: isHashOf(task.hash, task.password) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : 'unknown' };
  }
}

parentPort?.on('message', (task: HashingTask) => parentPort?.postMessage(answer(task)));
