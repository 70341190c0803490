import { html } from 'hono/html';
import type { Mail } from '../../../domain/mail/mail.ts';
import type { Message } from '../../../mail/delivery.ts';
import { directionOf, isLanguage, type Language, textsIn } from '../../texts/texts.ts';
import { contentOf, isolateFor, type MailContent } from './mail-contents.ts';

/**
 * No links: a code is typed where the person already is, and cannot lead anywhere else.
 *
 * @param issuer its address
 */
export function composeMail(mail: Mail, issuer: string): Message | null {
  const issuerName = new URL(issuer).host;
  // Written by another version of the service, which knows more languages.
  const language = isLanguage(mail.language) ? mail.language : 'en';
  const content = contentOf(mail, {
    issuer: issuerName,
    accountAddress: `${issuer}/account`,
    language,
    isolate: isolateFor(language),
    texts: textsIn(language),
  });
  if (mail.kind === 'decoy' || content === null) return null;
  return {
    to: mail.to,
    subject: content.subject,
    text: textOf(content, issuerName),
    html: htmlOf(content, issuerName, language),
  };
}

function textOf({ before, code, after }: MailContent, issuerName: string): string {
  return [...before, ...(code === null ? [] : [`    ${code}`]), ...after, `-- \n${issuerName}`].join('\n\n');
}

const font = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const paragraph = `${font}; font-size: 16px; line-height: 1.5; margin: 0 0 16px`;
const digits = `${font}; font-size: 28px; font-weight: 600; letter-spacing: 0.08em; margin: 0 0 16px`;

/** Mail programs know little of style sheets, so each element carries its own style; no image, nothing from elsewhere. */
function htmlOf(
  { subject, before, code, after }: MailContent,
  issuerName: string,
  language: Language,
): string {
  const lines = (texts: readonly string[]) =>
    texts.map((text) => html`<p style="${paragraph}; white-space: pre-line">${text}</p>\n`);
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
