import type { accountMails as english } from '../../en/account/account-mails.ts';
import type { Translated } from '../../translated.ts';

export const accountMails: Translated<typeof english> = {
  signInCodeSubject: '{code} est votre code de connexion',
  signInCode: 'Pour vous connecter à {app}, saisissez ce code :',
  emailCodeSubject: '{code} est votre code pour {issuer}',
  emailCode: 'Pour utiliser cette adresse avec votre compte chez {issuer}, saisissez ce code :',
  emailKnownSubject: 'Votre adresse chez {issuer}',
  emailKnown:
    'Quelqu’un, peut-être vous, a voulu donner cette adresse à son compte chez {issuer}. Elle appartient déjà à un compte ; rien n’a donc été modifié.',
  emailKnownInstead:
    'Si c’était vous : connectez-vous avec cette adresse pour accéder à ce compte, et supprimez-le si vous n’en avez pas besoin.',
  emailChangedSubject: 'Votre compte chez {issuer} a une autre adresse',
  emailChanged: 'Votre compte chez {issuer} vient de changer d’adresse e-mail. Celle-ci n’est plus utilisée.',
  emailChangedNotYou:
    'Si ce n’était pas vous, quelqu’un d’autre était connecté à votre compte. Prévenez tout de suite l’exploitant de {issuer} : cette adresse ne vous permet plus d’y accéder.',
  accountDeletedSubject: 'Votre compte chez {issuer} a été supprimé',
  accountDeleted:
    'Votre compte chez {issuer} vient d’être supprimé avec tout ce qu’il contenait, et vous avez été déconnecté partout. Ceci est le dernier e-mail à son sujet.',
  accountDeletedNotYou: 'Si ce n’était pas vous, prévenez l’exploitant de {issuer}.',
  addressClaimed:
    'Quelqu’un s’est connecté avec un code envoyé à cette adresse, que personne n’avait confirmée jusque-là. Par sécurité, le mot de passe et tous les autres moyens de connexion ont été retirés du compte, et il a été déconnecté partout ailleurs.',
};
