import { expect, vi } from 'vitest';
import type { SmtpSink } from '../environment/smtp-sink.ts';
import { query } from './postgres/query.ts';

/**
 * What people find in their mailboxes. Mails arrive in no order: a test waits for the one that it means, or until every one has
 * come, and never for a number of them.
 */
export interface Mailboxes {
  /** As they came, those that have come to an address so far. */
  mailsTo(email: string): string[];
  subjectsTo(email: string): string[];
  /** The codes in them. */
  codesTo(email: string): string[];
  /** The mail that has these words, once there is one; as it is read, not as it is sent. */
  mailWith(email: string, words: string): Promise<string>;
  /** The subjects with these words, once there is one. */
  subjectsWith(email: string, words: string | RegExp): Promise<string[]>;
  /** A code that has come to the address, once there is one that is not among those known before. */
  codeFor(email: string, known?: readonly string[]): Promise<string>;
  /** Once every mail has come that was to be sent when this was asked. */
  allArrived(): Promise<void>;
}

const patience = { timeout: 40_000 };

/** @param databaseUrl where mails wait until they are handed over */
export function createMailboxes(sink: SmtpSink, databaseUrl: string): Mailboxes {
  const mailsTo = (email: string): string[] =>
    sink.mails.filter(({ to }) => to.includes(email)).map(({ source }) => source);
  const subjectsTo = (email: string): string[] =>
    mailsTo(email).map((source) => /^Subject: (.*)$/m.exec(source)?.[1]?.trim() ?? '');
  const codesTo = (email: string): string[] =>
    mailsTo(email).flatMap((source) => /\b\d{4} \d{4}\b/.exec(source)?.[0] ?? []);
  return {
    mailsTo,
    subjectsTo,
    codesTo,
    mailWith: (email, words) =>
      vi.waitFor(() => {
        const mails = mailsTo(email).map(readable);
        const found = mails.find((mail) => mail.includes(words));
        expect(found, `${words} in ${mails.join('')}`).toBeDefined();
        return found ?? '';
      }, patience),
    subjectsWith: (email, words) =>
      vi.waitFor(() => {
        const found = subjectsTo(email).filter((subject) => subject.match(words) !== null);
        expect(found, `of ${subjectsTo(email).join(', ')}`).not.toHaveLength(0);
        return found;
      }, patience),
    codeFor: (email, known = []) =>
      vi.waitFor(() => {
        const codes = codesTo(email);
        const code = codes.find((each) => !known.includes(each));
        if (code === undefined) throw new Error(`no code but ${codes.join(', ')} has come to ${email}`);
        return code;
      }, patience),
    allArrived: () => untilHandedOver(databaseUrl),
  };
}

/** A mail is gone from the database when it was handed over, and not before. */
async function untilHandedOver(databaseUrl: string): Promise<void> {
  const rows = await query<{ id: string }>(databaseUrl, 'SELECT mail_id::text AS id FROM outgoing_mails');
  const ids = rows.map(({ id }) => id);
  const left = 'SELECT mail_id FROM outgoing_mails WHERE mail_id = ANY($1::bigint[])';
  await vi.waitFor(async () => expect(await query(databaseUrl, left, [ids])).toEqual([]), patience);
}

/** Without what quoted-printable adds (RFC 2045 §6.7). */
function readable(source: string): string {
  return source
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
