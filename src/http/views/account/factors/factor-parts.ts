import { html } from 'hono/html';
import { type FormTarget, hiddenField } from '../../form-parts.ts';
import { linkLine, type Html } from '../../layout.ts';
import type { Look } from '../../look.ts';
import { subPage } from '../account-parts.ts';

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

export interface FactorChangedModel {
  look: Look;
  factor: 'totp' | 'passkey';
  change:
    /** The codes were made with it, and are shown this once; null: the account has some already. */
    | { readonly outcome: 'added'; readonly codes: readonly string[] | null }
    /** The codes went with it where nothing is left that they could stand in for. */
    | { readonly outcome: 'removed'; readonly codesRemoved: boolean };
  endOthers: FormTarget;
}

/** A factor was added or removed: what that means for the recovery codes, and for other sessions. */
export function factorChangedPage({ look, factor, change, endOthers }: FactorChangedModel): string {
  const { factors, passkeys } = look.texts;
  const { title, lead } = wordsOf(look, factor)[change.outcome];
  const codesRemoved = change.outcome === 'removed' && change.codesRemoved;
  const codes = change.outcome === 'added' ? change.codes : null;
  return subPage({
    look,
    title,
    lead: codesRemoved ? `${lead} ${factors.codesRemoved}` : lead,
    content: html`${codes === null ? '' : html`<h2>${factors.codesTitle}</h2>${recoveryCodeList(look, codes)}`}
${signOutElsewhere(look, endOthers)}`,
    ways: factor === 'passkey' ? linkLine('/account/passkeys', passkeys.title) : '',
  });
}

type Words = Readonly<Record<'added' | 'removed', { readonly title: string; readonly lead: string }>>;

function wordsOf({ texts: { factors, passkeys } }: Look, factor: FactorChangedModel['factor']): Words {
  return factor === 'passkey'
    ? {
        added: { title: passkeys.addedTitle, lead: passkeys.addedLead },
        removed: { title: passkeys.removedTitle, lead: passkeys.removedLead },
      }
    : {
        added: { title: factors.totpAddedTitle, lead: factors.totpAddedLead },
        removed: { title: factors.totpRemovedTitle, lead: factors.totpRemovedLead },
      };
}
