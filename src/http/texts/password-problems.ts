import type { PasswordPolicy, PasswordProblem } from '../../domain/accounts/passwords/password-policy.ts';
import { formatCount } from './format.ts';
import { type Language, textsIn } from './texts.ts';

export function explainPassword(
  problem: PasswordProblem,
  { minLength, maxLength }: PasswordPolicy,
  language: Language,
): string {
  const { common } = textsIn(language);
  switch (problem) {
    case 'too_short':
      return formatCount(language, common.passwordTooShort, minLength);
    case 'too_long':
      return formatCount(language, common.passwordTooLong, maxLength);
    case 'too_uniform':
      return common.passwordTooUniform;
    case 'guessable':
      return common.passwordGuessable;
    case 'is_email':
      return common.passwordIsEmail;
  }
}
