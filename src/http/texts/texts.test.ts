import { describe, expect, it } from 'vitest';
import { languages, textsIn } from './texts.ts';
import type { Plural } from './translated.ts';

type Message = string | Plural;

const english = messagesOf(textsIn('en'));

/** Words that are the same in another language. */
const loanWords: ReadonlySet<string> = new Set([
  'de signIn.name',
  'de account.passkeys',
  'de passkeys.title',
  'de passkeys.name',
  'de passkeys.defaultName',
  'de account.apps',
  'de account.profile',
  'es common.errorTitle',
]);

function messagesOf(texts: object): Map<string, Message> {
  return new Map(
    Object.entries(texts).flatMap(([area, messages]) =>
      Object.entries(messages as Record<string, Message>).map(
        ([key, message]) => [`${area}.${key}`, message] as const,
      ),
    ),
  );
}

function formsOf(message: Message): string[] {
  return typeof message === 'string' ? [message] : Object.values(message);
}

function placeholdersIn(form: string): string[] {
  return [...form.matchAll(/\{[^}]*\}/g)].map(([name]) => name).sort();
}

/** Arabic has words of their own for none, one and two of a thing, which say the number. */
const numbersInWords: ReadonlySet<string> = new Set(['zero', 'one', 'two']);

function saysNumber(language: string, message: Message, form: string): boolean {
  return (
    language === 'ar' &&
    typeof message !== 'string' &&
    Object.entries(message).some(([category, each]) => each === form && numbersInWords.has(category))
  );
}

describe.each(languages)('the texts in %s', (language) => {
  const messages = messagesOf(textsIn(language));

  it('have the messages of the English ones', () => {
    expect([...messages.keys()]).toEqual([...english.keys()]);
  });

  it('have something to say, with the same values in it', () => {
    for (const [key, message] of messages) {
      const [expected] = formsOf(english.get(key) ?? '');
      for (const form of formsOf(message)) {
        expect(form.trim(), key).toBe(form);
        expect(form, key).not.toBe('');
        const placeholders = placeholdersIn(expected ?? '');
        const others = placeholders.filter((name) => name !== '{count}');
        expect(
          saysNumber(language, message, form) ? [placeholders, others] : [placeholders],
          key,
        ).toContainEqual(placeholdersIn(form));
      }
    }
  });

  it('have a form for each plural of the language, and no other', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    // French and Spanish have one for millions, which nothing here counts.
    const needed = categories.filter((category) => language === 'ar' || category !== 'many').sort();
    for (const [key, message] of messages) {
      if (typeof message !== 'string') expect(Object.keys(message).sort(), key).toEqual(needed);
    }
  });
});

it.each(languages.filter((language) => language !== 'en'))('the texts in %s are not English', (language) => {
  const same = [...messagesOf(textsIn(language))].filter(
    ([key, message]) => JSON.stringify(message) === JSON.stringify(english.get(key)),
  );
  expect(same.map(([key]) => `${language} ${key}`).filter((key) => !loanWords.has(key))).toEqual([]);
});
