import { html } from 'hono/html';
import { formatCount } from '../../../texts/format.ts';
import { type FormTarget, hiddenField } from '../../form-parts.ts';
import type { Html } from '../../layout.ts';
import type { Look } from '../../look.ts';
import { subPage } from '../account-parts.ts';
import { recoveryCodeList } from './factor-parts.ts';

export interface RecoveryCodesModel {
  look: Look;
  left: number;
  /** null: there is no second factor that they could stand in for. */
  make: FormTarget | null;
}

/** How many codes are left; which ones nobody can say. */
export function recoveryCodesPage({ look, left, make }: RecoveryCodesModel): string {
  const { factors } = look.texts;
  return subPage({
    look,
    title: factors.codesTitle,
    lead: factors.codesLead,
    content: make === null ? html`<p>${factors.codesNeedless}</p>` : makeForm(look, left, make),
  });
}

function makeForm(look: Look, left: number, { action, csrfToken }: FormTarget): Html {
  const { factors } = look.texts;
  return html`<p><strong>${formatCount(look.language, factors.codesLeft, left)}</strong></p>
<form method="post" action="${action}">
${hiddenField('csrf', csrfToken)}
<p class="quiet">${factors.makeCodesNote}</p>
<div class="actions"><button class="button button-primary" type="submit">${factors.makeCodes}</button></div>
</form>`;
}

/** The one time that they are shown. */
export function recoveryCodesMadePage(look: Look, codes: readonly string[]): string {
  const { factors } = look.texts;
  return subPage({ look, title: factors.codesMadeTitle, content: recoveryCodeList(look, codes) });
}
