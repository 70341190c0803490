import type { common as english } from '../en/common.ts';
import type { Translated } from '../translated.ts';

export const common: Translated<typeof english> = {
  errorTitle: 'Erreur : {title}',
  signsYouInWith: '{issuer} vous connecte avec {product}.',
  optional: '(facultatif)',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  cancel: 'Annuler',
  continue: 'Continuer',
  signIn: 'Se connecter',
  createAccount: 'Créer le compte',
  emailMalformed: 'Saisissez une adresse e-mail telle que nom@example.com.',
  tooManyAttempts: 'Trop de tentatives. Réessayez {when}.',
  inMinutes: { one: 'dans {count} minute', other: 'dans {count} minutes' },
  inHours: { one: 'dans {count} heure', other: 'dans {count} heures' },
  orAnotherWay: 'Vous pouvez aussi vous connecter autrement.',
  busy: 'Le service est très sollicité en ce moment. Réessayez dans un instant.',
  passwordTooShort: {
    one: 'Utilisez au moins {count} caractère.',
    other: 'Utilisez au moins {count} caractères.',
  },
  passwordTooLong: {
    one: 'Utilisez au plus {count} caractère.',
    other: 'Utilisez au plus {count} caractères.',
  },
  passwordTooUniform: 'Utilisez davantage de caractères différents.',
  passwordGuessable: 'Ce mot de passe est parmi les premiers que l’on essaierait.',
  passwordIsEmail: 'N’utilisez pas votre adresse e-mail comme mot de passe.',
};
