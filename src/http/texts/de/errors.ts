import type { errors as english } from '../en/errors.ts';
import type { Translated } from '../translated.ts';

export const errors: Translated<typeof english> = {
  unavailableTitle: 'Gerade nicht verfügbar',
  unavailable:
    'Der Dienst kann im Moment nicht antworten. Es ging nichts verloren: Versuchen Sie es in Kürze noch einmal.',
  signInFullTitle: 'Einen Augenblick',
  signInFull:
    'Gerade melden sich sehr viele Menschen an. Diese Seite versucht es alle paar Sekunden von selbst noch einmal; Sie brauchen nichts zu tun.',
  serverErrorTitle: 'Etwas ist schiefgegangen',
  serverError:
    'Die Anfrage konnte nicht ausgeführt werden. Wenn es wieder geschieht, nennen Sie dem Betreiber die Angaben unten.',
  tooManyRequestsTitle: 'Zu viele Anfragen',
  tooManyRequests:
    'Aus Ihrem Netz wurden sehr viele Anmeldungen begonnen. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  foreignFormTitle: 'Das kam von einer anderen Website',
  foreignForm:
    'Eine fremde Seite hat ein Formular hierher geschickt; deshalb wurde nichts damit gemacht. Kehren Sie zu der App zurück, die Sie benutzt haben, und versuchen Sie es noch einmal.',
  notFoundTitle: 'Seite nicht gefunden',
  notFound:
    'Unter dieser Adresse gibt es nichts. Um sich anzumelden, beginnen Sie in der App, die Sie benutzen möchten.',
  unknownAppTitle: 'Unbekannte App',
  unknownApp:
    'Die App, von der Sie kommen, ist bei diesem Dienst nicht registriert. Kehren Sie zu ihr zurück und teilen Sie es ihren Herstellern mit.',
  endedTitle: 'Diese Anmeldung ist beendet',
  ended:
    'Sie wurde schon abgeschlossen oder hat zu lange gewartet. Kehren Sie zu der App zurück, von der Sie kommen, und melden Sie sich von dort an.',
  wrongRedirectTitle: 'Falsche Rückadresse',
  wrongRedirect:
    'Die App, von der Sie kommen, hat eine Rückadresse angegeben, die nicht für sie registriert ist. Kehren Sie zu ihr zurück und teilen Sie es ihren Herstellern mit.',
  refusedTitle: 'Diese Anfrage wird nicht angenommen',
  refused:
    'Die App, von der Sie kommen, hat eine Anfrage gestellt, die dieser Dienst nicht annimmt. Kehren Sie zu ihr zurück und versuchen Sie es noch einmal.',

  reference: 'Wenn Sie um Hilfe bitten, geben Sie dies weiter:',
  referenceError: 'Fehler',
  referenceRequest: 'Anfrage',

  pageErrorTitle: 'Das hat nicht geklappt',
  formUnreadable:
    'Das Formular war nicht lesbar. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
  formOutOfDate:
    'Dieses Formular ist veraltet. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
  interactionEnded: 'Diese Anmeldung ist beendet. Kehren Sie zur App zurück und beginnen Sie von vorn.',
  signedInAlready: 'Sie sind schon angemeldet. Gehen Sie zurück und machen Sie dort weiter.',
  neitherAllowNorDeny: 'Die Antwort war weder Erlauben noch Ablehnen.',

  signInEndedLead:
    'Sie wurde in einem anderen Tab abgeschlossen oder stand zu lange offen. Es ging nichts verloren.',
  goBack: 'Kehren Sie zu der App zurück, von der Sie kommen, und melden Sie sich von dort an.',
  startAgainOrGoBack:
    'Sie können von vorn beginnen oder zu der App zurückkehren, von der Sie kommen, und sich von dort anmelden.',
  startAgain: 'Von vorn beginnen',
  allowCookies: 'Wenn Sie das jedes Mal sehen, erlauben Sie in Ihrem Browser Cookies für diese Website.',

  welcomeTitle: 'Hier melden Sie sich an',
  welcome:
    'Apps, die {issuer} vertrauen, schicken Sie zum Anmelden hierher und bringen Sie danach wieder zurück.',
  welcomeHowTo:
    'Zum Anmelden öffnen Sie die App, die Sie benutzen möchten. Profil, Passwort und Geräte verwalten Sie in Ihrem Konto.',
};
