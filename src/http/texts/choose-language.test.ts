import { describe, expect, it } from 'vitest';
import { chooseLanguage, languageOf } from './choose-language.ts';

const choose = (uiLocales: string | null, acceptLanguage: string | null) =>
  chooseLanguage({ uiLocales, acceptLanguage });

describe('the language of a page', () => {
  it.each([
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-ch-1996', 'de'],
    ['zh-Hant-TW, ja;q=0.8, en;q=0.7', 'ja'],
    ['fr;q=0.2, es;q=0.9, de;q=0.5', 'es'],
    ['fr;q=0, es', 'es'],
    ['fr ; q=0.4 , ar', 'ar'],
    ['xx,fr', 'fr'],
    ['de,fr', 'de'],
    ['en, de', 'en'],
    ['de;q=nonsense, fr', 'fr'],
    ['*', 'en'],
    ['tlh', 'en'],
  ] as const)('for a browser that asks for "%s" is %s', (header, language) => {
    expect(choose(null, header)).toBe(language);
  });

  it('is what the app asks for, rather than what the browser does', () => {
    expect(choose('fr-CA fr en', 'de')).toBe('fr');
    expect(choose('tlh ja', 'de')).toBe('ja');
    expect(choose('tlh', 'de')).toBe('de');
    expect(choose('', 'de')).toBe('de');
  });

  it('may be asked for in the address of a page', () => {
    const headers = { 'accept-language': 'de' };
    expect(languageOf({ url: '/logout?ui_locales=es%20fr', headers })).toBe('es');
    expect(languageOf({ url: '/logout?ui_locales=%ff', headers })).toBe('de');
    expect(languageOf({ url: '/logout', headers })).toBe('de');
  });

  it.each([
    '',
    ',',
    ';',
    'q=1',
    'en;q=nonsense',
    'en;q=2',
    'en;level=1;q=0.5',
    '-',
    'constructor',
    'toString',
    '__proto__',
    `${'xx,'.repeat(100_000)}en`,
    '\u0000',
  ])('is English where the browser says nothing that can be understood: %j', (header) => {
    expect(choose(null, header)).toBe('en');
    expect(choose(header, null)).toBe('en');
  });

  it('is English where nobody asks', () => {
    expect(choose(null, null)).toBe('en');
    expect(languageOf({ url: '/', headers: {} })).toBe('en');
  });
});
