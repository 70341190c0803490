/** Asking for a code by mail that stands for whoever an account is of: to sign in with, or to set another password. */
import type { RateLimiters } from '../../limits/rate-limiter.ts';
import type { EmailProofs } from '../../mail/email-proof.ts';
import type { Storage } from '../../storage.ts';
import { parseEmail } from './email.ts';
import { spendMail } from './mail-budget.ts';

export interface CodeRequestParts {
  readonly storage: Pick<Storage, 'accounts' | 'knownDevices'>;
  readonly proofs: EmailProofs;
  readonly limits: RateLimiters;
}

export interface CodeRequest {
  readonly purpose: 'sign_in' | 'reset_password';
  /** The browser's secret for this sign-in. */
  readonly transaction: string;
  readonly email: string;
  readonly network: string;
  /** Digest of this browser's secret; null: it has none. */
  readonly device: Buffer | null;
  readonly app: string;
  /** Of the page, for the mail. */
  readonly language: string;
}

export type AskedCode =
  /** A code is on its way, if there is such an account: nobody else learns whether there is. */
  | { readonly outcome: 'asked' }
  | { readonly outcome: 'invalid' }
  | { readonly outcome: 'limited'; readonly retryAfterSeconds: number };

/** Whose mailbox the code went to; no account where none was found. */
export interface CodeSubject {
  readonly account: { readonly id: string; readonly validFrom: string; readonly email: string } | null;
  /** As typed. */
  readonly email: string;
}

const mailKinds = { sign_in: 'sign_in_code', reset_password: 'reset_code' } as const;

/** Sends a code to the address if it has an account that may sign in; the same work, answer and limits if not. */
export async function askForCode(
  { storage, proofs, limits }: CodeRequestParts,
  { purpose, email: typed, transaction, network, device, app, language }: CodeRequest,
): Promise<AskedCode> {
  const email = parseEmail(typed);
  if (email === null) return { outcome: 'invalid' };
  // Of the account that the mail goes to, whatever this browser is known for besides.
  const isKnown = device !== null && (await storage.knownDevices.isKnown(email, device));
  const decision = await spendMail(limits, { email, network, knownDevice: isKnown ? device : null });
  if (!decision.allowed) return { outcome: 'limited', retryAfterSeconds: decision.retryAfterSeconds };
  const account = await storage.accounts.findByEmail(email);
  const known = account !== null && account.disabledAt === null ? account : null;
  const subject: CodeSubject = {
    account:
      known === null ? null : { id: known.id, validFrom: known.validFrom.toISOString(), email: known.email },
    email,
  };
  await proofs.ask({
    transaction,
    purpose,
    content: JSON.stringify(subject),
    mail: (code) =>
      known === null
        ? { kind: 'decoy', language }
        : { kind: mailKinds[purpose], to: known.email, code, app, language },
  });
  return { outcome: 'asked' };
}

export type AskedAgain = Exclude<AskedCode, { readonly outcome: 'invalid' }> | { readonly outcome: 'over' };

/** Whom the page of the code may name: as it was typed in this transaction. null: no code was asked for. */
export async function askedFor(
  { proofs }: Pick<CodeRequestParts, 'proofs'>,
  { transaction, purpose }: Pick<CodeRequest, 'transaction' | 'purpose'>,
): Promise<string | null> {
  const content = await proofs.asked(transaction, purpose);
  return content === null ? null : parseSubject(content).email;
}

/** Another code for what was asked for in this transaction; the earlier one is worth nothing from then on. */
export async function askForCodeAgain(
  parts: CodeRequestParts,
  request: Omit<CodeRequest, 'email'>,
): Promise<AskedAgain> {
  const content = await parts.proofs.asked(request.transaction, request.purpose);
  if (content === null) return { outcome: 'over' };
  const asked = await askForCode(parts, { ...request, email: parseSubject(content).email });
  return asked.outcome === 'invalid' ? { outcome: 'over' } : asked;
}

/** What a code of `askForCode` brings back. */
export function parseSubject(content: string): CodeSubject {
  return JSON.parse(content) as CodeSubject;
}
