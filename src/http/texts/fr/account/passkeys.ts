import type { passkeys as english } from '../../en/account/passkeys.ts';
import type { Translated } from '../../translated.ts';

export const passkeys: Translated<typeof english> = {
  or: 'ou',
  use: 'Utiliser une clé d’accès',
  notUsed: 'La clé d’accès n’a pas été utilisée. Réessayez, ou connectez-vous d’une autre manière.',
  refused: 'Cette clé d’accès n’a pas fonctionné. Réessayez, ou connectez-vous d’une autre manière.',

  stepTitle: 'Utilisez votre clé d’accès',
  stepLead: 'Confirmez avec votre clé d’accès pour terminer la connexion.',
  notHere:
    'Ce navigateur ne peut pas utiliser de clés d’accès ici. Essayez un autre navigateur, ou une autre manière de vous connecter.',

  title: 'Clés d’accès',
  lead: 'Une clé d’accès vous connecte avec votre empreinte digitale, votre visage ou le verrouillage de l’écran. Les faux sites ne peuvent pas vous la voler.',
  none: 'Vous n’avez pas encore de clé d’accès.',
  added: 'Ajoutée : {at}',
  lastUsed: 'Dernière utilisation : {at}',
  neverUsed: 'Pas encore utilisée',
  name: 'Nom',
  rename: 'Enregistrer le nom',
  remove: 'Retirer cette clé d’accès',
  removeMeans: 'Elle ne pourra plus servir à vous connecter.',
  addTitle: 'Ajouter une clé d’accès',
  newNameHint: 'Par exemple : Mon téléphone.',
  defaultName: 'Clé d’accès',
  add: 'Ajouter une clé d’accès',
  notAdded: 'Aucune clé d’accès n’a été ajoutée. Réessayez.',
  cannotAdd: 'Ce navigateur ne peut pas créer de clés d’accès ici. Utilisez-en un autre pour en ajouter une.',
  known: 'Cet appareil a déjà une clé d’accès pour votre compte.',
  tooMany: {
    one: 'Vous avez {count} clé d’accès, le maximum possible. Retirez-la avant d’en ajouter une autre.',
    other:
      'Vous avez {count} clés d’accès, le maximum possible. Retirez-en une avant d’en ajouter une autre.',
  },
  badName: {
    one: 'Utilisez un texte visible d’au plus {count} caractère.',
    other: 'Utilisez un texte visible d’au plus {count} caractères.',
  },
  addedTitle: 'La clé d’accès a été ajoutée',
  addedLead: 'Vous pouvez désormais vous connecter avec elle.',
  removedTitle: 'La clé d’accès a été retirée',
  removedLead:
    'Elle ne permet plus à personne de se connecter. Vous pouvez aussi la supprimer de votre appareil.',
  last: 'Cette clé d’accès est votre seule manière de vous connecter. Ajoutez une autre clé d’accès ou un mot de passe avant de la retirer.',
};
