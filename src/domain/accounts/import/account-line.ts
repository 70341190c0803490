import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import { describeIssue, type InputProblem, problemsOf } from '../../clients/input-problem.ts';
import { parseEmail } from '../email/email.ts';
import { formatPasswordHash } from '../hashes/password-hash.ts';
import { maxNameLength } from '../sign-up.ts';
import { foreignFormats, type ForeignHashResult, parseForeignHash } from './foreign-hash.ts';
import { parseKeycloakCredential } from './keycloak-credential.ts';
import { maxLineBytes } from './lines.ts';

/** An account as one line of an import file says it. */
export interface AccountLine {
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly passwordHash: string | null;
  /** null: when it is imported. */
  readonly createdAt: Date | null;
  readonly isDisabled: boolean;
  /** What the other system calls it. */
  readonly externalId: string | null;
}

export type AccountLineResult =
  | { readonly ok: true; readonly account: AccountLine }
  /** They quote nothing of the line but names of fields. */
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @param content null: the line was too long to be kept */
export function parseAccountLine(content: Uint8Array | null, clock: Clock): AccountLineResult {
  if (content === null) return refused(`is longer than ${maxLineBytes} bytes`);
  let document: unknown;
  try {
    document = JSON.parse(utf8.decode(content));
  } catch (error) {
    // A parser's own words quote the text around the fault.
    return refused(error instanceof SyntaxError ? 'is not valid JSON' : 'is not valid UTF-8');
  }
  const parsed = lineSchema.safeParse(document, { error: describeIssue });
  if (!parsed.success)
    return { ok: false, problems: problemsOf(parsed.error, 'an account').map(withoutOddNames) };
  const { created_at: createdAt, ...line } = parsed.data;
  if (createdAt !== null && createdAt > clock.now())
    return { ok: false, problems: [{ path: 'created_at', message: 'lies in the future' }] };
  return {
    ok: true,
    account: {
      email: line.email,
      emailVerified: line.email_verified ?? false,
      name: line.name,
      passwordHash: line.password,
      createdAt,
      isDisabled: line.disabled ?? false,
      externalId: line.external_id ?? null,
    },
  };
}

function refused(message: string): AccountLineResult {
  return { ok: false, problems: [{ path: '', message }] };
}

const plainPath = /^[a-zA-Z_.]{1,32}$/;

/** Something secret may stand where a field's name should. */
function withoutOddNames({ path, message }: InputProblem): InputProblem {
  return { path: plainPath.test(path) ? path : '', message };
}

/** Nothing that a database would not take as text. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

const emailSchema = z.string().transform((text, context) => {
  const email = isPlain(text) ? parseEmail(text) : null;
  if (email !== null) return email;
  context.addIssue({ code: 'custom', message: 'expected an e-mail address such as ada@example.com' });
  return z.NEVER;
});

const nameSchema = z
  .string()
  .nullish()
  .transform((text, context) => {
    const name = (text ?? '').normalize('NFC').trim();
    if (!isPlain(name))
      context.addIssue({ code: 'custom', message: 'expected text without control characters' });
    else if ([...name].length > maxNameLength)
      context.addIssue({ code: 'custom', message: `expected at most ${maxNameLength} characters` });
    return name === '' ? null : name;
  });

const instantSchema = z.iso
  .datetime({ offset: true, error: 'expected a date and time such as 2024-05-17T09:30:00Z' })
  .nullish()
  .transform((text, context) => {
    if (text === null || text === undefined) return null;
    const instant = new Date(text);
    if (instant.getTime() >= 0) return instant;
    context.addIssue({ code: 'custom', message: 'expected a date and time after 1970' });
    return z.NEVER;
  });

const hashSchema = z.strictObject({
  hash: z.string().max(1024),
  format: z.enum(foreignFormats).nullish(),
});
const keycloakSchema = z.strictObject({ credentialData: z.unknown(), secretData: z.unknown() });

/** To what is stored. */
const passwordSchema = z
  .union([hashSchema, keycloakSchema], {
    error: `expected {"hash": …}, perhaps with a "format" (${foreignFormats.join(', ')}), or {"credentialData": …, "secretData": …} as Keycloak has it`,
  })
  .nullish()
  .transform((password, context) => {
    if (password === null || password === undefined) return null;
    const result: ForeignHashResult =
      'hash' in password
        ? parseForeignHash(password.hash, password.format ?? null)
        : parseKeycloakCredential(password.credentialData, password.secretData);
    if (result.ok) return formatPasswordHash(result.hash);
    context.addIssue({ code: 'custom', message: result.problem });
    return z.NEVER;
  });

const lineSchema = z.strictObject({
  email: emailSchema,
  email_verified: z.boolean().nullish(),
  name: nameSchema,
  password: passwordSchema,
  created_at: instantSchema,
  disabled: z.boolean().nullish(),
  external_id: z.string().max(256).nullish(),
});
