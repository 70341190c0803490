import { isDecorated, isGuessable } from './guessable-password.ts';

export interface PasswordPolicy {
  readonly minLength: number;
  readonly maxLength: number;
  /** Words that the place suggests, such as its name; in lower case. */
  readonly contextWords?: ReadonlySet<string>;
}

export type PasswordProblem = 'too_short' | 'too_long' | 'too_uniform' | 'guessable' | 'is_email';

/**
 * What is wrong with a new password, or null. Length counts, composition does not: no rules
 * about digits or symbols (OWASP ASVS 5.0 §6.2).
 */
export function checkPassword(
  password: string,
  { minLength, maxLength, contextWords = new Set() }: PasswordPolicy,
  email: string,
): PasswordProblem | null {
  const length = [...password].length;
  if (length < minLength) return 'too_short';
  if (password.length > maxLength) return 'too_long';
  if (new Set(password).size < 4) return 'too_uniform';
  if (isGuessable(password) || isDecorated(password, contextWords)) return 'guessable';
  if (isPartOfEmail(password, email)) return 'is_email';
  return null;
}

function isPartOfEmail(password: string, email: string): boolean {
  const address = email.toLowerCase();
  const given = password.toLowerCase();
  const [local = ''] = address.split('@', 1);
  return given === address || given === local || isDecorated(password, wordsOf(address));
}

/** The words of a name such as `id.example.com` or `zoe.muster@example.com` that are worth guessing. */
export function wordsOf(name: string): ReadonlySet<string> {
  const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return new Set(words.filter((word) => word.length >= shortestWord));
}

const shortestWord = 4;
