/** Everything that people read, by language. */
import { arabic } from './ar/arabic.ts';
import { german } from './de/german.ts';
import { english } from './en/english.ts';
import { spanish } from './es/spanish.ts';
import { french } from './fr/french.ts';
import { japanese } from './ja/japanese.ts';
import type { Catalogue } from './translated.ts';

export const languages = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const;

export type Language = (typeof languages)[number];

export type Texts = Catalogue<typeof english>;

const byLanguage: Readonly<Record<Language, Texts>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  ja: japanese,
  ar: arabic,
};

export function textsIn(language: Language): Texts {
  return byLanguage[language];
}

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(byLanguage, text);
}

const rightToLeft: ReadonlySet<Language> = new Set(['ar']);

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return rightToLeft.has(language) ? 'rtl' : 'ltr';
}
