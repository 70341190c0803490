import { html } from 'hono/html';
import { describe, expect, it } from 'vitest';
import { format, formatCount, formatDuration, formatHtml, formatTime } from './format.ts';

describe('a message', () => {
  it('takes values as they are, whatever they look like', () => {
    expect(format('{app} at {issuer}', { app: '{issuer} $& $1', issuer: 'id.example' })).toBe(
      '{issuer} $& $1 at id.example',
    );
  });

  it('without one of its values is a mistake', () => {
    expect(() => format('{app}', {})).toThrow('app');
    expect(() => format('{toString}', {})).toThrow('toString');
  });

  it('as markup escapes all but markup', () => {
    const values = { app: html`<b>${'<i>'}</b>`, issuer: '<u>' };
    expect(String(formatHtml('<s> {app} & {issuer}', values))).toBe(
      '&lt;s&gt; <b>&lt;i&gt;</b> &amp; &lt;u&gt;',
    );
  });

  it('agrees with its number', () => {
    const text = { one: '{count} letter', other: '{count} letters' };
    expect(formatCount('en', text, 1)).toBe('1 letter');
    expect(formatCount('en', text, 1200)).toBe('1,200 letters');
  });
});

it('times are to the minute', () => {
  expect(formatTime('de', new Date('2026-11-30T17:36:34Z'))).toBe('30.11.2026, 17:36');
});

it('durations are in words', () => {
  expect(formatDuration('en', 30, 'day')).toBe('30 days');
  expect(formatDuration('en', 1, 'hour')).toBe('1 hour');
});
