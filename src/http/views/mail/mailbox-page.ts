import { html } from 'hono/html';
import type { KeptMessage } from '../../../mail/mailbox.ts';
import { formatHtml, formatTime } from '../../texts/format.ts';
import { card, layout, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

/** The mails that the embedded default keeps instead of sending them. */
export function mailboxPage(messages: readonly KeptMessage[], look: Look): string {
  const { mails } = look.texts;
  const list =
    messages.length === 0
      ? html`<p class="lead">${mails.mailboxEmpty}</p>`
      : messages.map(
          ({ to, subject, text, at }) => html`<article class="mail">
<h2 dir="auto">${subject}</h2>
<p class="quiet">${formatHtml(mails.mailboxTo, { address: html`<bdi>${to}</bdi>`, time: timeOf(at, look) })}</p>
<pre dir="auto">${text}</pre>
</article>`,
        );
  return layout({
    look,
    title: mails.mailboxTitle,
    body: card(html`<h1>${mails.mailboxTitle}</h1>${list}`),
  });
}

function timeOf(at: Date, { language }: Look): Html {
  return html`<time datetime="${at.toISOString()}">${formatTime(language, at)}</time>`;
}
