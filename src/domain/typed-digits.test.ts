import { expect, it } from 'vitest';
import { digitsAsTyped } from './typed-digits.ts';

it.each([
  ['1234 5678', 'with the space of the mail'],
  ['1234-5678', 'with a dash'],
  ['\u20661234\u00a05678\u2069\n', 'copied from a right-to-left text'],
  ['１２３４　５６７８', 'on a Japanese keyboard'],
  ['١٢٣٤٥٦٧٨', 'on an Arabic keyboard'],
  ['۱۲۳۴۵۶۷۸', 'on a Persian keyboard'],
])('%s is the code, %s', (typed) => {
  expect(digitsAsTyped(typed)).toBe('12345678');
});

it('letters stay, so that they match no code', () => {
  expect(digitsAsTyped('1234567a')).toBe('1234567a');
});
