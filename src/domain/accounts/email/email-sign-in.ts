import type { ActivityLog, Origin } from '../../activity/activity.ts';
import type { RateLimiters } from '../../limits/rate-limiter.ts';
import type { EmailProofs } from '../../mail/email-proof.ts';
import type { Storage } from '../../storage.ts';
import { emailKey, parseEmail } from './email.ts';
import { spendMail } from './mail-budget.ts';
import type { SignedIn } from '../sign-in.ts';

export interface EmailSignInParts {
  readonly storage: Pick<Storage, 'accounts' | 'knownDevices' | 'unitOfWork'>;
  readonly proofs: EmailProofs;
  readonly limits: RateLimiters;
  readonly activity: ActivityLog;
}

export interface SignInCodeRequest {
  /** The browser's secret for this sign-in. */
  readonly transaction: string;
  readonly email: string;
  readonly network: string;
  /** See `spendMail`. */
  readonly knownDevice: Buffer | null;
  readonly app: string;
  /** Of the page, for the mail. */
  readonly language: string;
}

export type AskedSignInCode =
  /** A code is on its way, if there is such an account: nobody else learns whether there is. */
  | { readonly outcome: 'asked' }
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

export interface SignInCode {
  readonly transaction: string;
  readonly code: string;
  readonly origin: Origin;
  /** Of the page, for the mail. */
  readonly language: string;
}

export type EmailSignIn =
  ({ readonly outcome: 'signed_in' } & SignedIn) | { readonly outcome: 'wrong' | 'over' };

/** Whose mailbox the code went to; no account where none was found. */
interface Subject {
  readonly account: { readonly id: string; readonly validFrom: string; readonly email: string } | null;
}

/** Sends a code to the address if it has an account that may sign in; the same work, answer and limits if not. */
export async function askForSignInCode(
  parts: EmailSignInParts,
  { email: typed, transaction, network, knownDevice, app, language }: SignInCodeRequest,
): Promise<AskedSignInCode> {
  const email = parseEmail(typed);
  if (email === null) return { outcome: 'invalid' };
  const decision = await spendMail(parts.limits, { email, network, knownDevice });
  if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  const account = await parts.storage.accounts.findByEmail(email);
  const known = account !== null && account.disabledAt === null ? account : null;
  const subject: Subject = {
    account:
      known === null ? null : { id: known.id, validFrom: known.validFrom.toISOString(), email: known.email },
  };
  await parts.proofs.ask({
    transaction,
    purpose: 'sign_in',
    content: JSON.stringify(subject),
    mail: (code) =>
      known === null
        ? { kind: 'decoy', language }
        : { kind: 'sign_in_code', to: known.email, code, app, language },
  });
  return { outcome: 'asked' };
}

/** The code that was sent, typed into the browser that asked for it. */
export async function confirmSignInCode(parts: EmailSignInParts, given: SignInCode): Promise<EmailSignIn> {
  const { storage, proofs } = parts;
  let outcome: EmailSignIn = { outcome: 'over' };
  await storage.unitOfWork(async () => {
    const attempt = await proofs.attempt(given.transaction, 'sign_in', given.code);
    outcome = attempt.outcome === 'proven' ? await enter(parts, given, attempt.content) : attempt;
    return 'commit';
  });
  return outcome;
}

/** Only while the account still has that address, and nothing has ended everything of it since. */
async function enter(parts: EmailSignInParts, given: SignInCode, content: string): Promise<EmailSignIn> {
  const { account: asked } = JSON.parse(content) as Subject;
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
