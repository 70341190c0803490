import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { RandomBytes } from '../../../platform/random.ts';
import { UnavailableError } from '../../../platform/unavailable-error.ts';
import {
  type Argon2Cost,
  type Argon2Hash,
  formatArgon2,
  saltBytes,
  tagBytes,
} from '../hashes/argon2-hash.ts';
import { parsePasswordHash, type PasswordHash } from '../hashes/password-hash.ts';
import { fromBase64, toBase64 } from '../hashes/phc-string.ts';
import type { HashingAnswer, HashingTask } from './hashing-thread.ts';
import { createHashingThreads } from './hashing-threads.ts';

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
  /**
   * @param network where it is asked for from: nobody gets the whole lane for themselves
   * @throws PasswordLaneFullError, UnavailableError
   */
  hash(password: string, network?: string | null): Promise<string>;
  /**
   * Verifies, in the same time for an account that does not exist: pass null for its hash.
   *
   * @throws PasswordLaneFullError, UnavailableError
   */
  verify(passwordHash: string | null, password: string, network?: string | null): Promise<boolean>;
  /** True when the hash was made in another way, or with other parameters, than today's. */
  needsRehash(passwordHash: string): boolean;
  /** Hashes waiting for their turn. */
  queueLength(): number;
  /** Whether another one, from there, would be refused. */
  isFull(network: string | null): boolean;
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

/** No network may take more of the queue than a fourth, however many sign in from there. */
const partOfNetwork = 4;

export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher & AsyncDisposable {
  const { queueLimit, maxLength, random } = options;
  const { memoryKiB, iterations, parallelism } = options;
  const cost: Argon2Cost = { memoryKiB, iterations, parallelism };
  // First come, first served.
  const concurrency = options.concurrency ?? defaultConcurrency();
  const lane = pLimit(concurrency);
  const threads = createHashingThreads();
  const byNetwork = new Map<string, number>();
  const decoy = createDecoy(cost, random);

  const mostOfNetwork = concurrency + Math.ceil(queueLimit / partOfNetwork);
  const isFull = (network: string | null): boolean =>
    lane.pendingCount >= queueLimit || (network !== null && (byNetwork.get(network) ?? 0) >= mostOfNetwork);

  async function run(task: HashingTask, network: string | null): Promise<HashingAnswer> {
    if (isFull(network)) throw new PasswordLaneFullError();
    count(network, 1);
    try {
      const answer = await lane(() => threads.run(task));
      if (answer.kind === 'failed') throw new Error(answer.reason);
      return answer;
    } catch (cause) {
      throw new UnavailableError(component, { cause });
    } finally {
      count(network, -1);
    }
  }

  function count(network: string | null, step: 1 | -1): void {
    if (network === null) return;
    const underWay = (byNetwork.get(network) ?? 0) + step;
    if (underWay > 0) byNetwork.set(network, underWay);
    else byNetwork.delete(network);
  }

  return {
    async hash(password, network = null) {
      const salt = toBase64(random(saltBytes));
      const answer = await run({ kind: 'hash', password: normalize(password), salt, cost }, network);
      if (answer.kind !== 'hash') throw new Error('the hashing thread answered something else');
      return formatArgon2(answer.hash);
    },
    async verify(passwordHash, password, network = null) {
      if (password.length > maxLength) return false;
      const hash = passwordHash === null ? decoy : getHash(passwordHash);
      const answer = await run({ kind: 'verify', spellings: spellingsOf(password), hash }, network);
      return answer.kind === 'verify' && answer.matches;
    },
    needsRehash: (passwordHash) => !isMadeWith(getHash(passwordHash), cost),
    queueLength: () => lane.pendingCount,
    isFull,
    isFilling: () => lane.pendingCount >= queueLimit / 2,
    [Symbol.asyncDispose]: () => threads[Symbol.asyncDispose](),
  };
}

/**
 * What a missing account is verified against: no password has this hash. A hash that was imported may take another time than
 * this, and tells by it that the account exists, until its owner has signed in.
 */
function createDecoy(cost: Argon2Cost, random: RandomBytes): Argon2Hash {
  const parts = { salt: toBase64(random(saltBytes)), tag: toBase64(random(tagBytes)) };
  return { scheme: 'argon2', variant: 'argon2id', ...cost, ...parts };
}

/** Whether it is as ours are. */
function isMadeWith(hash: PasswordHash, { memoryKiB, iterations, parallelism }: Argon2Cost): boolean {
  return (
    hash.scheme === 'argon2' &&
    hash.variant === 'argon2id' &&
    hash.memoryKiB === memoryKiB &&
    hash.iterations === iterations &&
    hash.parallelism === parallelism &&
    fromBase64(hash.tag).length === tagBytes &&
    fromBase64(hash.salt).length >= saltBytes
  );
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
