import type { signIn as english } from '../en/sign-in.ts';
import type { Translated } from '../translated.ts';

export const signIn: Translated<typeof english> = {
  title: 'Anmelden',
  toContinueTo: 'weiter zu {app}',
  toYourAccount: 'zu Ihrem Konto',
  forgotPassword: 'Passwort vergessen?',
  newHere: 'Neu hier?',
  createOne: 'Konto anlegen',
  noMatch:
    'E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.',
  passwordWasChanged: 'Ihr Passwort wurde geändert. Melden Sie sich mit dem neuen an.',
  confirmTitle: 'Bestätigen Sie, dass Sie es sind',
  confirmLead:
    'Sie sind angemeldet als {email}. Zum Schutz Ihres Kontos melden Sie sich noch einmal an, um fortzufahren.',
  confirmLeadFor: 'Sie sind angemeldet als {email}. {app} bittet Sie, sich noch einmal anzumelden.',

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
  tooManyCodes: 'Es wurden zu viele Codes verschickt. Versuchen Sie es {when} noch einmal.',

  resetTitle: 'Neues Passwort wählen',
  resetLead: 'Falls es ein Konto mit {email} gibt, ist ein Code dorthin unterwegs. Er gilt 10 Minuten.',
  newPassword: 'Neues Passwort',
  newPasswordHint: {
    one: 'Mindestens {count} Zeichen. Sie werden überall sonst abgemeldet.',
    other: 'Mindestens {count} Zeichen. Sie werden überall sonst abgemeldet.',
  },
  changePassword: 'Passwort ändern',

  signUpCodeTitle: 'Sehen Sie in Ihr Postfach',
  signUpCodeLead: 'Wir haben einen Code an {email} geschickt. Er gilt 10 Minuten.',
  code: 'Code aus der E-Mail',
  nothingCame: 'Nicht angekommen? Sehen Sie im Spam-Ordner nach.',
  anotherCode: 'Noch einen Code senden',
  anotherCodeSent: 'Der frühere Code gilt nicht mehr. Verwenden Sie den neuesten.',
  wrongAddress: 'Falsche Adresse?',
  changeAddress: 'Ändern',
  wrongCode: 'Das ist nicht der Code aus der E-Mail. Prüfen Sie ihn und versuchen Sie es noch einmal.',
  overCode: 'Dieser Code ist abgelaufen. Lassen Sie sich einen anderen senden.',
};
