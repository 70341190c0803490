import { html } from 'hono/html';
import { hiddenField } from '../../form-parts.ts';
import type { Html } from '../../layout.ts';
import type { Look } from '../../look.ts';

export interface FormTarget {
  action: string;
  csrfToken: string;
}

/** As plain text, one a line: to print, to copy, to write down. */
export function recoveryCodeList(look: Look, codes: readonly string[]): Html {
  const { factors } = look.texts;
  return html`<p>${factors.codesLead}</p>
<pre class="codes" dir="ltr">${codes.join('\n')}</pre>
<p><strong>${factors.codesOnce}</strong></p>`;
}

/** Whoever was in before a factor changed may not be the owner. */
export function signOutElsewhere(look: Look, { action, csrfToken }: FormTarget): Html {
  const { factors } = look.texts;
  return html`<form class="fields" method="post" action="${action}">
${hiddenField('csrf', csrfToken)}
<p>${factors.endOthersLead}</p>
<div class="actions"><button class="button" type="submit">${factors.endOthers}</button></div>
</form>`;
}

export function accountLink(look: Look): Html {
  return html`<p><a class="link-target" href="/account">${look.texts.account.back}</a></p>`;
}
