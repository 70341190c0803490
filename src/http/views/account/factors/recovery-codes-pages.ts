import { html } from 'hono/html';
import { formatCount } from '../../../texts/format.ts';
import { fieldsForm, type FormTarget } from '../../form-parts.ts';
import type { Html } from '../../layout.ts';
import type { Look } from '../../look.ts';
import { askFirst, subPage } from '../account-parts.ts';
import { recoveryCodeSheet, type SheetModel } from './factor-parts.ts';

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

/** Up to how many codes it is time to make new ones. */
const few = 3;

function makeForm(look: Look, left: number, make: FormTarget): Html {
  const { factors } = look.texts;
  const asking = {
    label: factors.makeCodes,
    looks: left > few ? 'button' : 'button button-primary',
    consequences: [factors.makeCodesMeans],
  } as const;
  return html`<p><strong>${formatCount(look.language, factors.codesLeft, left)}</strong></p>
${left === 0 ? fieldsForm(make, html``, factors.makeCodes) : askFirst(make, asking)}`;
}

/** The one time that they are shown. */
export function recoveryCodesMadePage(look: Look, sheet: Omit<SheetModel, 'onwardHref'>): string {
  const { factors } = look.texts;
  return subPage({
    look,
    title: factors.codesMadeTitle,
    content: recoveryCodeSheet(look, { ...sheet, onwardHref: '/account/recovery-codes' }),
  });
}
