import { describe, expect, it } from 'vitest';
import { checkPassword } from './password-policy.ts';

const policy = { minLength: 12, maxLength: 64 };
const check = (password: string, email = 'zoe.muster@example.com') => checkPassword(password, policy, email);

describe('a new password', () => {
  it.each([
    'correct horse battery',
    '            a b c d',
    'ünïcödé wörds',
    '🦉🐈🐕🐇🦔🐢🐙🦋🐝🦀🐳🦩',
    'all lower case',
  ])('AU-02: "%s" is fine: length counts, composition does not', (password) => {
    expect(check(password)).toBeNull();
  });

  it('AU-01: is long enough, counted in characters', () => {
    expect(check('abcdefghijk')).toMatch(/at least 12/);
    expect(check('🦉🐈🐕🐇🦉🐈🐕🐇🦉🐈🐕')).toMatch(/at least 12/);
  });

  it('AU-01: is not longer than what is hashed', () => {
    const longest = 'seven tall lanterns, and eight small ones in a row by the harbour';
    expect(check(longest.slice(0, 64))).toBeNull();
    expect(check(`${longest.slice(0, 64)}e`)).toMatch(/at most 64/);
    expect(check('x'.repeat(10_000_000))).toMatch(/at most 64/);
  });

  it.each(['aaaaaaaaaaaa', 'abababababab', '111222333111'])('"%s" is too monotonous', (password) => {
    expect(check(password)).toMatch(/different characters/);
  });

  it.each(['Password1234!', 'abcdefghijkl', 'SYMBOLON2026!', 'qwertyuiop123', 'abcdabcdabcd'])(
    'AU-03: "%s" is everybody\'s first guess',
    (password) => {
      expect(check(password)).toMatch(/first that anyone would guess/);
    },
  );

  it.each(['zoe.muster@example.com', 'ZOE.MUSTER@EXAMPLE.COM'])('AU-03: "%s" is the address', (password) => {
    expect(check(password)).toMatch(/email address/);
  });

  it('AU-03: is not the name in the address', () => {
    expect(check('zoe.muster-1990', 'Zoe.Muster-1990@example.com')).toMatch(/email address/);
  });
});
