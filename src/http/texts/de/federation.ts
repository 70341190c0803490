import type { federation as english } from '../en/federation.ts';
import type { Translated } from '../translated.ts';

export const federation: Translated<typeof english> = {
  or: 'oder',
  continueWith: 'Mit {provider} fortfahren',
  goingTo: 'Weiter zu {provider}',
  goingToLead: 'Sie werden zu {provider} weitergeleitet, um dort zu zeigen, wer Sie sind.',
  unavailable:
    '{provider} ist gerade nicht erreichbar. Melden Sie sich auf andere Weise an oder versuchen Sie es später noch einmal.',
  failed:
    'Die Anmeldung mit {provider} hat nicht geklappt. Versuchen Sie es noch einmal oder melden Sie sich auf andere Weise an.',
  refused: 'Mit diesem Konto ist hier keine Anmeldung möglich.',
  known:
    'Es gibt bereits ein Konto mit {email}. Melden Sie sich wie gewohnt an; danach können Sie {provider} auf Ihrer Kontoseite verknüpfen.',
  knownEnforced:
    'Es gibt bereits ein Konto mit {email}, und hier lässt sich nicht zeigen, dass es Ihres ist. Wenden Sie sich an die Betreiber dieses Dienstes.',
  notOfDomain:
    'Das gewählte Konto bei {provider} gehört nicht zu Ihrer Adresse hier. Wählen Sie das Konto Ihrer Organisation.',
  notAgain:
    '{provider} bestätigt nicht, dass Sie es gerade eben waren. Melden Sie sich auf andere Weise an, zum Beispiel mit einem Code per E-Mail.',
  enforcedTitle: 'Mit {provider} anmelden',
  enforcedLead: 'Personen mit einer Adresse bei {domain} melden sich mit {provider} an.',
  addressTitle: 'Ihre E\u2011Mail-Adresse',
  addressLead: '{provider} teilt uns Ihre E-Mail-Adresse nicht mit. Wie lautet sie?',
  addressTaken: 'Es gibt bereits ein Konto mit dieser Adresse. Gehen Sie zurück und melden Sie sich dort an.',
  codeLead:
    'Wir haben einen Code an Ihre Adresse geschickt. Geben Sie ihn hier ein, um fortzufahren. Er gilt 10 Minuten.',
  codeTaken: 'Dieses Konto wird inzwischen verwendet. Gehen Sie zurück und melden Sie sich damit an.',
  linksTitle: 'Verknüpfte Konten',
  linksLead: 'Konten bei anderen Anbietern, mit denen Sie sich hier anmelden können.',
  linksNone: 'Noch ist kein Konto verknüpft.',
  linkedAt: 'Verknüpft am {date}',
  lastUsedAt: 'zuletzt verwendet am {date}',
  notForSigningIn: 'Nicht zum Anmelden verwendet',
  unlink: 'Verknüpfung mit {provider} aufheben',
  linkAnother: 'Weiteres Konto verknüpfen',
  linkOne: '{provider} verknüpfen',
  linkTaken: 'Dieses Konto bei {provider} gehört hier bereits jemand anderem und wurde nicht verknüpft.',
  linkCancelled: 'Es wurde nichts verknüpft.',
  linkFailed: '{provider} konnte nicht verknüpft werden. Versuchen Sie es noch einmal.',
  linkUnavailable: '{provider} ist gerade nicht erreichbar. Versuchen Sie es später noch einmal.',
  unlinkLast:
    '{provider} ist Ihre einzige Möglichkeit, sich anzumelden. Legen Sie zuerst ein Passwort fest oder fügen Sie einen Passkey hinzu; danach können Sie die Verknüpfung aufheben.',
  otherSession:
    'Das hat jemand anderes begonnen, oder Sie haben sich inzwischen neu angemeldet. Es wurde nichts verknüpft. Gehen Sie zurück zu Ihrem Konto und versuchen Sie es noch einmal.',
  callbackMalformed:
    'Die Antwort der anderen Website war nicht lesbar. Gehen Sie zurück und versuchen Sie es noch einmal.',
};
