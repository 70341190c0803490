import { describe, expect, it } from 'vitest';
import { isGuessable } from './guessable-password.ts';

describe('a password that anybody would try', () => {
  it.each([
    ...[
      'password',
      'Password1',
      'password123',
      'P@ssw0rd!',
      'pa$$word',
      'PASSWORD',
      '123password',
      'Welcome2024!',
    ],
    ...['12345678', '1234567890', '87654321', 'abcdefgh', 'qwertyuiop', 'qwerty123', 'qwer1234', 'asdfghjkl'],
    ...['1q2w3e4r', '1qaz2wsx', 'zaq1xsw2', '123123123', 'abcabcabc', 'aaaaaaaa', '12341234'],
    ...[
      'iloveyou',
      'trustno1',
      'letmein123',
      'Sunshine1',
      'symbolon',
      'Symbolon2025',
      'l3tm3in!',
      'f00tball',
    ],
  ])('%s is guessable', (password) => {
    expect(isGuessable(password)).toBe(true);
  });

  it.each([
    ...[
      'seven tall lanterns',
      'seventalllanterns',
      'kR7 vQz2!mX9',
      '8305172946618',
      'tobami-rekusu-dipila-nuzeka',
    ],
    ...[
      'password is what I forgot',
      'sunshine over 7 hills',
      'monkey-839217',
      'qwerty and a half',
      'σύμβολον',
    ],
  ])('%s is not', (password) => {
    expect(isGuessable(password)).toBe(false);
  });
});
