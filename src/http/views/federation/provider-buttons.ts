import { html } from 'hono/html';
import { formatHtml } from '../../texts/format.ts';
import { hiddenField } from '../form-parts.ts';
import { foreignName, type Html } from '../layout.ts';
import type { Look } from '../look.ts';

export interface ProviderButton {
  action: string;
  label: string;
}

/** A form for each: nobody is sent to a provider who has not asked for it. */
export function providerButtons(
  buttons: readonly ProviderButton[],
  csrfToken: string,
  { texts: { federation } }: Look,
): Html | '' {
  if (buttons.length === 0) return '';
  return html`<div class="providers">
<p class="quiet">${federation.or}</p>
${buttons.map((each) => providerForm(each, csrfToken, formatHtml(federation.continueWith, { provider: foreignName(each.label) })))}
</div>`;
}

export function providerForm(
  { action }: ProviderButton,
  csrfToken: string,
  label: Html,
  { more = '', look = 'button' }: { more?: Html | ''; look?: string } = {},
): Html {
  return html`<form method="post" action="${action}">
${hiddenField('csrf', csrfToken)}${more}
<button class="${look}" type="submit"><span>${label}</span></button>
</form>`;
}
