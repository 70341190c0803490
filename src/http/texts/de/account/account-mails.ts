import type { accountMails as english } from '../../en/account/account-mails.ts';
import type { Translated } from '../../translated.ts';

export const accountMails: Translated<typeof english> = {
  signInCodeSubject: '{code} ist Ihr Code zum Anmelden',
  signInCode: 'Geben Sie diesen Code ein, um sich bei {app} anzumelden:',
  emailCodeSubject: '{code} ist Ihr Code für {issuer}',
  emailCode: 'Geben Sie diesen Code ein, um diese Adresse für Ihr Konto bei {issuer} zu verwenden:',
  emailKnownSubject: 'Ihre Adresse bei {issuer}',
  emailKnown:
    'Jemand, vielleicht Sie, wollte seinem Konto bei {issuer} diese Adresse geben. Sie gehört schon zu einem Konto, deshalb wurde nichts geändert.',
  emailKnownInstead:
    'Falls Sie es waren: Melden Sie sich mit dieser Adresse an, um zu jenem Konto zu kommen, und löschen Sie es dort, wenn Sie es nicht brauchen.',
  emailChangedSubject: 'Ihr Konto bei {issuer} hat eine andere Adresse',
  emailChanged:
    'Ihr Konto bei {issuer} hat seit eben eine andere E-Mail-Adresse. Diese hier wird dafür nicht mehr verwendet.',
  emailChangedNotYou:
    'Falls Sie es nicht waren, war jemand anderes bei Ihrem Konto angemeldet. Teilen Sie es sofort dem Betreiber von {issuer} mit: Mit dieser Adresse kommen Sie nicht mehr hinein.',
  accountDeletedSubject: 'Ihr Konto bei {issuer} wurde gelöscht',
  accountDeleted:
    'Ihr Konto bei {issuer} wurde gerade mit allem, was dazugehört, gelöscht, und Sie wurden überall abgemeldet. Dies ist die letzte E-Mail dazu.',
  accountDeletedNotYou: 'Falls Sie es nicht waren, teilen Sie es dem Betreiber von {issuer} mit.',
  addressClaimed:
    'Jemand hat sich mit einem Code angemeldet, der an diese Adresse geschickt wurde; bis dahin hatte niemand sie bestätigt. Zur Sicherheit wurden das Passwort und jede andere Möglichkeit der Anmeldung aus dem Konto entfernt, und es wurde überall sonst abgemeldet.',
};
