import type { passkeys as english } from '../../en/account/passkeys.ts';
import type { Translated } from '../../translated.ts';

export const passkeys: Translated<typeof english> = {
  or: 'o',
  use: 'Usar una llave de acceso',
  notUsed: 'La llave de acceso no se ha usado. Vuelva a intentarlo o inicie sesión de otra manera.',
  refused: 'Esa llave de acceso no ha funcionado. Vuelva a intentarlo o inicie sesión de otra manera.',

  stepTitle: 'Use su llave de acceso',
  stepLead: 'Confirme con su llave de acceso para terminar de iniciar sesión.',
  notHere:
    'Este navegador no puede usar llaves de acceso aquí. Pruebe con otro navegador o con otra manera de iniciar sesión.',

  title: 'Llaves de acceso',
  lead: 'Con una llave de acceso inicia sesión con su huella, su rostro o el bloqueo de la pantalla. Los sitios falsos no pueden robársela.',
  none: 'Todavía no tiene llaves de acceso.',
  added: 'Añadida: {at}',
  lastUsed: 'Último uso: {at}',
  neverUsed: 'Todavía sin usar',
  name: 'Nombre',
  rename: 'Guardar el nombre',
  remove: 'Quitar esta llave de acceso',
  removeMeans: 'Ya no se podrá usar para iniciar sesión.',
  addTitle: 'Añadir una llave de acceso',
  newNameHint: 'Por ejemplo: Mi teléfono.',
  defaultName: 'Llave de acceso',
  add: 'Añadir una llave de acceso',
  notAdded: 'No se ha añadido ninguna llave de acceso. Vuelva a intentarlo.',
  cannotAdd: 'Este navegador no puede crear llaves de acceso aquí. Use otro navegador para añadir una.',
  known: 'Este dispositivo ya tiene una llave de acceso para su cuenta.',
  tooMany: {
    one: 'Tiene {count} llave de acceso, el máximo posible. Quítela antes de añadir otra.',
    other: 'Tiene {count} llaves de acceso, el máximo posible. Quite una antes de añadir otra.',
  },
  badName: {
    one: 'Use texto visible de {count} carácter como máximo.',
    other: 'Use texto visible de {count} caracteres como máximo.',
  },
  addedTitle: 'La llave de acceso se ha añadido',
  addedLead: 'Desde ahora puede iniciar sesión con ella.',
  removedTitle: 'La llave de acceso se ha quitado',
  removedLead: 'Ya nadie puede iniciar sesión con ella. También puede borrarla de su dispositivo.',
  last: 'Esta llave de acceso es su única manera de iniciar sesión. Añada otra llave de acceso o una contraseña antes de quitarla.',
};
