import { createIdentifier } from '../../platform/identifiers.ts';
import type { RandomBytes } from '../../platform/random.ts';
import type { ActivityLog, Origin } from '../activity/activity.ts';
import { AlreadyExistsError } from '../already-exists-error.ts';
import type { EmailProofs } from '../mail/email-proof.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { Storage } from '../storage.ts';
import { inUnitOfWork } from '../unit-of-work.ts';
import type { AccountStore, NewAccount } from './account-store.ts';
import { toDisplayName } from './display-name.ts';
import { parseEmail } from './email/email.ts';
import { spendMail } from './email/mail-budget.ts';
import { type PasswordHasher, PasswordLaneFullError } from './passwords/password-hasher.ts';
import type { SignedIn } from './sign-in.ts';
import { checkPassword, type PasswordPolicy, type PasswordProblem } from './passwords/password-policy.ts';

/** What kept a request from becoming an account. */
export type RefusedSignUp =
  | {
      readonly outcome: 'invalid';
      readonly email: 'malformed' | null;
      readonly password: PasswordProblem | null;
      readonly name: 'too_long' | null;
    }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

export type SignUpOutcome =
  | ({ readonly outcome: 'signed_up' } & SignedIn)
  /** A code was sent to the address, or word to its owner: nobody else learns which. */
  | { readonly outcome: 'asked' }
  /** The address has an account already; nothing was changed. */
  | { readonly outcome: 'taken' }
  | RefusedSignUp;

export type ConfirmedSignUp =
  ({ readonly outcome: 'signed_up' } & SignedIn) | { readonly outcome: 'taken' | 'wrong' | 'over' };

export interface SignUpRequest {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly origin: Origin;
  /** The browser's secret for this sign-up, and the app that it is for. */
  readonly transaction: string;
  readonly app: string;
  /** Of the page, for the mail. */
  readonly language: string;
}

export interface SignUpParts {
  readonly storage: { readonly accounts: Pick<AccountStore, 'insert' | 'findByEmail'> } & Pick<
    Storage,
    'unitOfWork'
  >;
  readonly hasher: PasswordHasher;
  /** null: the service cannot send mail, and takes addresses as they are given. */
  readonly proofs: EmailProofs | null;
  readonly limits: RateLimiters;
  readonly policy: PasswordPolicy;
  readonly random: RandomBytes;
  readonly activity: ActivityLog;
}

/** Of an account that is new. */
const neverEnded = new Date(0);

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
  if (parts.proofs === null) return inUnitOfWork(parts.storage, () => create(parts, prepared, request));
  await sendCode(parts.storage, parts.proofs, prepared, request);
  return { outcome: 'asked' };
}

type AskedSignUp = Pick<SignUpRequest, 'transaction' | 'app' | 'language'>;

export type SignUpAskedAgain =
  | { readonly outcome: 'asked' | 'over' }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

/** The address of the account that is to be created in this transaction; null: of none. */
export async function signUpAskedFor({ proofs }: SignUpParts, transaction: string): Promise<string | null> {
  const content = (await proofs?.asked(transaction, 'sign_up')) ?? null;
  return content === null ? null : (JSON.parse(content) as NewAccount).email;
}

/** Another code for the account that is to be created in this transaction; the earlier one is worth nothing from then on. */
export async function askForSignUpAgain(
  { storage, proofs, limits }: SignUpParts,
  request: AskedSignUp & { readonly network: string },
): Promise<SignUpAskedAgain> {
  const content = await proofs?.asked(request.transaction, 'sign_up');
  if (proofs === null || typeof content !== 'string') return { outcome: 'over' };
  const account = JSON.parse(content) as NewAccount;
  const mails = await spendMail(limits, { email: account.email, network: request.network });
  if (!mails.allowed) return { outcome: 'limited', retryAfterSeconds: mails.retryAfterSeconds };
  await sendCode(storage, proofs, account, request);
  return { outcome: 'asked' };
}

async function sendCode(
  { accounts }: SignUpParts['storage'],
  proofs: EmailProofs,
  account: NewAccount,
  { transaction, app, language }: AskedSignUp,
): Promise<void> {
  const { email: to } = account;
  const owner = await accounts.findByEmail(to);
  await proofs.ask({
    transaction,
    purpose: 'sign_up',
    content: JSON.stringify(account),
    mail: (code) =>
      owner === null
        ? { kind: 'sign_up_code', to, code, app, language }
        : { kind: 'sign_up_known', to: owner.email, app, language },
  });
}

export interface SignUpConfirmation {
  readonly transaction: string;
  readonly code: string;
  readonly origin: Origin;
  /** Of the page, for the mail. */
  readonly language: string;
}

/** The code that was sent, typed into the browser that asked for it. */
export async function confirmSignUp(
  parts: SignUpParts,
  confirmation: SignUpConfirmation,
): Promise<ConfirmedSignUp> {
  const { proofs, storage } = parts;
  const { transaction, code } = confirmation;
  if (proofs === null) return { outcome: 'over' };
  return inUnitOfWork(storage, async () => {
    const attempt = await proofs.attempt(transaction, 'sign_up', code);
    return attempt.outcome === 'proven'
      ? create(parts, { ...(JSON.parse(attempt.content) as NewAccount), emailVerified: true }, confirmation)
      : attempt;
  });
}

/** An account that may be created, its password hashed, or why it may not. */
async function prepare(parts: SignUpParts, request: SignUpRequest): Promise<NewAccount | RefusedSignUp> {
  const { hasher, limits, policy, random } = parts;
  const { network } = request.origin;
  const email = parseEmail(request.email);
  const name = toDisplayName(request.name);
  const problems = {
    email: email === null ? ('malformed' as const) : null,
    password: checkPassword(request.password, policy, request.email),
    name: [...name].length > maxNameLength ? ('too_long' as const) : null,
  };
  if (email === null || Object.values(problems).some((problem) => problem !== null)) {
    return { outcome: 'invalid', ...problems };
  }
  if (hasher.isFull(network)) throw new PasswordLaneFullError();
  const decision = await limits.signUpPerNetwork.spend(network);
  if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  if (parts.proofs !== null) {
    const mails = await spendMail(limits, { email, network });
    if (!mails.allowed) return { outcome: 'limited', retryAfterSeconds: mails.retryAfterSeconds };
  }
  return {
    id: createIdentifier('acc', random),
    email,
    emailVerified: false,
    name: name === '' ? null : name,
    passwordHash: await hasher.hash(request.password, network),
  };
}

async function create(
  { storage: { accounts }, activity }: SignUpParts,
  account: NewAccount,
  { origin, language }: Pick<SignUpRequest, 'origin' | 'language'>,
): Promise<({ readonly outcome: 'signed_up' } & SignedIn) | { readonly outcome: 'taken' }> {
  try {
    await accounts.insert(account);
  } catch (error) {
    if (error instanceof AlreadyExistsError) return { outcome: 'taken' };
    throw error;
  }
  await activity.note({ accountId: account.id, kind: 'account_created', detail: null, ...origin }, language);
  return { outcome: 'signed_up', accountId: account.id, validFrom: neverEnded };
}
