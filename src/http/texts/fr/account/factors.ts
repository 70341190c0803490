import type { factors as english } from '../../en/account/factors.ts';
import type { Translated } from '../../translated.ts';

export const factors: Translated<typeof english> = {
  totpStepTitle: 'Saisissez votre code',
  totpStepLead:
    'Ouvrez votre application d’authentification et saisissez les six chiffres qu’elle affiche pour {issuer}.',
  totpCode: 'Code de l’application',
  wrongTotpCode:
    'Ce code est incorrect ou a déjà été utilisé. Attendez que l’application affiche le suivant.',
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
    'Une application sur votre téléphone qui affiche un nouveau code toutes les 30 secondes. Une fois ajoutée, il faudra un de ses codes pour vous connecter.',
  replaceTotpLead:
    'L’application que vous utilisez actuellement cessera de fonctionner quand vous ajouterez celle-ci.',
  scanTitle: 'Scannez ceci avec l’application',
  qrCode: 'Code QR pour votre application d’authentification',
  openHere: 'L’ouvrir dans une application sur cet appareil',
  typeKey: 'Ou tapez cette clé dans l’application :',
  proveTitle: 'Saisissez le code qu’elle affiche',
  addTotp: 'Ajouter l’application',
  enrolmentOver:
    'Cela a pris trop de temps, voici donc une autre clé. Supprimez de l’application ce que vous avez scanné auparavant, puis scannez celle-ci.',

  totpIsOn: 'Pour vous connecter à votre compte, il faut un code de votre application d’authentification.',
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
  totpAddedLead: 'Désormais, il faut un de ses codes pour vous connecter.',
  totpRemovedTitle: 'Votre application d’authentification a été retirée',
  totpRemovedLead: 'Ses codes ne sont plus valables.',
  codesRemoved: 'C’était votre dernier second facteur ; vos codes de secours ont donc été retirés aussi.',
  endOthersLead: 'Vous restez connecté dans les autres navigateurs où vous l’êtes.',
  endOthers: 'Se déconnecter partout ailleurs',

  codesTitle: 'Codes de secours',
  codesLead:
    'Pour le jour où vous ne pourriez pas utiliser vos autres facteurs. Chaque code vous permet de vous connecter une fois.',
  codesLeft: {
    one: 'Il reste {count} code non utilisé.',
    other: 'Il reste {count} codes non utilisés.',
  },
  makeCodes: 'Créer de nouveaux codes',
  makeCodesMeans: 'Les codes que vous avez actuellement cessent aussitôt de fonctionner.',
  codesNeedless:
    'Ils tiennent lieu de second facteur. Ajoutez d’abord une application d’authentification ou une clé d’accès.',
  codesMadeTitle: 'Vos nouveaux codes de secours',
  codesOnce: 'Imprimez-les ou copiez-les maintenant en lieu sûr : ils ne seront plus affichés.',
};
