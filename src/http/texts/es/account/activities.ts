import type { activities as english } from '../../en/account/activities.ts';
import type { Translated } from '../../translated.ts';

export const activities: Translated<typeof english> = {
  signed_in: 'Inicio de sesión para {detail}',
  new_device: 'Inicio de sesión para {detail}, en un navegador nuevo',
  signed_in_here: 'Inicio de sesión en su cuenta',
  new_device_here: 'Inicio de sesión en su cuenta, en un navegador nuevo',
  account_created: 'Se creó la cuenta',
  password_changed: 'Se cambió la contraseña',
  password_reset: 'Se sustituyó la contraseña con un código por correo',
  password_removed: 'Los responsables del servicio invalidaron la contraseña',
  factors_removed: 'Los responsables del servicio quitaron todos los segundos factores',
  email_changed: 'Se cambió la dirección de correo',
  email_verified: 'Se confirmó la dirección de correo',
  address_claimed:
    'Un inicio de sesión confirmó la dirección, y se quitaron todas las maneras anteriores de iniciar sesión',
  profile_changed: 'Se cambió el nombre',
  passkey_added: 'Se añadió la llave de acceso «{detail}»',
  passkey_removed: 'Se quitó la llave de acceso «{detail}»',
  passkey_copied: 'Se rechazó la llave de acceso «{detail}»: parece haber sido copiada',
  totp_added: 'Se añadió una aplicación de autenticación',
  totp_removed: 'Se quitó la aplicación de autenticación',
  recovery_codes_made: 'Se crearon códigos de recuperación nuevos',
  recovery_code_used: 'Se usó un código de recuperación para iniciar sesión',
  codes_tried: 'Alguien escribió la contraseña y después varios códigos incorrectos',
  identity_linked: 'Se vinculó una cuenta de {detail}',
  identity_unlinked: 'Se desvinculó la cuenta de {detail}',
  session_ended: 'Se cerró la sesión del navegador {detail}',
  other_sessions_ended: 'Se cerró la sesión en todos los demás navegadores y aplicaciones',
  app_withdrawn: 'Se retiró el acceso de {detail}',
};
