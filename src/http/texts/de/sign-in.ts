import type { signIn as english } from '../en/sign-in.ts';
import type { Translated } from '../translated.ts';

export const signIn: Translated<typeof english> = {
  title: 'Anmelden',
  toContinueTo: 'weiter zu {app}',
  forgotPassword: 'Passwort vergessen?',
  newHere: 'Neu hier?',
  createOne: 'Konto anlegen',
  noMatch:
    'E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.',
  passwordWasChanged: 'Ihr Passwort wurde geändert. Melden Sie sich mit dem neuen an.',

  signUpTitle: 'Konto anlegen',
  name: 'Name',
  nameTooLong: {
    one: 'Name: Verwenden Sie höchstens {count} Zeichen.',
    other: 'Name: Verwenden Sie höchstens {count} Zeichen.',
  },
  passwordHint: {
    one: 'Mindestens {count} Zeichen. Gut sind einige Wörter, die nichts miteinander zu tun haben.',
    other: 'Mindestens {count} Zeichen. Gut sind einige Wörter, die nichts miteinander zu tun haben.',
  },
  haveAccount: 'Haben Sie schon ein Konto?',
  cannotCreate:
    'Mit diesen Angaben konnte kein Konto angelegt werden. Falls Sie schon eines haben, melden Sie sich stattdessen an.',
  takenMeanwhile: 'Inzwischen gibt es ein Konto mit dieser E-Mail-Adresse. Melden Sie sich stattdessen an.',

  resetRequestTitle: 'Passwort vergessen?',
  resetRequestLead: 'Wir schicken Ihnen einen Code, mit dem Sie ein neues Passwort wählen können.',
  sendCode: 'Code senden',
  backToSignIn: 'Zurück zur Anmeldung',
  tooManyCodes:
    'Es wurden zu viele Codes verschickt. Warten Sie eine Weile und versuchen Sie es dann noch einmal.',

  resetTitle: 'Neues Passwort wählen',
  resetLead:
    'Falls es ein Konto mit dieser E-Mail-Adresse gibt, haben wir einen Code dorthin geschickt. Er gilt zehn Minuten.',
  newPassword: 'Neues Passwort',
  newPasswordHint: {
    one: 'Mindestens {count} Zeichen. Sie werden überall sonst abgemeldet.',
    other: 'Mindestens {count} Zeichen. Sie werden überall sonst abgemeldet.',
  },
  changePassword: 'Passwort ändern',

  signUpCodeTitle: 'Sehen Sie in Ihr Postfach',
  signUpCodeLead:
    'Wir haben einen Code an die angegebene Adresse geschickt. Geben Sie ihn hier ein, um Ihr Konto anzulegen. Er gilt zehn Minuten.',
  code: 'Code aus der E-Mail',
  nothingCame: 'Nichts angekommen?',
  anotherCode: 'Anderen Code anfordern',
  wrongCode: 'Das ist nicht der Code aus der E-Mail. Prüfen Sie ihn und versuchen Sie es noch einmal.',
  overCode: 'Dieser Code gilt nicht mehr. Fordern Sie einen anderen an.',
};
