import { describe, expect, it } from 'vitest';
import { chooseLanguage, languageOf } from './choose-language.ts';

const choose = (uiLocales: string | null, acceptLanguage: string | null) =>
  chooseLanguage({ uiLocales, acceptLanguage });

describe('the language of a page', () => {
  it.each([
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['*', 'en'],
    ['tlh', 'en'],
  ] as const)('for a browser that asks for "%s" is %s', (header, language) => {
    expect(choose(null, header)).toBe(language);
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
