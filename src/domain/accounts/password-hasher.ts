import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { RandomBytes } from '../../platform/random.ts';
import { UnavailableError } from '../../platform/unavailable-error.ts';
import {
  type Argon2Cost,
  type Argon2Hash,
  formatArgon2,
  parseArgon2,
  saltBytes,
  tagBytes,
  toBase64,
} from './argon2-hash.ts';
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
 * starve nobody.
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
  /** True when the hash was made with weaker parameters than today's. */
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
  // What a missing account is verified against: no password has this hash.
  const decoy: Argon2Hash = { ...cost, salt: toBase64(random(saltBytes)), tag: toBase64(random(tagBytes)) };

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
      const answer = await run({ kind: 'verify', password: normalize(password), hash }, network);
      return answer.kind === 'verify' && answer.matches;
    },
    needsRehash(passwordHash) {
      const made = getHash(passwordHash);
      return (
        made.memoryKiB !== memoryKiB || made.iterations !== iterations || made.parallelism !== parallelism
      );
    },
    queueLength: () => lane.pendingCount,
    isFull,
    isFilling: () => lane.pendingCount >= queueLimit / 2,
    [Symbol.asyncDispose]: () => threads[Symbol.asyncDispose](),
  };
}

/** @throws when the account's row has something else in it */
function getHash(passwordHash: string): Argon2Hash {
  const hash = parseArgon2(passwordHash);
  if (hash === null) throw new Error('the stored password hash is not one of argon2id');
  return hash;
}

/** One spelling for what different keyboards send as the same characters (RFC 8265 §4, NIST SP 800-63B §5.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
