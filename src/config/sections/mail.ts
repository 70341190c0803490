import { z } from 'zod';

/** Messages never repeat the value: it may hold a password. */
const smtpUrl =
  'expected a URL such as smtps://user:password@host:465, with special characters percent-encoded';
const address = 'expected a mailbox such as "Example <no-reply@example.com>"';

export const mailSchema = z.strictObject({
  smtpUrl: z
    .string({ error: smtpUrl })
    .regex(/^smtps?:\/\/[^/\s]+/, { error: smtpUrl })
    .refine((value) => URL.canParse(value) && !value.includes('#'), { error: smtpUrl })
    .nullable()
    .default(null)
    .describe(
      'SMTP server that takes mail. smtp: upgrades to TLS (STARTTLS), which only a server on this machine may lack; smtps: begins with it. ' +
        'null: no mail is sent, so addresses are not verified and passwords cannot be reset; ' +
        'the embedded default keeps mail in a mailbox on the operator port.',
    ),
  from: z
    .string({ error: address })
    .regex(/^(?:[^<>\r\n"]{1,100} <[^<>@\s"]+@[^<>@\s"]+>|[^<>@\s"]+@[^<>@\s"]+)$/, { error: address })
    .default('Symbolon <no-reply@localhost>')
    .describe('Who the mails are from, at an address that the SMTP server may send for.'),
});
