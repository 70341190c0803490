import type { federation as english } from '../en/federation.ts';
import type { Translated } from '../translated.ts';

export const federation: Translated<typeof english> = {
  or: 'ou',
  continueWith: 'Continuer avec {provider}',
  goingTo: 'Direction {provider}',
  goingToLead: 'Vous allez être redirigé vers {provider} pour y confirmer votre identité.',
  unavailable: '{provider} est injoignable pour le moment. Connectez-vous autrement ou réessayez plus tard.',
  failed: 'La connexion avec {provider} n’a pas abouti. Réessayez ou connectez-vous autrement.',
  refused: 'Ce compte ne permet pas de se connecter ici.',
  known:
    'Un compte existe déjà avec {email}. Connectez-vous comme d’habitude ; vous pourrez ensuite associer {provider} depuis la page de votre compte.',
  knownEnforced:
    'Un compte existe déjà avec {email}, et rien ici ne permet de montrer que c’est le vôtre. Adressez-vous aux responsables de ce service.',
  notOfDomain:
    'Ce compte {provider} ne correspond pas à votre adresse ici. Choisissez celui de votre organisation.',
  notAgain:
    '{provider} ne confirme pas que c’était bien vous à l’instant. Connectez-vous autrement, par exemple avec un code par e-mail.',
  enforcedTitle: 'Se connecter avec {provider}',
  enforcedLead: 'Les personnes ayant une adresse {domain} se connectent avec {provider}.',
  addressTitle: 'Votre adresse e-mail',
  addressLead: '{provider} ne nous communique pas votre adresse e-mail. Quelle est-elle ?',
  addressTaken: 'Un compte existe déjà avec cette adresse. Revenez en arrière et connectez-vous à ce compte.',
  codeLead:
    'Nous avons envoyé un code à votre adresse. Saisissez-le ici pour continuer. Il est valable 10 minutes.',
  codeTaken: 'Ce compte est désormais utilisé. Revenez en arrière et connectez-vous avec lui.',
  linksTitle: 'Comptes associés',
  linksLead: 'Comptes chez d’autres fournisseurs avec lesquels vous pouvez vous connecter ici.',
  linksNone: 'Aucun compte n’est encore associé.',
  linkedAt: 'Associé le {date}',
  lastUsedAt: 'utilisé pour la dernière fois le {date}',
  notForSigningIn: 'Ne sert pas à se connecter',
  unlink: 'Dissocier {provider}',
  linkAnother: 'Associer un autre compte',
  linkOne: 'Associer {provider}',
  linkTaken: 'Ce compte {provider} appartient déjà à quelqu’un d’autre ici ; il n’a pas été associé.',
  linkCancelled: 'Rien n’a été associé.',
  linkFailed: 'L’association de {provider} n’a pas abouti. Réessayez.',
  linkUnavailable: '{provider} est injoignable pour le moment. Réessayez plus tard.',
  unlinkLast:
    '{provider} est votre seul moyen de vous connecter. Définissez d’abord un mot de passe ou ajoutez une clé d’accès ; vous pourrez ensuite le dissocier.',
  otherSession:
    'Cette opération a été commencée par quelqu’un d’autre, ou avant votre dernière connexion. Rien n’a été associé. Revenez à votre compte et réessayez.',
  callbackMalformed: 'La réponse de l’autre site n’a pas pu être lue. Revenez en arrière et réessayez.',
};
