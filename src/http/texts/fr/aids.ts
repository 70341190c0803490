import type { aids as english } from '../en/aids.ts';
import type { Translated } from '../translated.ts';

export const aids: Translated<typeof english> = {
  showPassword: 'Afficher le mot de passe',
  copy: 'Copier',
  copied: 'Copié',
  download: 'Télécharger',
  print: 'Imprimer',
};
