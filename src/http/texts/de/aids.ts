import type { aids as english } from '../en/aids.ts';
import type { Translated } from '../translated.ts';

export const aids: Translated<typeof english> = {
  showPassword: 'Passwort anzeigen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  download: 'Herunterladen',
  print: 'Drucken',
};
