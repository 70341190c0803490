import type { common as english } from '../en/common.ts';
import type { Translated } from '../translated.ts';

export const common: Translated<typeof english> = {
  errorTitle: 'Fehler: {title}',
  signsYouInWith: '{issuer} meldet Sie mit {product} an.',
  optional: '(freiwillig)',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  cancel: 'Abbrechen',
  continue: 'Weiter',
  signIn: 'Anmelden',
  createAccount: 'Konto anlegen',
  emailMalformed: 'Geben Sie eine E-Mail-Adresse wie name@example.com ein.',
  tooManyAttempts: 'Zu viele Versuche. Versuchen Sie es {when} noch einmal.',
  inMinutes: { one: 'in {count} Minute', other: 'in {count} Minuten' },
  inHours: { one: 'in {count} Stunde', other: 'in {count} Stunden' },
  orAnotherWay: 'Sie können sich auch auf andere Weise anmelden.',
  busy: 'Der Dienst ist gerade ausgelastet. Versuchen Sie es gleich noch einmal.',
  passwordTooShort: {
    one: 'Verwenden Sie mindestens {count} Zeichen.',
    other: 'Verwenden Sie mindestens {count} Zeichen.',
  },
  passwordTooLong: {
    one: 'Verwenden Sie höchstens {count} Zeichen.',
    other: 'Verwenden Sie höchstens {count} Zeichen.',
  },
  passwordTooUniform: 'Verwenden Sie mehr verschiedene Zeichen.',
  passwordGuessable: 'Dieses Passwort gehört zu den ersten, die jemand ausprobieren würde.',
  passwordIsEmail: 'Verwenden Sie nicht Ihre E-Mail-Adresse als Passwort.',
};
