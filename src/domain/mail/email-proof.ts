import { createHmac } from 'node:crypto';
import { digitsAsTyped } from '../typed-digits.ts';
import { type RunUnitOfWork, inUnitOfWork } from '../unit-of-work.ts';
import { openAsHolder, sealForHolder, type Keyring } from '../keys/keyring.ts';
import { sha256 } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';
import type { Mail } from './mail.ts';
import type { Outbox } from './outbox.ts';

export type ProofPurpose = 'sign_up' | 'upstream_sign_up' | 'reset_password' | 'sign_in' | 'change_email';

export interface ProofName {
  /** SHA-256 of the browser's secret. */
  readonly transactionDigest: Buffer;
  readonly purpose: ProofPurpose;
}

export interface NewProof extends ProofName {
  /** null: nothing was sent, nothing can be proven. */
  readonly codeDigest: Buffer | null;
  readonly sealed: Buffer;
  readonly attempts: number;
  readonly codeTtlSeconds: number;
  /** Of the whole transaction. */
  readonly ttlSeconds: number;
}

export type StoredAttempt =
  { readonly outcome: 'proven'; readonly sealed: Buffer } | { readonly outcome: 'wrong' | 'over' };

export type ProofAttempt =
  { readonly outcome: 'proven'; readonly content: string } | { readonly outcome: 'wrong' | 'over' };

export interface EmailProofStore {
  /** Replaces the one of the same name: an earlier code is worth nothing from then on. */
  put(proof: NewProof): Promise<void>;
  /** What was put with it, while it can be proven. */
  findSealed(name: ProofName): Promise<Buffer | null>;
  /** The same while it is not proven, whether or not its code still can be. */
  findAsked(name: ProofName): Promise<Buffer | null>;
  /** Spends one attempt; `proven` at most once. @param codeDigests of the code under every key */
  attempt(name: ProofName, codeDigests: readonly Buffer[]): Promise<StoredAttempt>;
}

/**
 * Codes by mail: one-time, for one purpose, in the browser that asked, for ten minutes and five attempts. Stored as a digest
 * under a key that a dump of the database does not have, since so few digits could be tried out.
 */
export interface EmailProofs {
  /**
   * @param transaction the browser's secret
   * @param mail what to send, given the code; where it sends none, the answer looks and takes the same
   * @param content comes back when it is proven
   */
  ask(request: ProofRequest): Promise<void>;
  /** The content, or null when nothing was asked for, or it is proven or over. Proves nothing. */
  peek(transaction: string, purpose: ProofPurpose): Promise<string | null>;
  /** The content of what was asked for and is not proven, whatever became of its code: another may be sent for it. */
  asked(transaction: string, purpose: ProofPurpose): Promise<string | null>;
  attempt(transaction: string, purpose: ProofPurpose, code: string): Promise<ProofAttempt>;
}

export interface ProofRequest {
  readonly transaction: string;
  readonly purpose: ProofPurpose;
  readonly content: string;
  readonly mail: (code: string) => Mail;
}

export interface EmailProofParts {
  readonly store: EmailProofStore;
  readonly outbox: Outbox;
  readonly unitOfWork: RunUnitOfWork;
  readonly keyring: Keyring;
  readonly random: RandomBytes;
  readonly transactionTtlSeconds: number;
}

const codeTtlSeconds = 600;
const attempts = 5;
const digits = 8;
const withCode: ReadonlySet<Mail['kind']> = new Set([
  'sign_up_code',
  'link_code',
  'reset_code',
  'sign_in_code',
  'email_code',
]);

export function createEmailProofs(parts: EmailProofParts): EmailProofs {
  const { store, outbox, keyring, random } = parts;

  const nameOf = (transaction: string, purpose: ProofPurpose): ProofName => ({
    transactionDigest: sha256(transaction),
    purpose,
  });

  /** Under every key, newest first. */
  function digestsOf(transaction: string, purpose: ProofPurpose, code: string): Buffer[] {
    return keyring
      .derive('email-code')
      .map((key) => createHmac('sha256', key).update(`${purpose} ${transaction} ${code}`).digest());
  }

  return {
    async ask({ transaction, purpose, content, mail: mailFor }) {
      const code = createCode(random);
      const mail = mailFor(code);
      const [newest = null] = digestsOf(transaction, purpose, code);
      await inUnitOfWork(parts, async () => {
        await store.put({
          ...nameOf(transaction, purpose),
          codeDigest: withCode.has(mail.kind) ? newest : null,
          sealed: sealForHolder(transaction, content, random),
          attempts,
          codeTtlSeconds,
          ttlSeconds: parts.transactionTtlSeconds,
        });
        await outbox.put(mail, codeTtlSeconds);
      });
    },
    async peek(transaction, purpose) {
      const sealed = await store.findSealed(nameOf(transaction, purpose));
      return sealed === null ? null : openAsHolder(transaction, sealed);
    },
    async asked(transaction, purpose) {
      const sealed = await store.findAsked(nameOf(transaction, purpose));
      return sealed === null ? null : openAsHolder(transaction, sealed);
    },
    async attempt(transaction, purpose, code) {
      const digests = digestsOf(transaction, purpose, digitsAsTyped(code));
      const attempt = await store.attempt(nameOf(transaction, purpose), digests);
      if (attempt.outcome !== 'proven') return attempt;
      return { outcome: 'proven', content: openAsHolder(transaction, attempt.sealed) };
    },
  };
}

function createCode(random: RandomBytes): string {
  const number = random(8).readBigUInt64BE() % 10n ** BigInt(digits);
  return number.toString().padStart(digits, '0');
}
