import { describe, expect, it } from 'vitest';
import { checkPassword, wordsOf } from './password-policy.ts';

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
    expect(check('abcdefghijk')).toBe('too_short');
    expect(check('🦉🐈🐕🐇🦉🐈🐕🐇🦉🐈🐕')).toBe('too_short');
  });

  it('AU-01: is not longer than what is hashed', () => {
    const longest = 'seven tall lanterns, and eight small ones in a row by the harbour';
    expect(check(longest.slice(0, 64))).toBeNull();
    expect(check(`${longest.slice(0, 64)}e`)).toBe('too_long');
    expect(check('x'.repeat(10_000_000))).toBe('too_long');
  });

  it.each(['aaaaaaaaaaaa', 'abababababab', '111222333111'])('"%s" is too monotonous', (password) => {
    expect(check(password)).toBe('too_uniform');
  });

  it.each(['Password1234!', 'abcdefghijkl', 'SYMBOLON2026!', 'qwertyuiop123', 'abcdabcdabcd'])(
    'AU-03: "%s" is everybody\'s first guess',
    (password) => {
      expect(check(password)).toBe('guessable');
    },
  );

  it.each(['zoe.muster@example.com', 'ZOE.MUSTER@EXAMPLE.COM'])('AU-03: "%s" is the address', (password) => {
    expect(check(password)).toBe('is_email');
  });

  it.each(['AcmeNotes2026', 'acmen0tes!', '1example1'])(
    'AU-03: "%s" is what the place suggests',
    (password) => {
      const here = { minLength: 8, maxLength: 64, contextWords: wordsOf('id.acmenotes.example') };
      expect(checkPassword(password, here, 'x@y.org')).toBe('guessable');
      expect(checkPassword(`${password} by the harbour`, here, 'x@y.org')).toBeNull();
    },
  );

  it('AU-03: is not a part of the address with the usual decoration', () => {
    expect(check('Zoemuster2026', 'zoemuster.x@example.com')).toBe('is_email');
    expect(check('muster station at dawn', 'zoe.muster@example.com')).toBeNull();
  });

  it('AU-03: is not the name in the address', () => {
    expect(check('zoe.muster-1990', 'Zoe.Muster-1990@example.com')).toBe('is_email');
  });
});
