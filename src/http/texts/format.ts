import { html } from 'hono/html';
import type { Language } from './texts.ts';
import type { Plural } from './translated.ts';

type Html = ReturnType<typeof html>;

const placeholder = /\{([a-zA-Z]+)\}/;

/** Fills in `{placeholders}`, in one pass: what a value says is never taken for one. */
export function format(text: string, values: Readonly<Record<string, string>>): string {
  return pieces(text)
    .map((piece, index) => (index % 2 === 0 ? piece : valueOf(piece, values, text)))
    .join('');
}

/** The same as markup: everything is escaped but values that are markup themselves. */
export function formatHtml(text: string, values: Readonly<Record<string, string | Html>>): Html {
  const parts = pieces(text).map((piece, index) => (index % 2 === 0 ? piece : valueOf(piece, values, text)));
  return html`${parts}`;
}

/** `{count}` in the form that its language has for this number. */
export function formatCount(language: Language, text: Plural, count: number): string {
  const category = new Intl.PluralRules(language).select(count);
  return format(text[category] ?? text.other, { count: formatNumber(language, count) });
}

/** Such as "30 days". */
export function formatDuration(language: Language, count: number, unit: 'day' | 'hour' | 'minute'): string {
  return new Intl.NumberFormat(withDigits(language), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(count);
}

/** Such as "in 14 minutes": never sooner than it is, since whoever comes too early waits again. */
export function formatWait(
  language: Language,
  { inMinutes, inHours }: Readonly<Record<'inMinutes' | 'inHours', Plural>>,
  seconds: number,
): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return minutes < 100
    ? formatCount(language, inMinutes, minutes)
    : formatCount(language, inHours, Math.ceil(minutes / 60));
}

export function formatTime(language: Language, at: Date): string {
  return new Intl.DateTimeFormat(withDigits(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(at);
}

export function formatDay(language: Language, at: Date): string {
  return new Intl.DateTimeFormat(withDigits(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
}

function formatNumber(language: Language, number: number): string {
  return new Intl.NumberFormat(withDigits(language)).format(number);
}

/** The digits of codes and addresses, so that a page has one kind. */
function withDigits(language: Language): string {
  return `${language}-u-nu-latn`;
}

/** Words at even places, names of placeholders at odd ones. */
function pieces(text: string): string[] {
  return text.split(placeholder);
}

function valueOf<Value>(name: string, values: Readonly<Record<string, Value>>, text: string): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new TypeError(`nothing given for {${name}} of "${text}"`);
  return value;
}
