import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import type { RandomBytes } from '../../platform/random.ts';
import { UnavailableError } from '../../platform/unavailable-error.ts';
import { type Argon2Cost, type Argon2Hash, formatArgon2, saltBytes, tagBytes } from './hashes/argon2-hash.ts';
import { parsePasswordHash, type PasswordHash } from './hashes/password-hash.ts';
import { fromBase64, toBase64 } from './hashes/phc-string.ts';
import type { HashTask, VerifyTask } from './hashing-thread.ts';

const component = 'password hashing';

/** More passwords wait to be hashed than the lane takes. */
export class PasswordLaneFullError extends UnavailableError {
  constructor() {
    super(component, { retryAfterSeconds: 2 });
    this.name = 'PasswordLaneFullError';
  }
}

/**
 * Password hashing (argon2id) in a lane of its own: so many threads of low priority and a bounded queue, so that sign-ins
 * starve nobody. Hashes that came from other systems are verified in it, too.
 */
export interface PasswordHasher {
  /** @throws PasswordLaneFullError, UnavailableError */
  hash(password: string): Promise<string>;
  /**
   * Verifies, in the same time for an account that does not exist: pass null for its hash.
   *
   * @throws PasswordLaneFullError, UnavailableError
   */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
  /** True when the hash was made in another way, or with other parameters, than today's. */
  needsRehash(passwordHash: string): boolean;
  /** Hashes waiting for their turn. */
  queueLength(): number;
  /** Whether another one would be refused. */
  isFull(): boolean;
  /** Whether the rest of the queue is for those who have typed their password already. */
  isFilling(): boolean;
}

export interface PasswordHasherOptions extends Argon2Cost {
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

/** A thread that nobody needs for so long ends, and its memory with it. */
const idleTimeoutMs = 60_000;

export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher & AsyncDisposable {
  const { queueLimit, maxLength, random } = options;
  const { memoryKiB, iterations, parallelism } = options;
  const cost: Argon2Cost = { memoryKiB, iterations, parallelism };
  const concurrency = options.concurrency ?? defaultConcurrency();
  // First come, first served, which the queue of the threads is not.
  const lane = pLimit(concurrency);
  const threads = new Piscina({
    filename: join(import.meta.dirname, `hashing-thread${extname(import.meta.filename)}`),
    minThreads: 0,
    maxThreads: concurrency,
    idleTimeout: idleTimeoutMs,
    recordTiming: false,
  });
  // What a missing account is verified against: no password has this hash. A hash that was imported may take another time than
  // this, and tells by it that the account exists, until its owner has signed in.
  const decoy: Argon2Hash = {
    scheme: 'argon2',
    variant: 'argon2id',
    ...cost,
    salt: toBase64(random(saltBytes)),
    tag: toBase64(random(tagBytes)),
  };

  const isFull = (): boolean => lane.pendingCount >= queueLimit;

  async function run<Result>(name: 'hash' | 'verify', task: HashTask | VerifyTask): Promise<Result> {
    if (isFull()) throw new PasswordLaneFullError();
    try {
      return (await lane(() => threads.run(task, { name }))) as Result;
    } catch (cause) {
      throw new UnavailableError(component, { cause });
    }
  }

  return {
    async hash(password) {
      const task: HashTask = { password: normalize(password), salt: toBase64(random(saltBytes)), cost };
      return formatArgon2(await run<Argon2Hash>('hash', task));
    },
    async verify(passwordHash, password) {
      if (password.length > maxLength) return false;
      const hash = passwordHash === null ? decoy : getHash(passwordHash);
      return run<boolean>('verify', { spellings: spellingsOf(password), hash });
    },
    needsRehash(passwordHash) {
      const made = getHash(passwordHash);
      return (
        made.scheme !== 'argon2' ||
        made.variant !== 'argon2id' ||
        made.memoryKiB !== memoryKiB ||
        made.iterations !== iterations ||
        made.parallelism !== parallelism ||
        fromBase64(made.tag).length !== tagBytes ||
        fromBase64(made.salt).length < saltBytes
      );
    },
    queueLength: () => lane.pendingCount,
    isFull,
    isFilling: () => lane.pendingCount >= queueLimit / 2,
    [Symbol.asyncDispose]: () => threads.destroy(),
  };
}

/** @throws when the account's row has something else in it */
function getHash(passwordHash: string): PasswordHash {
  const hash = parsePasswordHash(passwordHash);
  if (hash === null) throw new Error('the stored password hash is of no kind that we know');
  return hash;
}

/** One spelling for what different keyboards send as the same characters (RFC 8265 §4, NIST SP 800-63B §5.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}

/** Ours first. Other systems mostly hash what was typed as it is, and their argon2id looks like ours. */
function spellingsOf(password: string): string[] {
  return [...new Set([normalize(password), password])];
}
