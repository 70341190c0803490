import { createIdentifier } from '../../platform/identifiers.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { AlreadyExistsError } from '../already-exists-error.ts';
import type { EmailProofs, ProofAttempt } from '../mail/email-proof.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { AccountStore, NewAccount } from './account-store.ts';
import { emailKey, parseEmail } from './email.ts';
import { type PasswordHasher, PasswordLaneFullError } from './password-hasher.ts';
import { checkPassword, type PasswordPolicy } from './password-policy.ts';

/** What kept a request from becoming an account. */
export type RefusedSignUp =
  | {
      readonly outcome: 'invalid';
      readonly email: string | null;
      readonly password: string | null;
      readonly name: string | null;
    }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

export type SignUpOutcome =
  | { readonly outcome: 'signed_up'; readonly accountId: string }
  /** A code was sent to the address, or word to its owner: nobody else learns which. */
  | { readonly outcome: 'asked' }
  /** The address has an account already; nothing was changed. */
  | { readonly outcome: 'taken' }
  | RefusedSignUp;

export type ConfirmedSignUp =
  | { readonly outcome: 'signed_up'; readonly accountId: string }
  | { readonly outcome: 'taken' | 'wrong' | 'over' };

export interface SignUpRequest {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly network: string;
  /** The browser's secret for this sign-up, and the app that it is for. */
  readonly transaction: string;
  readonly app: string;
}

export interface SignUpParts {
  readonly accounts: Pick<AccountStore, 'insert' | 'findByEmail'>;
  readonly hasher: PasswordHasher;
  /** null: the service cannot send mail, and takes addresses as they are given. */
  readonly proofs: EmailProofs | null;
  readonly limits: RateLimiters;
  readonly policy: PasswordPolicy;
  readonly random: RandomBytes;
}

/** In code points. */
export const maxNameLength = 100;

/**
 * Creates an account: at once, with an unverified address, where the service cannot send mail; else when the address was proven
 * with the code that is sent to it. The password is hashed whether or not the address is taken, so that the time does not tell.
 *
 * @throws UnavailableError when the database or the password lane cannot answer
 */
export async function signUp(parts: SignUpParts, request: SignUpRequest): Promise<SignUpOutcome> {
  const prepared = await prepare(parts, request);
  if ('outcome' in prepared) return prepared;
  if (parts.proofs === null) return create(parts, prepared);
  const { transaction, app } = request;
  const { email: to } = prepared;
  const isTaken = (await parts.accounts.findByEmail(to)) !== null;
  await parts.proofs.ask({
    transaction,
    purpose: 'sign_up',
    content: JSON.stringify(prepared),
    mail: (code) => (isTaken ? { kind: 'sign_up_known', to, app } : { kind: 'sign_up_code', to, code, app }),
  });
  return { outcome: 'asked' };
}

/** The code that was sent, typed into the browser that asked for it. */
export async function confirmSignUp(
  parts: SignUpParts,
  { transaction, code }: { readonly transaction: string; readonly code: string },
): Promise<ConfirmedSignUp> {
  const content = (await parts.proofs?.peek(transaction, 'sign_up')) ?? null;
  if (parts.proofs === null || content === null) return { outcome: 'over' };
  const attempt: ProofAttempt = await parts.proofs.attempt(transaction, 'sign_up', code);
  if (attempt !== 'proven') return { outcome: attempt };
  return create(parts, { ...(JSON.parse(content) as NewAccount), emailVerified: true });
}

/** An account that may be created, its password hashed, or why it may not. */
async function prepare(parts: SignUpParts, request: SignUpRequest): Promise<NewAccount | RefusedSignUp> {
  const { hasher, limits, policy, random } = parts;
  const email = parseEmail(request.email);
  const name = request.name.normalize('NFC').trim();
  const problems = {
    email: email === null ? 'Enter an email address such as name@example.com.' : null,
    password: checkPassword(request.password, policy, request.email),
    name: [...name].length > maxNameLength ? `Use at most ${maxNameLength} characters.` : null,
  };
  if (email === null || Object.values(problems).some((problem) => problem !== null)) {
    return { outcome: 'invalid', ...problems };
  }
  if (hasher.isFull(request.network)) throw new PasswordLaneFullError();
  const decision = await limits.signUpPerNetwork.spend(request.network);
  if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  if (parts.proofs !== null) {
    const mails = await limits.mailPerAddress.spend(emailKey(email));
    if (!mails.allowed) return { outcome: 'limited', retryAfterSeconds: mails.retryAfterSeconds };
  }
  return {
    id: createIdentifier('acc', random),
    email,
    emailVerified: false,
    name: name === '' ? null : name,
    passwordHash: await hasher.hash(request.password, request.network),
  };
}

async function create(
  { accounts }: SignUpParts,
  account: NewAccount,
): Promise<{ readonly outcome: 'signed_up'; readonly accountId: string } | { readonly outcome: 'taken' }> {
  try {
    await accounts.insert(account);
  } catch (error) {
    if (error instanceof AlreadyExistsError) return { outcome: 'taken' };
    throw error;
  }
  return { outcome: 'signed_up', accountId: account.id };
}
