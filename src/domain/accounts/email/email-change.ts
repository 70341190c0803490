import type { ActivityLog, Origin } from '../../activity/activity.ts';
import { AlreadyExistsError } from '../../already-exists-error.ts';
import type { RateLimiters } from '../../limits/rate-limiter.ts';
import type { EmailProofs } from '../../mail/email-proof.ts';
import type { Outbox } from '../../mail/outbox.ts';
import type { Storage } from '../../storage.ts';
import { inUnitOfWork } from '../../unit-of-work.ts';
import type { Account } from '../account-store.ts';
import { emailKey, parseEmail } from './email.ts';
import { spendMail } from './mail-budget.ts';

export interface EmailChangeParts {
  readonly storage: Pick<Storage, 'accounts' | 'unitOfWork'>;
  readonly proofs: EmailProofs;
  readonly outbox: Outbox;
  readonly limits: RateLimiters;
  readonly activity: ActivityLog;
}

export interface EmailRequest {
  readonly account: Account;
  /** A secret of the session that asks. */
  readonly transaction: string;
  readonly email: string;
  readonly network: string;
  /** Of the page, for the mail. */
  readonly language: string;
}

export type AskedEmail =
  /** A code was sent to the address, or word to the owner of the account that has it: nobody else learns which. */
  | { readonly outcome: 'asked' }
  | { readonly outcome: 'invalid' }
  /** It is the account's already, and proven. */
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

export interface EmailConfirmation {
  readonly account: Account;
  readonly transaction: string;
  readonly code: string;
  readonly origin: Origin;
  /** Of the page, for the mail. */
  readonly language: string;
}

export type ConfirmedEmail =
  { readonly outcome: 'changed' | 'verified' } | { readonly outcome: 'wrong' | 'over' | 'taken' };

/** Whose address is to become which. */
interface Subject {
  readonly accountId: string;
  readonly validFrom: string;
  readonly email: string;
}

/** How long it is worth telling somebody that their account has another address. */
const noticeTtlSeconds = 3 * 86_400;

/** Sends a code to an address that is to become the account's; nothing changes before it comes back. */
export async function askForEmail(parts: EmailChangeParts, request: EmailRequest): Promise<AskedEmail> {
  const { storage, limits, proofs } = parts;
  const { account, transaction, network, language } = request;
  const email = parseEmail(request.email);
  if (email === null) return { outcome: 'invalid' };
  if (email === account.email && account.emailVerified) return { outcome: 'unchanged' };
  const decision = await spendMail(limits, { email, network });
  if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  const owner = await storage.accounts.findByEmail(email);
  const isFree = owner === null || owner.id === account.id;
  const subject: Subject = { accountId: account.id, validFrom: account.validFrom.toISOString(), email };
  await proofs.ask({
    transaction,
    purpose: 'change_email',
    content: JSON.stringify(subject),
    mail: (code) =>
      isFree
        ? { kind: 'email_code', to: email, code, language }
        : { kind: 'email_known', to: owner.email, language },
  });
  return { outcome: 'asked' };
}

/** The address that waits for its code in this session, if any. */
export async function pendingEmail(
  { proofs }: EmailChangeParts,
  transaction: string,
): Promise<string | null> {
  const content = await proofs.peek(transaction, 'change_email');
  return content === null ? null : (JSON.parse(content) as Subject).email;
}

/**
 * Gives the account its new address, with the code as proof, and tells the old one. What was asked for before everything of the
 * account was ended is worth nothing any more: whoever has just got their account back keeps it (pre-hijacking).
 */
export async function confirmEmail(
  parts: EmailChangeParts,
  confirmation: EmailConfirmation,
): Promise<ConfirmedEmail> {
  const { storage, proofs } = parts;
  try {
    return await inUnitOfWork(storage, async () => {
      const attempt = await proofs.attempt(confirmation.transaction, 'change_email', confirmation.code);
      return attempt.outcome === 'proven' ? putEmail(parts, confirmation, attempt.content) : attempt;
    });
  } catch (error) {
    // Somebody proved the same address for an account of theirs meanwhile.
    if (error instanceof AlreadyExistsError) return { outcome: 'taken' };
    throw error;
  }
}

async function putEmail(
  { storage: { accounts }, outbox, activity }: EmailChangeParts,
  { account, origin, language }: EmailConfirmation,
  content: string,
): Promise<ConfirmedEmail> {
  const { accountId, validFrom, email } = JSON.parse(content) as Subject;
  if (accountId !== account.id) return { outcome: 'over' };
  const before = await accounts.findById(accountId);
  const isPut = await accounts.putEmail(accountId, { email, validFrom: new Date(validFrom) });
  if (before === null || !isPut) return { outcome: 'over' };
  const isOther = emailKey(before.email) !== emailKey(email);
  const kind = isOther ? 'email_changed' : 'email_verified';
  await activity.note({ accountId, kind, detail: null, ...origin }, language);
  if (!isOther) return { outcome: 'verified' };
  const word = { kind: 'email_changed', to: before.email, browser: origin.browser, language } as const;
  await outbox.put(word, noticeTtlSeconds);
  return { outcome: 'changed' };
}
