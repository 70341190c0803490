import { sha256 } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import { type Attempt, type FactorAttempt, attemptFactor, recoveryBudgets } from './factor-attempt.ts';

/** The recovery codes of an account: made together, each good once, in the place of any other second factor. */
export interface RecoveryCodeStore {
  /** In the place of all there were. */
  put(accountId: string, digests: readonly Buffer[]): Promise<void>;
  /** True at most once for each code. */
  consume(accountId: string, digest: Buffer): Promise<boolean>;
  /** How many were not used yet; null when none were made. */
  countLeft(accountId: string): Promise<number | null>;
  remove(accountId: string): Promise<void>;
}

const codesInAll = 10;
const characters = 16;
const groupLength = 4;
/** Douglas Crockford's base32: without the letters that are taken for others. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes the codes of the account, in the place of all it had; what is stored does not tell them. */
export async function makeRecoveryCodes(
  store: RecoveryCodeStore,
  accountId: string,
  random: RandomBytes,
): Promise<string[]> {
  const codes = createRecoveryCodes(random);
  const digests = codes.map((code) => digestOf(accountId, code));
  await store.put(
    accountId,
    digests.filter((digest) => digest !== null),
  );
  return codes;
}

export function useRecoveryCode(
  { consume, limits }: Pick<RecoveryCodeStore, 'consume'> & { readonly limits: RateLimiters },
  attempt: Attempt,
): Promise<FactorAttempt> {
  const { accountId, code } = attempt;
  return attemptFactor(recoveryBudgets(limits, attempt), async () => {
    const digest = digestOf(accountId, code);
    return digest !== null && consume(accountId, digest);
  });
}

/** Ten codes of 80 bits each, such as `7h2k-0qwe-rtz9-m4xd`. */
function createRecoveryCodes(random: RandomBytes): string[] {
  return Array.from({ length: codesInAll }, () => createCode(random));
}

/** A byte has eight values for each character: every one is equally likely. */
function createCode(random: RandomBytes): string {
  const code = [...random(characters)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return (code.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
}

/**
 * What is stored: with that many bits nobody tries them out, and the account in it keeps one guess from being compared with the
 * codes of everybody. Null for what cannot be a code.
 */
function digestOf(accountId: string, code: string): Buffer | null {
  const typed = asTyped(code);
  const isCode = typed.length === characters && [...typed].every((character) => alphabet.includes(character));
  return isCode ? sha256(`recovery code ${accountId} ${typed}`) : null;
}

/** In any case, with any dashes and spaces or none, and with the letters that look like digits. */
function asTyped(code: string): string {
  return code
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
}
