import { createIdentifier } from '../../platform/identifiers.ts';
import type { RandomBytes } from '../../platform/random.ts';
import { AlreadyExistsError } from '../already-exists-error.ts';
import type { RateLimiters } from '../limits/rate-limiter.ts';
import type { AccountStore } from './account-store.ts';
import { parseEmail } from './email.ts';
import { type PasswordHasher, PasswordLaneFullError } from './password-hasher.ts';
import { checkPassword, type PasswordPolicy } from './password-policy.ts';

export type SignUpOutcome =
  | { readonly outcome: 'signed_up'; readonly accountId: string }
  | {
      readonly outcome: 'invalid';
      readonly email: string | null;
      readonly password: string | null;
      readonly name: string | null;
    }
  /** The address has an account already; nothing was changed. */
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

export interface SignUpRequest {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly network: string;
}

export interface SignUpParts {
  readonly accounts: Pick<AccountStore, 'insert'>;
  readonly hasher: PasswordHasher;
  readonly limits: RateLimiters;
  readonly policy: PasswordPolicy;
  readonly random: RandomBytes;
}

/** In code points. */
export const maxNameLength = 100;

/**
 * Creates an account with an unverified e-mail address. The password is hashed whether or not the address is taken, so
 * that the time does not tell.
 *
 * @throws UnavailableError when the database or the password lane cannot answer
 */
export async function signUp(parts: SignUpParts, request: SignUpRequest): Promise<SignUpOutcome> {
  const { accounts, hasher, limits, policy, random } = parts;
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

  const passwordHash = await hasher.hash(request.password, request.network);
  const accountId = createIdentifier('acc', random);
  try {
    await accounts.insert({
      id: accountId,
      email,
      emailVerified: false,
      name: name === '' ? null : name,
      passwordHash,
    });
  } catch (error) {
    if (error instanceof AlreadyExistsError) return { outcome: 'taken' };
    throw error;
  }
  return { outcome: 'signed_up', accountId };
}
