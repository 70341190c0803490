import { describe, expect, it } from 'vitest';
import { toDisplayName } from './display-name.ts';

describe('what somebody is called', () => {
  it.each([
    [' Zoë  Muster ', 'Zoë Muster'],
    ['Ada\r\nBcc: x', 'Ada Bcc: x'],
    ['\u202eadA\u202c', 'adA'],
    ['نام\u200cخانوادگی', 'نام\u200cخانوادگی'],
    ['👩\u200d🚀', '👩\u200d🚀'],
    ['\u2028\0', ''],
  ])('is one line of text in its own direction: %j', (typed, shown) => {
    expect(toDisplayName(typed)).toBe(shown);
  });
});
