import type { accountPages as english } from '../../en/account/account-pages.ts';
import type { Translated } from '../../translated.ts';

export const accountPages: Translated<typeof english> = {
  emailUnverified: 'Sin confirmar todavía',
  sessionCount: { one: '{count} navegador', other: '{count} navegadores' },
  appCount: { one: '{count} aplicación', other: '{count} aplicaciones' },
  passkeyCount: { one: '{count} llave de acceso', other: '{count} llaves de acceso' },
  codeCount: { one: 'Queda {count}', other: 'Quedan {count}' },
  none: 'Ninguna',
  save: 'Guardar',

  profileTitle: 'Su nombre',
  profileLead: 'Las aplicaciones a las que permite ver su nombre se lo muestran a usted y a otras personas.',
  profileDone: 'Su nombre se ha guardado.',

  passwordTitle: 'Cambiar la contraseña',
  passwordTitleNew: 'Definir una contraseña',
  passwordLead: 'Aquí su sesión sigue iniciada. Se cierra en todos los demás navegadores y aplicaciones.',
  passwordCurrent: 'Contraseña actual',
  passwordNew: 'Contraseña nueva',
  passwordWrong: 'Esa no es su contraseña actual. Compruébela y vuelva a intentarlo.',
  passwordOver: 'Entretanto ha cambiado algo en su cuenta, así que no se ha hecho nada. Vuelva a intentarlo.',
  passwordDone: 'Su contraseña se ha cambiado y se ha cerrado su sesión en todos los demás sitios.',

  emailTitle: 'Su dirección de correo',
  emailLead: 'Con esta dirección inicia sesión, y a ella se envían los códigos y avisos.',
  emailIs: 'Su dirección es {email}.',
  emailIsUnverified: 'Su dirección es {email}. Nadie ha confirmado todavía que sea suya.',
  emailVerify: 'Enviar un código a esta dirección',
  emailNew: 'Dirección de correo nueva',
  emailSend: 'Enviar un código',
  emailUnchanged: 'Esa ya es su dirección.',
  emailEnforced: 'De las direcciones como esta se ocupa {provider}, así que aquí no se puede cambiar.',
  emailUnavailable:
    'Este servicio no puede enviar correo, así que aquí no se pueden confirmar ni cambiar direcciones. Pregunte a sus responsables.',
  emailCodeTitle: 'Mire su correo',
  emailCodeLead:
    'Si {email} se puede usar para su cuenta, le hemos enviado un código. Es válido durante diez minutos.',
  emailConfirm: 'Confirmar',
  emailTaken: 'Entretanto otra cuenta tiene esta dirección, así que no se ha cambiado nada.',
  emailDone: 'Su cuenta tiene la dirección nueva. A la anterior se le ha avisado por correo.',
  emailVerifiedDone: 'Su dirección está confirmada.',

  sessionsTitle: 'Navegadores',
  sessionsLead: 'En estos navegadores tiene la sesión iniciada en su cuenta.',
  sessionThis: 'Este navegador',
  sessionUnknown: 'Navegador desconocido',
  sessionSince: 'Sesión iniciada: {time} UTC',
  sessionFrom: 'desde {network}',
  sessionEnd: 'Cerrar la sesión de {browser}',
  sessionEndShort: 'Cerrar sesión',
  sessionEndMeans: 'Su sesión se cierra de inmediato, junto con la de las aplicaciones que dependen de ella.',
  sessionEndedDone: 'Se ha cerrado la sesión del navegador.',
  endOthersLink: 'Cerrar la sesión en todos los demás sitios',
  endOthersTitle: '¿Cerrar la sesión en todos los demás sitios?',
  endOthersLead:
    'Se cierra la sesión en todos los demás navegadores y en todas las aplicaciones que la mantienen por su cuenta. Aquí su sesión sigue iniciada.',
  endOthersDone: 'Se ha cerrado su sesión en todos los demás sitios.',

  appsTitle: 'Aplicaciones',
  appsLead: 'Estas aplicaciones pueden usar su cuenta, o podrán volver a hacerlo sin preguntarle.',
  appsNone: 'Ninguna aplicación usa su cuenta.',
  appSince: 'Desde {time} UTC',
  appNoAccess: 'Ahora mismo no tiene acceso, y lo obtendría de nuevo sin preguntarle.',
  appWithdraw: 'Retirar el acceso de {app}',
  appWithdrawShort: 'Retirar el acceso',
  appWithdrawMeans:
    'Pierde de inmediato el acceso a su cuenta y tendrá que preguntarle antes de volver a tenerlo.',
  appWithdrawnDone: 'La aplicación ya no tiene acceso a su cuenta.',

  activityTitle: 'Actividad reciente',
  activityLead:
    'Si algo de esto no ha sido usted, cambie su contraseña y cierre la sesión en todos los demás sitios.',
  activityNone: 'Todavía no ha ocurrido nada.',

  deleteTitle: 'Eliminar su cuenta',
  deleteLead: 'Esto no se puede deshacer.',
  deleteLost:
    'Su cuenta se elimina de inmediato con todo lo que contiene: su nombre y dirección, su contraseña y todas las demás maneras de iniciar sesión, las aplicaciones que permitió y la lista de actividad reciente.',
  deleteApps:
    'Las aplicaciones pierden el acceso y ven que usted ya no está. Lo que ellas mismas conservan sobre usted no se borra con esto: pregúnteles.',
  deleteType: 'Escriba su dirección de correo para confirmar',
  deleteMistyped: 'Esa no es la dirección de esta cuenta.',
  deleteButton: 'Eliminar mi cuenta',
  deletedTitle: 'Su cuenta se ha eliminado',
  deleted: 'Su sesión está cerrada en todas partes. Puede cerrar esta página.',
};
