import type { IncomingMessage } from 'node:http';
import { isLanguage, type Language } from './texts.ts';

export interface AskedLanguages {
  /** What the app asks for: language tags, the first preferred (OpenID Connect Core §3.1.2.1). */
  readonly uiLocales: string | null;
  /** What the browser asks for (RFC 9110 §12.5.4). */
  readonly acceptLanguage: string | null;
}

/** Whoever sends more than any browser does gets English, rather than our time. */
const maxLength = 500;

/** The app goes before the browser, since it may know what the person chose there. */
export function chooseLanguage({ uiLocales, acceptLanguage }: AskedLanguages): Language {
  return firstKnown(split(uiLocales, /\s+/)) ?? firstKnown(byPreference(acceptLanguage)) ?? 'en';
}

/** Of a request that is not known to belong to an interaction. */
export function languageOf({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): Language {
  const query = url.split('?', 2)[1];
  return chooseLanguage({
    uiLocales: query === undefined ? null : new URLSearchParams(query).get('ui_locales'),
    acceptLanguage: headers['accept-language'] ?? null,
  });
}

/** Lookup (RFC 4647 §3.4): a tag is shortened from its end until there is such a language. */
function firstKnown(tags: readonly string[]): Language | null {
  for (const tag of tags) {
    const [primary = ''] = tag.toLowerCase().split('-', 1);
    if (isLanguage(primary)) return primary;
  }
  return null;
}

function byPreference(header: string | null): string[] {
  return split(header, ',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      return { tag, weight: weightOf(parameters) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

/** 0 for what is not a weight: a language that nobody asked for properly is not asked for. */
function weightOf(parameters: readonly string[]): number {
  if (parameters.length === 0) return 1;
  const match = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i.exec(parameters.join(';'));
  return match === null ? 0 : Number(match[1]);
}

function split(text: string | null, separator: RegExp | string): string[] {
  return text === null || text.length > maxLength ? [] : text.split(separator);
}
