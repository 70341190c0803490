import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { EmailProofs } from '../mail/email-proof.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { Storage } from '../storage.ts';
import { parseEmail } from './email/email.ts';
import { spendMail } from './email/mail-budget.ts';
import { type PasswordHasher, PasswordLaneFullError } from './passwords/password-hasher.ts';
import { checkPassword, type PasswordPolicy, type PasswordProblem } from './passwords/password-policy.ts';

export interface PasswordResetParts {
  readonly storage: Pick<Storage, 'accounts' | 'knownDevices' | 'unitOfWork'>;
  readonly hasher: PasswordHasher;
  readonly proofs: EmailProofs;
  readonly outbox: Outbox;
  readonly limits: RateLimiters;
  readonly policy: PasswordPolicy;
}

export interface ResetRequest {
  /** The browser's secret for this reset. */
  readonly transaction: string;
  readonly email: string;
  readonly network: string;
  /** See `spendMail`. */
  readonly knownDevice: Buffer | null;
  readonly app: string;
  /** Of the page, for the mail. */
  readonly language: string;
}

export type AskedReset =
  /** A code is on its way, if there is such an account: nobody else learns whether there is. */
  | { readonly outcome: 'asked' }
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

export type ConfirmedReset =
  | { readonly outcome: 'reset'; readonly email: string }
  | { readonly outcome: 'wrong' | 'over' }
  | { readonly outcome: 'invalid'; readonly password: PasswordProblem }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

/** How long it is worth telling somebody that a password was changed. */
const noticeTtlSeconds = 3 * 86_400;

/** Who the reset is for; no account where none was found. */
interface Subject {
  readonly account: { readonly id: string; readonly validFrom: string; readonly email: string } | null;
  /** As typed. */
  readonly email: string;
}

/** Sends a code to the address if it has an account that may sign in; the same work, answer and limits if not. */
export async function askForReset(parts: PasswordResetParts, request: ResetRequest): Promise<AskedReset> {
  const { storage, limits, proofs } = parts;
  const { language } = request;
  const email = parseEmail(request.email);
  if (email === null) return { outcome: 'invalid' };
  const decision = await spendMail(limits, { ...request, email });
  if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  const account = await storage.accounts.findByEmail(email);
  const known = account !== null && account.disabledAt === null ? account : null;
  const subject: Subject = {
    account:
      known === null ? null : { id: known.id, validFrom: known.validFrom.toISOString(), email: known.email },
    email,
  };
  await proofs.ask({
    transaction: request.transaction,
    purpose: 'reset_password',
    content: JSON.stringify(subject),
    mail: (code) =>
      known === null
        ? { kind: 'decoy', language }
        : { kind: 'reset_code', to: known.email, code, app: request.app, language },
  });
  return { outcome: 'asked' };
}

export interface ResetConfirmation {
  readonly transaction: string;
  readonly code: string;
  readonly password: string;
  readonly network: string;
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
  { transaction, code, password, network, language }: ResetConfirmation,
): Promise<ConfirmedReset> {
  const { storage, hasher, proofs, limits, policy } = parts;
  const content = await proofs.peek(transaction, 'reset_password');
  if (content === null) return { outcome: 'over' };
  const { email } = JSON.parse(content) as Subject;
  const problem = checkPassword(password, policy, email);
  if (problem !== null) return { outcome: 'invalid', password: problem };
  if (hasher.isFull(network)) throw new PasswordLaneFullError();
  const decision = await limits.signInPerNetwork.spend(network);
  if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  // Hashed before the code is looked at: it is spent only when the password is sure to be set.
  const passwordHash = await hasher.hash(password, network);
  let outcome: ConfirmedReset = { outcome: 'over' };
  await storage.unitOfWork(async () => {
    const attempt = await proofs.attempt(transaction, 'reset_password', code);
    outcome =
      attempt.outcome === 'proven'
        ? await reset(parts, attempt.content, { passwordHash, language })
        : attempt;
    return 'commit';
  });
  return outcome;
}

/** What was asked for before everything of the account was ended, another reset included, is worth nothing any more. */
async function reset(
  { storage: { accounts, knownDevices }, outbox }: PasswordResetParts,
  content: string,
  { passwordHash, language }: { readonly passwordHash: string; readonly language: string },
): Promise<ConfirmedReset> {
  const { account, email } = JSON.parse(content) as Subject;
  if (account === null) return { outcome: 'over' };
  const proven = { email: account.email, validFrom: new Date(account.validFrom) };
  const isReset = await accounts.resetPassword(account.id, proven, passwordHash);
  if (!isReset) return { outcome: 'over' };
  await knownDevices.forgetOthers(account.id, null);
  await outbox.put({ kind: 'password_changed', to: account.email, language }, noticeTtlSeconds);
  return { outcome: 'reset', email };
}
