import type { aids as english } from '../en/aids.ts';
import type { Translated } from '../translated.ts';

export const aids: Translated<typeof english> = {
  showPassword: 'Mostrar la contraseña',
  copy: 'Copiar',
  copied: 'Copiado',
  download: 'Descargar',
  print: 'Imprimir',
};
