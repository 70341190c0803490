import type { accountPages as english } from '../../en/account/account-pages.ts';
import type { Translated } from '../../translated.ts';

export const accountPages: Translated<typeof english> = {
  emailUnverified: 'Pas encore confirmée',
  sessionCount: { one: '{count} navigateur', other: '{count} navigateurs' },
  appCount: { one: '{count} application', other: '{count} applications' },
  passkeyCount: { one: '{count} clé d’accès', other: '{count} clés d’accès' },
  codeCount: { one: '{count} restant', other: '{count} restants' },
  none: 'Aucune',
  save: 'Enregistrer',

  profileTitle: 'Votre nom',
  profileLead: 'Les applications que vous autorisez à voir votre nom l’affichent, à vous et à d’autres.',
  profileDone: 'Votre nom a été enregistré.',

  passwordTitle: 'Changer votre mot de passe',
  passwordTitleNew: 'Définir un mot de passe',
  passwordLead: 'Vous restez connecté ici. Tous les autres navigateurs et applications sont déconnectés.',
  passwordCurrent: 'Mot de passe actuel',
  passwordNew: 'Nouveau mot de passe',
  passwordWrong: 'Ce n’est pas votre mot de passe actuel. Vérifiez-le, puis réessayez.',
  passwordOver: 'Votre compte a été modifié entre-temps ; rien n’a donc été fait. Réessayez.',
  passwordDone: 'Votre mot de passe a été modifié, et vous avez été déconnecté partout ailleurs.',

  emailTitle: 'Votre adresse e-mail',
  emailLead: 'Vous vous connectez avec cette adresse, et les codes et avis y sont envoyés.',
  emailIs: 'Votre adresse est {email}.',
  emailIsUnverified: 'Votre adresse est {email}. Personne n’a encore confirmé qu’elle est la vôtre.',
  emailVerify: 'Envoyer un code à cette adresse',
  emailNew: 'Nouvelle adresse e-mail',
  emailSend: 'Envoyer un code',
  emailUnchanged: 'C’est déjà votre adresse.',
  emailEnforced:
    'Les adresses de ce domaine sont gérées par {provider} ; elles ne peuvent donc pas être changées ici.',
  emailUnavailable:
    'Ce service ne peut pas envoyer d’e-mails ; les adresses ne peuvent donc être ni confirmées ni changées ici. Adressez-vous à l’exploitant.',
  emailCodeTitle: 'Consultez votre messagerie',
  emailCodeLead:
    'Si {email} peut être utilisée pour votre compte, nous y avons envoyé un code. Il est valable dix minutes.',
  emailConfirm: 'Confirmer',
  emailTaken: 'Un autre compte a désormais cette adresse ; rien n’a donc été modifié.',
  emailDone: 'Votre compte a sa nouvelle adresse. L’ancienne a été prévenue par e-mail.',
  emailVerifiedDone: 'Votre adresse est confirmée.',

  sessionsTitle: 'Navigateurs',
  sessionsLead: 'Vous êtes connecté à votre compte dans ces navigateurs.',
  sessionThis: 'Ce navigateur',
  sessionUnknown: 'Navigateur inconnu',
  sessionSince: 'Connecté le {time} UTC',
  sessionFrom: 'depuis {network}',
  sessionEnd: 'Déconnecter {browser}',
  sessionEndShort: 'Déconnecter',
  sessionEndMeans: 'Il est déconnecté aussitôt, ainsi que les applications qui en dépendent.',
  sessionEndedDone: 'Le navigateur a été déconnecté.',
  endOthersLink: 'Se déconnecter partout ailleurs',
  endOthersTitle: 'Se déconnecter partout ailleurs ?',
  endOthersLead:
    'Tous les autres navigateurs sont déconnectés, ainsi que toutes les applications qui restent connectées d’elles-mêmes. Vous restez connecté ici.',
  endOthersDone: 'Vous avez été déconnecté partout ailleurs.',

  appsTitle: 'Applications',
  appsLead:
    'Ces applications peuvent utiliser votre compte, ou le pourront de nouveau sans vous le demander.',
  appsNone: 'Aucune application n’utilise votre compte.',
  appSince: 'Depuis le {time} UTC',
  appNoAccess: 'Elle n’a pas d’accès en ce moment, et l’obtiendrait de nouveau sans vous le demander.',
  appWithdraw: 'Retirer l’accès de {app}',
  appWithdrawShort: 'Retirer l’accès',
  appWithdrawMeans:
    'Elle perd aussitôt l’accès à votre compte et devra vous le demander avant de l’obtenir de nouveau.',
  appWithdrawnDone: 'L’application n’a plus accès à votre compte.',

  activityTitle: 'Activité récente',
  activityLead:
    'Si quelque chose ici n’était pas vous, changez votre mot de passe et déconnectez-vous partout ailleurs.',
  activityNone: 'Il ne s’est encore rien passé.',

  deleteTitle: 'Supprimer votre compte',
  deleteLead: 'Cela ne peut pas être annulé.',
  deleteLost:
    'Votre compte est supprimé aussitôt avec tout ce qu’il contient : votre nom et votre adresse, votre mot de passe et tous les autres moyens de connexion, les applications autorisées et la liste de l’activité récente.',
  deleteApps:
    'Les applications perdent l’accès et voient que vous êtes parti. Ce qu’elles conservent elles-mêmes sur vous n’est pas supprimé pour autant : demandez-le-leur.',
  deleteType: 'Saisissez votre adresse e-mail pour confirmer',
  deleteMistyped: 'Ce n’est pas l’adresse de ce compte.',
  deleteButton: 'Supprimer mon compte',
  deletedTitle: 'Votre compte a été supprimé',
  deleted: 'Vous êtes déconnecté partout. Vous pouvez fermer cette page.',
};
