import type { mails as english } from '../en/mails.ts';
import type { Translated } from '../translated.ts';

export const mails: Translated<typeof english> = {
  unasked: 'Falls Sie nicht darum gebeten haben, brauchen Sie nichts zu tun: Ohne den Code geschieht nichts.',
  never: 'Niemand von uns wird Sie je danach fragen.',
  validity: 'Er gilt 10 Minuten, und nur in dem Browser, in dem Sie ihn angefordert haben.',
  signUpCodeSubject: '{code} ist Ihr Code für {issuer}',
  signUpCode: 'Geben Sie diesen Code ein, um Ihr Konto bei {issuer} anzulegen:',
  signUpKnownSubject: 'Sie haben schon ein Konto bei {issuer}',
  signUpKnown:
    'Jemand, vielleicht Sie, wollte mit dieser Adresse ein Konto bei {issuer} anlegen. Sie haben schon eines.',
  signUpKnownInstead:
    'Melden Sie sich stattdessen mit Ihrem Passwort an, oder wählen Sie auf derselben Seite „{link}“.',
  signUpKnownNotYou: 'Falls Sie es nicht waren, brauchen Sie nichts zu tun.',
  linkCodeSubject: '{code} ist Ihr Code für die Anmeldung mit {provider}',
  linkCode:
    'Künftig melden Sie sich bei {issuer} mit {provider} an. Geben Sie diesen Code ein, um Ihr Konto damit zu verbinden:',
  resetCodeSubject: '{code} ist Ihr Code für ein neues Passwort',
  resetCode: 'Geben Sie diesen Code ein, um ein neues Passwort für {issuer} zu wählen:',
  passwordChangedSubject: 'Ihr Passwort bei {issuer} wurde geändert',
  passwordChanged: 'Ihr Passwort wurde gerade geändert, und Sie wurden überall abgemeldet.',
  passwordChangedNotYou:
    'Falls Sie es nicht waren, kann jemand Ihre E-Mails lesen. Sichern Sie zuerst Ihr Postfach und wählen Sie dann hier ein neues Passwort.',

  mailboxTitle: 'Postfach',
  mailboxEmpty: 'Bisher wurde nichts verschickt. Codes und Mitteilungen des Dienstes erscheinen hier.',
  mailboxTo: 'an {address}, {time} UTC',
};
