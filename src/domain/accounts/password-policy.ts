import { isGuessable } from './guessable-password.ts';

export interface PasswordPolicy {
  readonly minLength: number;
  readonly maxLength: number;
}

/**
 * What is wrong with a new password, as a sentence for the person, or null. Length counts, composition does not: no rules
 * about digits or symbols (OWASP ASVS 5.0 §6.2).
 */
export function checkPassword(
  password: string,
  { minLength, maxLength }: PasswordPolicy,
  email: string,
): string | null {
  const length = [...password].length;
  if (length < minLength) return `Use at least ${minLength} characters.`;
  if (password.length > maxLength) return `Use at most ${maxLength} characters.`;
  if (new Set(password).size < 4) return 'Use more than a few different characters.';
  if (isGuessable(password)) return 'This password is among the first that anyone would guess.';
  if (isPartOfEmail(password, email)) return 'Do not use your email address as your password.';
  return null;
}

function isPartOfEmail(password: string, email: string): boolean {
  const address = email.toLowerCase();
  const given = password.toLowerCase();
  return given === address || given === address.split('@', 1)[0];
}
