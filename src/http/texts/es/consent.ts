import type { consent as english } from '../en/consent.ts';
import type { Translated } from '../translated.ts';

export const consent: Translated<typeof english> = {
  title: '¿Permitir {app}?',
  heading: '{app} pide acceso a su cuenta',
  website: 'La aplicación dice que su sitio web es {website}',
  signedInAs: 'Sesión iniciada como',
  useAnotherAccount: '¿No es usted? Usar otra cuenta',
  wouldBeAble: 'La aplicación podría',
  wouldBeAbleAt: 'En {api}, la aplicación podría',
  howLong: 'Cuánto dura',
  untilSignOut: 'Hasta que cierre la sesión',
  whereNext: 'Adónde va después',
  technicalDetails: 'Detalles técnicos',
  thisComputer: 'Una aplicación en este ordenador ({host})',
  onlyIfTrusted:
    'Permítalo solo si conoce {app} y confía en esta aplicación. Si lo deniega, no se comparte nada.',
  deny: 'Denegar',
  allow: 'Permitir',
  scopeOpenid: 'Saber quién es usted aquí',
  scopeProfile: 'Ver su nombre',
  scopeEmail: 'Ver su dirección de correo',
  scopeOfflineAccess: 'Conservar el acceso cuando su sesión esté cerrada',
};
