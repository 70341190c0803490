import type { factors as english } from '../../en/account/factors.ts';
import type { Translated } from '../../translated.ts';

export const factors: Translated<typeof english> = {
  totpStepTitle: 'Saisissez votre code',
  totpStepLead:
    'Ouvrez votre application d’authentification et saisissez les six chiffres qu’elle affiche pour {issuer}.',
  totpCode: 'Code de l’application',
  wrongTotpCode:
    'Ce code est incorrect ou a déjà été utilisé. Attendez que l’application affiche le suivant.',
  wrongFirstCode:
    'Ce code est incorrect. Vérifiez que l’heure de votre téléphone est réglée automatiquement, puis saisissez le code que l’application affiche maintenant.',
  useTotp: 'Utiliser votre application d’authentification',
  useRecoveryCode: 'Utiliser un code de secours',
  usePasskey: 'Utiliser une clé d’accès',

  recoveryStepTitle: 'Utiliser un code de secours',
  recoveryStepLead:
    'Saisissez l’un des codes que vous avez conservés pour le jour où vous ne pourriez pas utiliser vos autres facteurs. Chacun sert une seule fois.',
  recoveryCode: 'Code de secours',
  wrongRecoveryCode: 'Ce n’est pas l’un de vos codes de secours, ou il a déjà été utilisé.',
  noCodesLeft: 'Plus de codes ? Demandez de l’aide aux responsables de {issuer}.',

  totpTitle: 'Application d’authentification',
  addTotpLead:
    'Elle affiche un nouveau code toutes les 30 secondes. Une fois ajoutée, il faudra un de ses codes pour vous connecter, sauf avec une clé d’accès.',
  replaceTotpLead:
    'L’application que vous utilisez actuellement cessera de fonctionner quand vous ajouterez celle-ci.',
  totpNeeds:
    'Munissez-vous d’une application pour ces codes : Google Authenticator, 1Password, Aegis ou toute autre.',
  scanThis: 'Scannez ceci avec l’application :',
  qrCode: 'Code QR pour votre application d’authentification',
  openHere: 'L’ouvrir dans une application sur cet appareil',
  typeKey: 'Ou tapez cette clé dans l’application :',
  addTotp: 'Ajouter l’application',
  codesFollow:
    'Vous recevrez ensuite des codes de secours, pour le jour où vous n’aurez pas votre téléphone.',
  enrolmentOver:
    'Cela a pris trop de temps, voici donc une autre clé. Supprimez de l’application ce que vous avez scanné auparavant, puis scannez celle-ci.',

  totpIsOn:
    'Pour vous connecter, il faut un code de votre application d’authentification, sauf avec une clé d’accès.',
  addedAt: 'Ajoutée',
  lastUsedAt: 'Dernière utilisation',
  notUsedYet: 'Pas encore',
  replaceTotp: 'Configurer une autre application',
  removeTotp: 'Retirer l’application',
  removeTotpMeans:
    'Ses codes cessent aussitôt de fonctionner et ne vous seront plus demandés à la connexion.',
  lastFactorMeans:
    'C’est votre dernier second facteur ; vos codes de secours cessent donc aussi de fonctionner.',

  totpAddedTitle: 'Votre application d’authentification a été ajoutée',
  totpAddedLead: 'Désormais, il faut un de ses codes pour vous connecter, sauf avec une clé d’accès.',
  totpRemovedTitle: 'Votre application d’authentification a été retirée',
  totpRemovedLead: 'Ses codes ne sont plus valables.',
  codesRemoved: 'C’était votre dernier second facteur ; vos codes de secours ont donc été retirés aussi.',
  endOthersLead: 'Vous restez connecté dans les autres navigateurs où vous l’êtes.',
  endOthers: 'Se déconnecter partout ailleurs',

  codesTitle: 'Codes de secours',
  codesLead:
    'Si vous perdez votre téléphone ou votre clé d’accès, chaque code vous permet de vous connecter une fois.',
  codesLeft: {
    one: 'Il reste {count} code non utilisé.',
    other: 'Il reste {count} codes non utilisés.',
  },
  makeCodes: 'Créer de nouveaux codes',
  makeCodesMeans: 'Les codes que vous avez actuellement cessent aussitôt de fonctionner.',
  codesNeedless:
    'Ils tiennent lieu de second facteur. Ajoutez d’abord une application d’authentification ou une clé d’accès.',
  codesMadeTitle: 'Vos nouveaux codes de secours',
  codesOnce: 'Conservez-les maintenant en lieu sûr : ils ne seront plus affichés.',
  codesOf: 'Pour {account} chez {issuer}, créés le {date}.',
  codesSaved: 'Je les ai conservés',
};
