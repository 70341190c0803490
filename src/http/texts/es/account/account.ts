import type { account as english } from '../../en/account/account.ts';
import type { Translated } from '../../translated.ts';

export const account: Translated<typeof english> = {
  title: 'Su cuenta',
  lead: 'Sesión iniciada como {email}',
  signOut: 'Cerrar sesión',
  back: 'Volver a su cuenta',

  waysIn: 'Cómo inicia sesión',
  devicesAndApps: 'Dónde tiene la sesión iniciada',
  you: 'Sobre usted',

  password: 'Contraseña',
  passkeys: 'Llaves de acceso',
  totp: 'Aplicación de autenticación',
  recoveryCodes: 'Códigos de recuperación',
  links: 'Cuentas vinculadas',
  sessions: 'Navegadores',
  apps: 'Aplicaciones',
  activity: 'Actividad reciente',
  profile: 'Nombre',
  email: 'Correo electrónico',
  delete: 'Eliminar la cuenta',

  isSet: 'Definida',
  isNotSet: 'Sin definir',
  isOn: 'Activo',
  isOff: 'Inactivo',

  setUpTitle: 'Hace falta un paso más',
  setUpLead: '{app} pide un inicio de sesión más seguro que el de su cuenta.',
  setUpHow:
    'Añada a su cuenta una llave de acceso o una aplicación de autenticación; después vuelva a esta página e inicie sesión de nuevo.',
  setUpLink: 'Ir a su cuenta',
  setUpAgain: 'Iniciar sesión de nuevo',
  setUpCancel: 'Cancelar',
};
