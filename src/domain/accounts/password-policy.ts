import { isGuessable } from './guessable-password.ts';

export interface PasswordPolicy {
  readonly minLength: number;
  readonly maxLength: number;
}

export type PasswordProblem = 'too_short' | 'too_long' | 'too_uniform' | 'guessable' | 'is_email';

/**
 * What is wrong with a new password, or null. Length counts, composition does not: no rules
 * about digits or symbols (OWASP ASVS 5.0 §6.2).
 */
export function checkPassword(
  password: string,
  { minLength, maxLength }: PasswordPolicy,
  email: string,
): PasswordProblem | null {
  const length = [...password].length;
  if (length < minLength) return 'too_short';
  if (password.length > maxLength) return 'too_long';
  if (new Set(password).size < 4) return 'too_uniform';
  if (isGuessable(password)) return 'guessable';
  if (isPartOfEmail(password, email)) return 'is_email';
  return null;
}

function isPartOfEmail(password: string, email: string): boolean {
  const address = email.toLowerCase();
  const given = password.toLowerCase();
  return given === address || given === address.split('@', 1)[0];
}
