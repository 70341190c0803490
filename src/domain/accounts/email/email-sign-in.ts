import type { ActivityLog, Origin } from '../../activity/activity.ts';
import type { RateLimiters } from '../../limits/rate-limiter.ts';
import type { EmailProofs } from '../../mail/email-proof.ts';
import type { Storage } from '../../storage.ts';
import { inUnitOfWork } from '../../unit-of-work.ts';
import { parseSubject } from './code-request.ts';
import { emailKey } from './email.ts';
import type { SignedIn } from '../sign-in.ts';

export interface EmailSignInParts {
  readonly storage: Pick<Storage, 'accounts' | 'knownDevices' | 'unitOfWork'>;
  readonly proofs: EmailProofs;
  readonly limits: RateLimiters;
  readonly activity: ActivityLog;
}

export interface SignInCode {
  readonly transaction: string;
  readonly code: string;
  readonly origin: Origin;
  /** Of the page, for the mail. */
  readonly language: string;
}

export type EmailSignIn =
  ({ readonly outcome: 'signed_in' } & SignedIn) | { readonly outcome: 'wrong' | 'over' };

/** The code that was sent, typed into the browser that asked for it. */
export async function confirmSignInCode(parts: EmailSignInParts, given: SignInCode): Promise<EmailSignIn> {
  const { storage, proofs } = parts;
  return inUnitOfWork(storage, async () => {
    const attempt = await proofs.attempt(given.transaction, 'sign_in', given.code);
    return attempt.outcome === 'proven' ? enter(parts, given, attempt.content) : attempt;
  });
}

/** Only while the account still has that address, and nothing has ended everything of it since. */
async function enter(parts: EmailSignInParts, given: SignInCode, content: string): Promise<EmailSignIn> {
  const { account: asked } = parseSubject(content);
  const account = asked === null ? null : await parts.storage.accounts.findById(asked.id);
  if (asked === null || account === null || account.disabledAt !== null) return { outcome: 'over' };
  const isSame =
    account.validFrom.toISOString() === asked.validFrom && emailKey(account.email) === emailKey(asked.email);
  if (!isSame) return { outcome: 'over' };
  const validFrom = account.emailVerified ? account.validFrom : await claim(parts, given, account);
  return validFrom === null
    ? { outcome: 'over' }
    : { outcome: 'signed_in', accountId: account.id, validFrom };
}

/** Nobody had proven the address: from now on the account is whose mailbox this is, and nobody else's (see `AccountStore.claim`). */
async function claim(
  { storage: { accounts }, activity }: EmailSignInParts,
  { origin, language }: SignInCode,
  account: { readonly id: string; readonly email: string; readonly validFrom: Date },
): Promise<Date | null> {
  const validFrom = await accounts.claim(account.id, account);
  if (validFrom === null) return null;
  await activity.note({ accountId: account.id, kind: 'address_claimed', detail: null, ...origin }, language);
  return validFrom;
}
