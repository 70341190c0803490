import { html } from 'hono/html';
import type { Mail } from '../../domain/mail/mail.ts';
import type { Message } from '../../mail/delivery.ts';

interface Content {
  readonly subject: string;
  /** Paragraphs before the code. */
  readonly before: readonly string[];
  readonly code: string | null;
  readonly after: readonly string[];
}

const unasked = 'If you did not ask for this, you need not do anything: nothing happens without the code.';
const never = 'Nobody from our side will ever ask you for it.';
const validity = 'It is good for ten minutes, in the browser where you asked for it.';

/** The words of every mail. No links: a code is typed where the person already is, and cannot lead anywhere else. */
export function composeMail(mail: Mail, issuerName: string): Message | null {
  const content = contentOf(mail, issuerName);
  if (mail.kind === 'decoy' || content === null) return null;
  return {
    to: mail.to,
    subject: content.subject,
    text: textOf(content, issuerName),
    html: htmlOf(content, issuerName),
  };
}

function contentOf(mail: Mail, issuerName: string): Content | null {
  switch (mail.kind) {
    case 'sign_up_code':
      return {
        subject: `${spaced(mail.code)} is your code for ${issuerName}`,
        before: [`To create your account for ${mail.app}, enter this code:`],
        code: spaced(mail.code),
        after: [`${validity} ${never}`, unasked],
      };
    case 'sign_up_known':
      return {
        subject: `You already have an account at ${issuerName}`,
        before: [
          `Somebody, perhaps you, wanted to create an account for ${mail.app} with this address. You have one already.`,
          'Sign in with your password instead, or choose "Forgot your password?" on the same page.',
        ],
        code: null,
        after: ['If it was not you, you need not do anything.'],
      };
    case 'reset_code':
      return {
        subject: `${spaced(mail.code)} is your code for a new password`,
        before: [`To choose a new password for ${issuerName}, enter this code:`],
        code: spaced(mail.code),
        after: [`${validity} ${never}`, unasked],
      };
    case 'password_changed':
      return {
        subject: `Your password at ${issuerName} was changed`,
        before: ['Your password was changed just now, and you were signed out everywhere.'],
        code: null,
        after: [
          'If it was not you, somebody can read your mail. Secure your mailbox first, then choose a new password here.',
        ],
      };
    case 'decoy':
      return null;
  }
}

/** In groups, as people read digits. */
function spaced(code: string): string {
  return code.replace(/^(\d{4})(\d{4})$/, '$1 $2');
}

function textOf({ before, code, after }: Content, issuerName: string): string {
  return [...before, ...(code === null ? [] : [`    ${code}`]), ...after, `-- \n${issuerName}`].join('\n\n');
}

const font = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const paragraph = `${font}; font-size: 16px; line-height: 1.5; margin: 0 0 16px`;
const digits = `${font}; font-size: 28px; font-weight: 600; letter-spacing: 0.08em; margin: 0 0 16px`;

/** Mail programs know little of style sheets, so each element carries its own style; no image, nothing from elsewhere. */
function htmlOf({ subject, before, code, after }: Content, issuerName: string): string {
  const lines = (texts: readonly string[]) =>
    texts.map((text) => html`<p style="${paragraph}">${text}</p>\n`);
  return String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${subject}</title><meta name="color-scheme" content="light dark"></head>
<body style="margin: 0 auto; max-width: 480px; padding: 32px 20px">
${lines(before)}
${code === null ? '' : html`<p style="${digits}">${code}</p>`}
${lines(after)}
<p style="${font}; font-size: 14px; margin: 24px 0 0; opacity: 0.7">${issuerName}</p>
</body>
</html>
`);
}
