import { html } from 'hono/html';
import type { KeptMessage } from '../../mail/mailbox.ts';
import { card, layout } from './layout.ts';

/** The mails that the embedded default keeps instead of sending them. */
export function mailboxPage(messages: readonly KeptMessage[], issuerName: string): string {
  const list =
    messages.length === 0
      ? html`<p class="lead">Nothing was sent yet. Codes and notices of the service appear here.</p>`
      : messages.map(
          ({ to, subject, text, at }) => html`<article class="mail">
<h2>${subject}</h2>
<p class="quiet">to ${to}, <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 19).replace('T', ' ')}</time> UTC</p>
<pre>${text}</pre>
</article>`,
        );
  return layout({ title: 'Mailbox', body: card(html`<h1>Mailbox</h1>${list}`), issuerName });
}
