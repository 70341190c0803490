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
  const content = contentOf(mail, isolateFor(language), { issuer: issuerName, texts: textsIn(language) });
  if (mail.kind === 'decoy' || content === null) return null;
  return {
    to: mail.to,
    subject: content.subject,
    text: textOf(content, issuerName),
    html: htmlOf(content, issuerName, language),
  };
}

type Isolate = (value: string) => string;

/**
 * Keeps a value together where text runs the other way: two groups of digits would change places, and so would the parts of
 * an address. Only there, since some mail programs show the marks (Unicode Bidirectional Algorithm, FSI and PDI).
 */
function isolateFor(language: Language): Isolate {
  const isRightToLeft = directionOf(language) === 'rtl';
  return (value) =>
    isRightToLeft || /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(value) ? `\u2068${value}\u2069` : value;
}

interface Words {
  readonly issuer: string;
  readonly texts: Texts;
}

function contentOf(mail: Mail, isolate: Isolate, words: Words): Content | null {
  const { mails, signIn } = words.texts;
  const issuer = isolate(words.issuer);
  switch (mail.kind) {
    case 'sign_up_code': {
      const code = isolate(spaced(mail.code));
      return {
        subject: format(mails.signUpCodeSubject, { code, issuer }),
        before: [format(mails.signUpCode, { app: isolate(mail.app) })],
        code,
        after: [`${mails.validity} ${mails.never}`, mails.unasked],
      };
    }
    case 'sign_up_known':
      return {
        subject: format(mails.signUpKnownSubject, { issuer }),
        before: [
          format(mails.signUpKnown, { app: isolate(mail.app) }),
          format(mails.signUpKnownInstead, { link: signIn.forgotPassword }),
        ],
        code: null,
        after: [mails.signUpKnownNotYou],
      };
    case 'link_code': {
      const code = isolate(spaced(mail.code));
      const provider = isolate(mail.provider);
      return {
        subject: format(mails.linkCodeSubject, { code, provider }),
        before: [format(mails.linkCode, { issuer, provider })],
        code,
        after: [`${mails.validity} ${mails.never}`, mails.unasked],
      };
    }
    case 'reset_code': {
      const code = isolate(spaced(mail.code));
      return {
        subject: format(mails.resetCodeSubject, { code }),
        before: [format(mails.resetCode, { issuer })],
        code,
        after: [`${mails.validity} ${mails.never}`, mails.unasked],
      };
    }
    case 'password_changed':
      return {
        subject: format(mails.passwordChangedSubject, { issuer }),
        before: [mails.passwordChanged],
        code: null,
        after: [mails.passwordChangedNotYou],
      };
    case 'notice':
      return noticeOf(mail, isolate, words);
    case 'decoy':
      return null;
  }
}

function noticeOf(
  { what, detail, browser }: Extract<Mail, { kind: 'notice' }>,
  isolate: Isolate,
  { issuer, texts: { notices } }: Words,
): Content {
  const subject = what === 'new_device' ? notices.newDeviceSubject : notices.subject;
  return {
    subject: format(subject, { issuer: isolate(issuer) }),
    before: [
      format(notices[what], { detail: isolate(detail ?? '') }),
      ...(browser === '' ? [] : [format(notices.from, { browser: isolate(browser) })]),
    ],
    code: null,
    after: [format(notices.notYou, { address: isolate(`${issuer}/account`) })],
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
