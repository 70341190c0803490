import type { notices as english } from '../../en/account/notices.ts';
import type { Translated } from '../../translated.ts';

export const notices: Translated<typeof english> = {
  subject: 'Un cambio en su cuenta de {issuer}',
  newDeviceSubject: 'Un nuevo inicio de sesión en su cuenta de {issuer}',
  from: 'Se hizo con este navegador: {browser}.',
  at: 'Ocurrió el {time} UTC.',
  fromNetwork: 'Vino de la red {network}.',
  notYou:
    'Si no ha sido usted, elija enseguida una contraseña nueva: abra {address} y cierre allí todas las sesiones que no conozca.',

  new_device:
    'Alguien ha iniciado sesión en su cuenta para {detail}, en un navegador en el que usted no lo había hecho antes.',
  new_device_here:
    'Alguien ha iniciado sesión en su cuenta, en un navegador en el que usted no lo había hecho antes.',
  password_changed: 'Su contraseña se ha cambiado y se ha cerrado su sesión en todos los demás sitios.',
  password_removed:
    'Los responsables de este servicio han invalidado su contraseña y han cerrado su sesión en todas partes. Para elegir otra, vaya al inicio de sesión y elija «¿Ha olvidado su contraseña?».',
  factors_removed:
    'Los responsables de este servicio han quitado su aplicación de autenticación, sus llaves de acceso y sus códigos de recuperación, y han cerrado su sesión en todas partes. Podrá añadir otros nuevos en cuanto haya iniciado sesión.',
  passkey_added:
    'La llave de acceso «{detail}» se ha añadido a su cuenta. Desde ahora sirve para iniciar sesión.',
  passkey_removed: 'La llave de acceso «{detail}» se ha quitado de su cuenta.',
  passkey_copied:
    'La llave de acceso «{detail}» se ha rechazado: parece que alguien tiene una copia. Quítela de su cuenta y añada una nueva.',
  totp_added:
    'Se ha añadido una aplicación de autenticación a su cuenta. Sus códigos se pedirán en cada inicio de sesión.',
  totp_removed: 'Se ha quitado la aplicación de autenticación de su cuenta. Sus códigos ya no se pedirán.',
  recovery_codes_made:
    'Se han creado códigos de recuperación nuevos para su cuenta. Los anteriores ya no valen nada.',
  recovery_code_used:
    'Se ha usado un código de recuperación para iniciar sesión en su cuenta. Si ha perdido su otro factor, sustitúyalo pronto.',
  codes_tried:
    'Alguien ha introducido su contraseña y después varios códigos incorrectos. No se le ha dejado entrar.',
  identity_linked: 'Una cuenta de {detail} se ha vinculado a la suya. Desde ahora sirve para iniciar sesión.',
  identity_unlinked: 'La cuenta de {detail} se ha desvinculado de la suya.',
};
