import type { consent as english } from '../en/consent.ts';
import type { Translated } from '../translated.ts';

export const consent: Translated<typeof english> = {
  title: 'Autoriser {app} ?',
  heading: '{app} demande l’accès à votre compte',
  website: 'L’application déclare que son site web est {website}',
  signedInAs: 'Connecté en tant que',
  useAnotherAccount: 'Ce n’est pas vous ? Utiliser un autre compte',
  wouldBeAble: 'L’application pourrait',
  wouldBeAbleAt: 'Chez {api}, l’application pourrait',
  howLong: 'Durée de l’accès',
  untilSignOut: 'Jusqu’à votre déconnexion',
  whereNext: 'Destination suivante',
  technicalDetails: 'Détails techniques',
  thisComputer: 'Une application sur cet ordinateur ({host})',
  onlyIfTrusted:
    'N’autorisez cela que si vous connaissez {app} et lui faites confiance. Si vous refusez, rien n’est transmis.',
  deny: 'Refuser',
  allow: 'Autoriser',
  scopeOpenid: 'Savoir qui vous êtes ici',
  scopeProfile: 'Voir votre nom',
  scopeEmail: 'Voir votre adresse e-mail',
  scopeOfflineAccess: 'Conserver l’accès pendant que vous êtes déconnecté',
};
