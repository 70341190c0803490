/**
 * Everything that people read, by language. English has the say which messages there are; whatever another language lacks
 * or has too many does not compile.
 */
import { account } from './en/account.ts';
import { common } from './en/common.ts';
import { consent } from './en/consent.ts';
import { errors } from './en/errors.ts';
import { mails } from './en/mails.ts';
import { notices } from './en/notices.ts';
import { signIn } from './en/sign-in.ts';
import { signOut } from './en/sign-out.ts';
import type { Translated } from './translated.ts';

export const languages = ['en'] as const;

export type Language = (typeof languages)[number];

const english = { account, common, signIn, consent, signOut, errors, mails, notices };

export type Texts = { readonly [Area in keyof typeof english]: Translated<(typeof english)[Area]> };

const byLanguage: Readonly<Record<Language, Texts>> = { en: english };

export function textsIn(language: Language): Texts {
  return byLanguage[language];
}

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(byLanguage, text);
}

const rightToLeft: ReadonlySet<string> = new Set(['ar']);

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return rightToLeft.has(language) ? 'rtl' : 'ltr';
}
