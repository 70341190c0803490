import type { mails as english } from '../en/mails.ts';
import type { Translated } from '../translated.ts';

export const mails: Translated<typeof english> = {
  unasked: 'Si vous n’avez rien demandé, vous n’avez rien à faire : sans le code, il ne se passe rien.',
  never: 'Personne de chez nous ne vous le demandera jamais.',
  validity: 'Il est valable 10 minutes, dans le navigateur où vous l’avez demandé.',
  signUpCodeSubject: '{code} est votre code pour {issuer}',
  signUpCode: 'Pour créer votre compte chez {issuer}, saisissez ce code :',
  signUpKnownSubject: 'Vous avez déjà un compte chez {issuer}',
  signUpKnown:
    'Quelqu’un, peut-être vous, a voulu créer un compte chez {issuer} avec cette adresse. Vous en avez déjà un.',
  signUpKnownInstead:
    'Connectez-vous plutôt avec votre mot de passe, ou choisissez « {link} » sur la même page.',
  signUpKnownNotYou: 'Si ce n’était pas vous, vous n’avez rien à faire.',
  linkCodeSubject: '{code} est votre code pour vous connecter avec {provider}',
  linkCode:
    'Désormais, vous vous connectez à {issuer} avec {provider}. Pour y relier votre compte, saisissez ce code :',
  resetCodeSubject: '{code} est votre code pour un nouveau mot de passe',
  resetCode: 'Pour choisir un nouveau mot de passe pour {issuer}, saisissez ce code :',
  passwordChangedSubject: 'Votre mot de passe chez {issuer} a été modifié',
  passwordChanged: 'Votre mot de passe vient d’être modifié, et vous avez été déconnecté partout.',
  passwordChangedNotYou:
    'Si ce n’était pas vous, quelqu’un peut lire vos e-mails. Sécurisez d’abord votre messagerie, puis choisissez ici un nouveau mot de passe.',

  mailboxTitle: 'Messagerie',
  mailboxEmpty: 'Rien n’a encore été envoyé. Les codes et les avis du service apparaissent ici.',
  mailboxTo: 'à {address}, {time} UTC',
};
