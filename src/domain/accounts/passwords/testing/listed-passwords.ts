import { dictionary } from '@zxcvbn-ts/language-common';

/** Shorter ones are refused for their length. */
const shortest = 8;

/** The most used passwords, the most used first. */
export function listedPasswords(): string[] {
  return dictionary['passwords-common'].filter((password) => [...password].length >= shortest);
}
