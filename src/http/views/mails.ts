import { html } from 'hono/html';
import type { Mail } from '../../domain/mail/mail.ts';
import type { Message } from '../../mail/delivery.ts';
import { format } from '../texts/format.ts';
import { directionOf, isLanguage, type Language, type Texts, textsIn } from '../texts/texts.ts';

interface Content {
  readonly subject: string;
  /** Paragraphs before the code. */
  readonly before: readonly string[];
  readonly code: string | null;
  readonly after: readonly string[];
}

/** No links: a code is typed where the person already is, and cannot lead anywhere else. */
export function composeMail(mail: Mail, issuerName: string): Message | null {
  // Written by another version of the service, which knows more languages.
  const language = isLanguage(mail.language) ? mail.language : 'en';
  const content = contentOf(mail, issuerName, textsIn(language));
  if (mail.kind === 'decoy' || content === null) return null;
  return {
    to: mail.to,
    subject: content.subject,
    text: textOf(content, issuerName),
    html: htmlOf(content, issuerName, language),
  };
}

function contentOf(mail: Mail, issuer: string, { mails, notices }: Texts): Content | null {
  switch (mail.kind) {
    case 'sign_up_code':
      return {
        subject: format(mails.signUpCodeSubject, { code: spaced(mail.code), issuer }),
        before: [format(mails.signUpCode, { app: mail.app })],
        code: spaced(mail.code),
        after: [`${mails.validity} ${mails.never}`, mails.unasked],
      };
    case 'sign_up_known':
      return {
        subject: format(mails.signUpKnownSubject, { issuer }),
        before: [format(mails.signUpKnown, { app: mail.app }), mails.signUpKnownInstead],
        code: null,
        after: [mails.signUpKnownNotYou],
      };
    case 'reset_code':
      return {
        subject: format(mails.resetCodeSubject, { code: spaced(mail.code) }),
        before: [format(mails.resetCode, { issuer })],
        code: spaced(mail.code),
        after: [`${mails.validity} ${mails.never}`, mails.unasked],
      };
    case 'password_changed':
      return {
        subject: format(mails.passwordChangedSubject, { issuer }),
        before: [mails.passwordChanged],
        code: null,
        after: [mails.passwordChangedNotYou],
      };
    case 'notice':
      return noticeOf(mail, issuer, notices);
    case 'decoy':
      return null;
  }
}

function noticeOf(
  { what, detail, browser }: Extract<Mail, { kind: 'notice' }>,
  issuer: string,
  notices: Texts['notices'],
): Content {
  const subject = what === 'new_device' ? notices.newDeviceSubject : notices.subject;
  return {
    subject: format(subject, { issuer }),
    before: [
      format(notices[what], { detail: detail ?? '' }),
      ...(browser === '' ? [] : [format(notices.from, { browser })]),
    ],
    code: null,
    after: [format(notices.notYou, { address: `${issuer}/account` })],
  };
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
function htmlOf({ subject, before, code, after }: Content, issuerName: string, language: Language): string {
  const lines = (texts: readonly string[]) =>
    texts.map((text) => html`<p style="${paragraph}">${text}</p>\n`);
  return String(html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
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
