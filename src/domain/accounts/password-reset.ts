import type { ActivityLog, Origin } from '../activity/activity.ts';
import { type Budget, attemptWithin } from '../limits/attempt.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { EmailProofs } from '../mail/email-proof.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { Storage } from '../storage.ts';
import { inUnitOfWork } from '../unit-of-work.ts';
import { parseSubject } from './email/code-request.ts';
import { type PasswordHasher, PasswordLaneFullError } from './passwords/password-hasher.ts';
import { checkPassword, type PasswordPolicy, type PasswordProblem } from './passwords/password-policy.ts';

export interface PasswordResetParts {
  readonly storage: Pick<Storage, 'accounts' | 'knownDevices' | 'unitOfWork'>;
  readonly hasher: PasswordHasher;
  readonly proofs: EmailProofs;
  readonly outbox: Outbox;
  readonly limits: RateLimiters;
  readonly activity: ActivityLog;
  readonly policy: PasswordPolicy;
}

export type ConfirmedReset =
  | { readonly outcome: 'reset' | 'wrong' | 'over' }
  | { readonly outcome: 'invalid'; readonly password: PasswordProblem }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

/** How long it is worth telling somebody that a password was changed. */
const noticeTtlSeconds = 3 * 86_400;

export interface ResetConfirmation {
  readonly transaction: string;
  readonly code: string;
  readonly password: string;
  readonly origin: Origin;
  /** Of the page, for the mail. */
  readonly language: string;
}

/**
 * Sets the password, with the code as proof. Ends every session, grant and token of the account, and says so by mail. A password
 * that cannot be used costs no attempt.
 *
 * @throws UnavailableError when the database or the password lane cannot answer; the code is good for another try then
 */
export async function confirmReset(
  parts: PasswordResetParts,
  { transaction, code, password, origin, language }: ResetConfirmation,
): Promise<ConfirmedReset> {
  const { storage, hasher, proofs, limits, policy } = parts;
  const { network } = origin;
  const content = await proofs.peek(transaction, 'reset_password');
  if (content === null) return { outcome: 'over' };
  const { email } = parseSubject(content);
  const problem = checkPassword(password, policy, email);
  if (problem !== null) return { outcome: 'invalid', password: problem };
  if (hasher.isFull(network)) throw new PasswordLaneFullError();
  const work = async (): Promise<ConfirmedReset> => {
    // Hashed before the code is looked at: it is spent only when the password is sure to be set.
    const passwordHash = await hasher.hash(password, network);
    return inUnitOfWork(storage, async () => {
      const attempt = await proofs.attempt(transaction, 'reset_password', code);
      return attempt.outcome === 'proven'
        ? reset(parts, attempt.content, { passwordHash, origin, language })
        : attempt;
    });
  };
  const budget: Budget = {
    limiter: limits.signInPerNetwork,
    key: network,
    of: 'network',
    onSuccess: 'refund',
  };
  return attemptWithin([budget], work, 'reset');
}

/** What was asked for before everything of the account was ended, another reset included, is worth nothing any more. */
async function reset(
  { storage: { accounts, knownDevices }, outbox, activity }: PasswordResetParts,
  content: string,
  {
    passwordHash,
    origin,
    language,
  }: Pick<ResetConfirmation, 'origin' | 'language'> & { readonly passwordHash: string },
): Promise<ConfirmedReset> {
  const { account } = parseSubject(content);
  if (account === null) return { outcome: 'over' };
  const proven = { email: account.email, validFrom: new Date(account.validFrom) };
  const isReset = await accounts.resetPassword(account.id, proven, passwordHash);
  if (!isReset) return { outcome: 'over' };
  await knownDevices.forgetOthers(account.id, null);
  await activity.note({ accountId: account.id, kind: 'password_reset', detail: null, ...origin }, language);
  await outbox.put({ kind: 'password_changed', to: account.email, language }, noticeTtlSeconds);
  return { outcome: 'reset' };
}
