import type { factors as english } from '../../en/account/factors.ts';
import type { Translated } from '../../translated.ts';

export const factors: Translated<typeof english> = {
  totpStepTitle: 'Escriba su código',
  totpStepLead: 'Abra su aplicación de autenticación y escriba las seis cifras que muestra para {issuer}.',
  totpCode: 'Código de la aplicación',
  wrongTotpCode:
    'Ese código no es correcto o ya se ha usado. Espere a que la aplicación muestre el siguiente.',
  wrongFirstCode:
    'Ese código no es correcto. Compruebe que la hora de su teléfono se ajusta automáticamente y escriba el código que la aplicación muestra ahora.',
  useTotp: 'Usar su aplicación de autenticación',
  useRecoveryCode: 'Usar un código de recuperación',
  usePasskey: 'Usar una llave de acceso',

  recoveryStepTitle: 'Usar un código de recuperación',
  recoveryStepLead:
    'Escriba uno de los códigos que guardó para el día en que no pudiera usar sus otros factores. Cada uno sirve una sola vez.',
  recoveryCode: 'Código de recuperación',
  wrongRecoveryCode: 'Ese no es uno de sus códigos de recuperación, o ya se ha usado.',
  noCodesLeft: '¿No le quedan códigos? Pida ayuda a los responsables de {issuer}.',

  totpTitle: 'Aplicación de autenticación',
  addTotpLead:
    'Muestra un código nuevo cada 30 segundos. Una vez añadida, hará falta uno de sus códigos para iniciar sesión, salvo con una llave de acceso.',
  replaceTotpLead: 'La aplicación que usa ahora dejará de funcionar cuando añada esta.',
  totpNeeds:
    'Tenga a mano una aplicación para estos códigos: Google Authenticator, 1Password, Aegis o cualquier otra.',
  scanThis: 'Escanee esto con la aplicación:',
  qrCode: 'Código QR para su aplicación de autenticación',
  openHere: 'Abrirlo en una aplicación de este dispositivo',
  typeKey: 'O escriba esta clave en la aplicación:',
  addTotp: 'Añadir la aplicación',
  codesFollow: 'Después recibirá códigos de recuperación, para el día en que no tenga su teléfono.',
  enrolmentOver:
    'Esto ha tardado demasiado, así que aquí tiene otra clave. Quite de la aplicación lo que escaneó antes y escanee esta.',

  totpIsOn:
    'Para iniciar sesión hace falta un código de su aplicación de autenticación, salvo con una llave de acceso.',
  addedAt: 'Añadida',
  lastUsedAt: 'Último uso',
  notUsedYet: 'Todavía no',
  replaceTotp: 'Configurar otra aplicación',
  removeTotp: 'Quitar la aplicación',
  removeTotpMeans: 'Sus códigos dejan de servir de inmediato y ya no se piden al iniciar sesión.',
  lastFactorMeans:
    'Es su último segundo factor, así que sus códigos de recuperación también dejan de servir.',

  totpAddedTitle: 'Su aplicación de autenticación se ha añadido',
  totpAddedLead:
    'Desde ahora hace falta uno de sus códigos para iniciar sesión, salvo con una llave de acceso.',
  totpRemovedTitle: 'Su aplicación de autenticación se ha quitado',
  totpRemovedLead: 'Sus códigos ya no son válidos.',
  codesRemoved: 'Era su último segundo factor, así que también se han quitado sus códigos de recuperación.',
  endOthersLead: 'Su sesión sigue iniciada en los demás navegadores en los que la tenga.',
  endOthers: 'Cerrar la sesión en todos los demás sitios',

  codesTitle: 'Códigos de recuperación',
  codesLead: 'Si pierde el teléfono o la llave de acceso, con cada código puede iniciar sesión una vez.',
  codesLeft: {
    one: 'Queda {count} código sin usar.',
    other: 'Quedan {count} códigos sin usar.',
  },
  makeCodes: 'Crear códigos nuevos',
  makeCodesMeans: 'Los códigos que tiene ahora dejan de servir de inmediato.',
  codesNeedless:
    'Sustituyen a un segundo factor. Añada antes una aplicación de autenticación o una llave de acceso.',
  codesMadeTitle: 'Sus códigos de recuperación nuevos',
  codesOnce: 'Guárdelos ahora en un lugar seguro: no se volverán a mostrar.',
  codesOf: 'Para {account} en {issuer}, creados el {date}.',
  codesSaved: 'Los he guardado',
};
