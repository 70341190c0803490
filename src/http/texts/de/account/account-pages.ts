import type { accountPages as english } from '../../en/account/account-pages.ts';
import type { Translated } from '../../translated.ts';

export const accountPages: Translated<typeof english> = {
  emailUnverified: 'Noch nicht bestätigt',
  sessionCount: { one: '{count} angemeldet', other: '{count} angemeldet' },
  appCount: { one: '{count} erlaubt', other: '{count} erlaubt' },
  passkeyCount: { one: '{count} eingerichtet', other: '{count} eingerichtet' },
  codeCount: { one: '{count} übrig', other: '{count} übrig' },
  none: 'Keine',
  save: 'Speichern',

  profileTitle: 'Ihr Name',
  profileLead: 'Apps, denen Sie erlauben, Ihren Namen zu sehen, zeigen ihn Ihnen und anderen.',
  profileDone: 'Ihr Name wurde gespeichert.',

  passwordTitle: 'Passwort ändern',
  passwordTitleNew: 'Passwort festlegen',
  passwordLead: 'Hier bleiben Sie angemeldet. In jedem anderen Browser und jeder App werden Sie abgemeldet.',
  passwordCurrent: 'Aktuelles Passwort',
  passwordNew: 'Neues Passwort',
  passwordWrong: 'Das ist nicht Ihr aktuelles Passwort. Prüfen Sie es und versuchen Sie es noch einmal.',
  passwordOver:
    'An Ihrem Konto hat sich inzwischen etwas geändert, deshalb wurde nichts getan. Versuchen Sie es noch einmal.',
  passwordDone: 'Ihr Passwort wurde geändert, und Sie wurden überall sonst abgemeldet.',

  emailTitle: 'Ihre E\u2011Mail-Adresse',
  emailLead: 'Mit dieser Adresse melden Sie sich an, und an sie gehen Codes und Mitteilungen.',
  emailIs: 'Ihre Adresse ist {email}.',
  emailIsUnverified: 'Ihre Adresse ist {email}. Noch hat niemand bestätigt, dass sie Ihnen gehört.',
  emailVerify: 'Code an diese Adresse senden',
  emailNew: 'Neue E\u2011Mail-Adresse',
  emailSend: 'Code senden',
  emailUnchanged: 'Das ist schon Ihre Adresse.',
  emailEnforced: 'Um Adressen wie diese kümmert sich {provider}, deshalb lässt sie sich hier nicht ändern.',
  emailUnavailable:
    'Dieser Dienst kann keine E-Mails senden, deshalb lassen sich Adressen hier weder bestätigen noch ändern. Fragen Sie den Betreiber.',
  emailCodeTitle: 'Sehen Sie in Ihr Postfach',
  emailCodeLead:
    'Falls {email} für Ihr Konto verwendet werden kann, haben wir einen Code dorthin geschickt. Er gilt zehn Minuten.',
  emailConfirm: 'Bestätigen',
  emailTaken: 'Inzwischen hat ein anderes Konto diese Adresse, deshalb wurde nichts geändert.',
  emailDone: 'Ihr Konto hat seine neue Adresse. An die alte ging eine Mitteilung.',
  emailVerifiedDone: 'Ihre Adresse ist bestätigt.',

  sessionsTitle: 'Browser',
  sessionsLead: 'In diesen Browsern sind Sie bei Ihrem Konto angemeldet.',
  sessionThis: 'Dieser Browser',
  sessionUnknown: 'Unbekannter Browser',
  sessionSince: 'Angemeldet: {time} UTC',
  sessionFrom: 'von {network}',
  sessionEnd: '{browser} abmelden',
  sessionEndShort: 'Abmelden',
  sessionEndMeans: 'Er wird sofort abgemeldet, und mit ihm die Apps, die von ihm abhängen.',
  sessionEndedDone: 'Der Browser wurde abgemeldet.',
  endOthersLink: 'Überall sonst abmelden',
  endOthersTitle: 'Überall sonst abmelden?',
  endOthersLead:
    'Jeder andere Browser wird abgemeldet, und jede App, die von sich aus angemeldet bleibt. Hier bleiben Sie angemeldet.',
  endOthersDone: 'Sie wurden überall sonst abgemeldet.',

  appsTitle: 'Erlaubte Apps',
  appsLead: 'Diese Apps können Ihr Konto benutzen oder dürfen es wieder, ohne Sie zu fragen.',
  appsNone: 'Keine App benutzt Ihr Konto.',
  appSince: 'Seit {time} UTC',
  appNoAccess: 'Sie hat gerade keinen Zugriff und bekäme ihn wieder, ohne Sie zu fragen.',
  appWithdraw: 'Zugriff von {app} entziehen',
  appWithdrawShort: 'Zugriff entziehen',
  appWithdrawMeans:
    'Sie verliert den Zugriff auf Ihr Konto sofort und muss Sie fragen, bevor sie ihn wieder bekommt.',
  appWithdrawnDone: 'Die App hat keinen Zugriff mehr auf Ihr Konto.',

  activityTitle: 'Letzte Aktivitäten',
  activityLead:
    'Wenn etwas davon nicht Sie waren, ändern Sie Ihr Passwort und melden Sie sich überall sonst ab.',
  activityNone: 'Bisher ist nichts geschehen.',

  deleteTitle: 'Konto löschen',
  deleteLead: 'Das lässt sich nicht rückgängig machen.',
  deleteLost:
    'Ihr Konto wird sofort mit allem entfernt, was dazugehört: Name und Adresse, das Passwort und jede andere Möglichkeit der Anmeldung, die erlaubten Apps und die Liste der letzten Aktivitäten.',
  deleteApps:
    'Apps verlieren den Zugriff und sehen, dass es Sie hier nicht mehr gibt. Was sie selbst über Sie aufbewahren, wird dadurch nicht gelöscht: Fragen Sie dort.',
  deleteType: 'Geben Sie zur Bestätigung Ihre E\u2011Mail-Adresse ein',
  deleteMistyped: 'Das ist nicht die Adresse dieses Kontos.',
  deleteButton: 'Mein Konto löschen',
  deletedTitle: 'Ihr Konto wurde gelöscht',
  deleted: 'Sie sind überall abgemeldet. Sie können diese Seite schließen.',
};
