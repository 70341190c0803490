import type { federation as english } from '../en/federation.ts';
import type { Translated } from '../translated.ts';

export const federation: Translated<typeof english> = {
  or: 'o',
  continueWith: 'Continuar con {provider}',
  goingTo: 'Hacia {provider}',
  goingToLead: 'Va a pasar a {provider} para demostrar allí quién es.',
  unavailable:
    '{provider} no está disponible en este momento. Inicie sesión de otra forma o inténtelo más tarde.',
  failed: 'No se pudo iniciar sesión con {provider}. Inténtelo de nuevo o inicie sesión de otra forma.',
  refused: 'Esta cuenta no sirve para iniciar sesión aquí.',
  known:
    'Ya existe una cuenta con {email}. Inicie sesión como de costumbre; después podrá vincular {provider} en la página de su cuenta.',
  knownEnforced:
    'Ya existe una cuenta con {email} y aquí no se puede demostrar que es suya. Pida ayuda a quienes administran este servicio.',
  notOfDomain: 'Esa cuenta de {provider} no corresponde a su dirección aquí. Elija la de su organización.',
  notAgain:
    '{provider} no confirma que haya sido usted ahora mismo. Inicie sesión de otra forma, por ejemplo con un código por correo.',
  enforcedTitle: 'Iniciar sesión con {provider}',
  enforcedLead: 'Las personas con una dirección de {domain} inician sesión con {provider}.',
  addressTitle: 'Su dirección de correo',
  addressLead: '{provider} no nos comunica su dirección de correo. ¿Cuál es?',
  addressTaken: 'Ya existe una cuenta con esta dirección. Vuelva atrás e inicie sesión en ella.',
  codeLead:
    'Hemos enviado un código a su dirección. Escríbalo aquí para continuar. Es válido durante 10 minutos.',
  codeTaken: 'Esta cuenta ya está en uso. Vuelva atrás e inicie sesión con ella.',
  linksTitle: 'Cuentas vinculadas',
  linksLead: 'Cuentas de otros proveedores con las que puede iniciar sesión aquí.',
  linksNone: 'Todavía no hay ninguna cuenta vinculada.',
  linkedAt: 'Vinculada el {date}',
  lastUsedAt: 'usada por última vez el {date}',
  notForSigningIn: 'No se usa para iniciar sesión',
  unlink: 'Desvincular {provider}',
  linkAnother: 'Vincular otra cuenta',
  linkOne: 'Vincular {provider}',
  linkTaken: 'Esa cuenta de {provider} ya pertenece aquí a otra persona, así que no se ha vinculado.',
  linkCancelled: 'No se ha vinculado nada.',
  linkFailed: 'No se pudo vincular {provider}. Inténtelo de nuevo.',
  linkUnavailable: '{provider} no está disponible en este momento. Inténtelo más tarde.',
  unlinkLast:
    '{provider} es su única forma de iniciar sesión. Establezca primero una contraseña o añada una clave de acceso; después podrá desvincularlo.',
  otherSession:
    'Esto lo empezó otra persona, o usted ha vuelto a iniciar sesión desde entonces. No se ha vinculado nada. Vuelva a su cuenta e inténtelo de nuevo.',
  callbackMalformed: 'No se pudo leer la respuesta del otro sitio. Vuelva atrás e inténtelo de nuevo.',
};
