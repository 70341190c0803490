import { describe, expect, it } from 'vitest';
import { commonPasswordDigests } from './common-password-digests.ts';
import { encodeDigests, isCommonPassword } from './common-passwords.ts';
import { listedPasswords } from './testing/listed-passwords.ts';

describe('the most used passwords', () => {
  const listed = listedPasswords();

  it('AU-03: are known, all of them, in any case of letters', () => {
    expect(listed.length).toBeGreaterThan(3000);
    expect(listed.filter((password) => !isCommonPassword(password.toUpperCase()))).toEqual([]);
  });

  it('are few: nothing else is taken for one', () => {
    expect(listed.filter((password) => isCommonPassword(`${password} and a lamp`))).toEqual([]);
    expect(isCommonPassword('')).toBe(false);
  });

  it('are those of the package that keeps the list (npm run common-passwords)', () => {
    expect(commonPasswordDigests).toBe(encodeDigests(listed));
  });
});
