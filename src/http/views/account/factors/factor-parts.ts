import { html } from 'hono/html';
import { format, formatDay, formatHtml } from '../../../texts/format.ts';
import { copyButton, downloadButton, type FormTarget, hiddenField, printButton } from '../../form-parts.ts';
import { foreignName, linkLine, type Html } from '../../layout.ts';
import type { Look } from '../../look.ts';
import { subPage } from '../account-parts.ts';

/** Whose recovery codes they are, and since when: a sheet of paper is found again years later. */
export interface SheetModel {
  account: string;
  madeAt: Date;
  codes: readonly string[];
  /** Where it goes on once they are kept. */
  onwardHref: string;
}

/** The one time that recovery codes are shown: to copy, to keep as a file, to print, to write down. */
export function recoveryCodeSheet(look: Look, { account, madeAt, codes, onwardHref }: SheetModel): Html {
  const { factors } = look.texts;
  const whose = { account, issuer: look.issuerName, date: formatDay(look.language, madeAt) };
  const list = codes.join('\n');
  const plain = [
    look.texts.account.recoveryCodes,
    format(factors.codesOf, whose),
    '',
    list,
    '',
    factors.codesLead,
    '',
  ].join('\n');
  const file = `${look.issuerName.replaceAll(/[^\w.-]/g, '-')}-recovery-codes.txt`;
  return html`<p><strong class="on-screen">${factors.codesOnce}</strong></p>
<pre class="codes" dir="ltr">${list}</pre>
<p>${formatHtml(factors.codesOf, { ...whose, account: foreignName(account), issuer: html`<bdi>${look.issuerName}</bdi>` })}</p>
<p>${factors.codesLead}</p>
<div class="actions sheet-actions">${copyButton(look, plain)}
${downloadButton(look, file)}
${printButton(look)}
<p class="said" role="status"></p></div>
<div class="actions"><a class="button button-primary" href="${onwardHref}">${factors.codesSaved}</a></div>`;
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
  /** Whose recovery codes they are, where there are any. */
  of: Pick<SheetModel, 'account' | 'madeAt'>;
  endOthers: FormTarget;
}

/** A factor was added or removed: what that means for the recovery codes, and for other sessions. */
export function factorChangedPage({ look, factor, change, of, endOthers }: FactorChangedModel): string {
  const { factors, passkeys } = look.texts;
  const { title, lead } = wordsOf(look, factor)[change.outcome];
  const codesRemoved = change.outcome === 'removed' && change.codesRemoved;
  const onwardHref = factor === 'passkey' ? '/account/passkeys' : '/account';
  const codes = change.outcome === 'added' ? change.codes : null;
  return subPage({
    look,
    title,
    lead: codesRemoved ? `${lead} ${factors.codesRemoved}` : lead,
    content:
      codes === null
        ? ''
        : html`<h2>${factors.codesTitle}</h2>${recoveryCodeSheet(look, { ...of, codes, onwardHref })}`,
    ways: html`${signOutElsewhere(look, endOthers)}
${factor === 'passkey' ? linkLine('/account/passkeys', passkeys.title) : ''}`,
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
