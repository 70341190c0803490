import { availableParallelism } from 'node:os';
import argon2 from 'argon2';
import pLimit from 'p-limit';
import type { RandomBytes } from '../../platform/random.ts';
import { UnavailableError } from '../../platform/unavailable-error.ts';

/** More passwords wait to be hashed than the lane takes. */
export class PasswordLaneFullError extends UnavailableError {
  constructor() {
    super('password hashing', { retryAfterSeconds: 2 });
    this.name = 'PasswordLaneFullError';
  }
}

/** Password hashing (argon2id) in a lane of its own: bounded concurrency, bounded queue, so that sign-ins starve nobody. */
export interface PasswordHasher {
  /** @throws PasswordLaneFullError */
  hash(password: string): Promise<string>;
  /**
   * Verifies, in the same time for an account that does not exist: pass null for its hash.
   *
   * @throws PasswordLaneFullError
   */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
  /** True when the hash was made with weaker parameters than today's. */
  needsRehash(passwordHash: string): boolean;
  /** Hashes waiting for their turn. */
  queueLength(): number;
}

export interface PasswordHasherOptions {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
  /** null: `defaultConcurrency`. */
  readonly concurrency: number | null;
  readonly queueLimit: number;
  /** Longer passwords never match and are not hashed. */
  readonly maxLength: number;
  readonly random: RandomBytes;
}

/** One less than the processors, so that one stays free for token checks. */
export function defaultConcurrency(): number {
  return Math.max(1, availableParallelism() - 1);
}

export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher {
  const { queueLimit, maxLength } = options;
  const parameters = {
    type: argon2.argon2id,
    memoryCost: options.memoryKiB,
    timeCost: options.iterations,
    parallelism: options.parallelism,
  } as const;
  const lane = pLimit(options.concurrency ?? defaultConcurrency());
  // What a missing account is verified against; nobody knows its password.
  const decoy = argon2.hash(options.random(32), parameters);

  async function inLane<Result>(work: () => Promise<Result>): Promise<Result> {
    if (lane.pendingCount >= queueLimit) throw new PasswordLaneFullError();
    return lane(work);
  }

  return {
    hash: (password) => inLane(() => argon2.hash(normalize(password), parameters)),
    async verify(passwordHash, password) {
      if (password.length > maxLength) return false;
      const against = passwordHash ?? (await decoy);
      const matches = await inLane(() => argon2.verify(against, normalize(password)));
      return matches && passwordHash !== null;
    },
    needsRehash: (passwordHash) => argon2.needsRehash(passwordHash, parameters),
    queueLength: () => lane.pendingCount,
  };
}

/** One spelling for what different keyboards send as the same characters (RFC 8265 §4, NIST SP 800-63B §5.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
