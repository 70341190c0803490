import type { errors as english } from '../en/errors.ts';
import type { Translated } from '../translated.ts';

export const errors: Translated<typeof english> = {
  unavailableTitle: 'No disponible en este momento',
  unavailable:
    'El servicio no puede responder ahora mismo. No se ha perdido nada: vuelva a intentarlo en breve.',
  signInFullTitle: 'Un momento',
  signInFull:
    'Muchísimas personas están iniciando sesión ahora mismo. Esta página lo intenta de nuevo por sí sola cada pocos segundos; usted no tiene que hacer nada.',
  serverErrorTitle: 'Algo ha salido mal',
  serverError:
    'No se ha podido completar la solicitud. Si vuelve a ocurrir, indique a los responsables del servicio la referencia de abajo.',
  tooManyRequestsTitle: 'Demasiadas solicitudes',
  tooManyRequests:
    'Desde su red se han empezado muchísimos inicios de sesión. Espere unos minutos y vuelva a intentarlo.',
  foreignFormTitle: 'Esto viene de otro sitio',
  foreignForm:
    'Una página que no es nuestra ha enviado aquí un formulario, así que no se ha hecho nada con él. Vuelva a la aplicación que estaba usando e inténtelo de nuevo.',
  notFoundTitle: 'Página no encontrada',
  notFound: 'No hay nada en esta dirección. Para iniciar sesión, empiece en la aplicación que quiere usar.',
  unknownAppTitle: 'Aplicación desconocida',
  unknownApp:
    'La aplicación que le ha enviado aquí no está registrada en este servicio. Vuelva a ella y avise a quienes la hacen.',
  endedTitle: 'Este inicio de sesión ha terminado',
  ended:
    'Ya se completó, o esperó demasiado. Vuelva a la aplicación de la que viene e inicie sesión desde allí.',
  wrongRedirectTitle: 'Dirección de vuelta incorrecta',
  wrongRedirect:
    'La aplicación que le ha enviado aquí dio una dirección de vuelta que no está registrada para ella. Vuelva a ella y avise a quienes la hacen.',
  refusedTitle: 'No se puede atender esta solicitud',
  refused:
    'La aplicación que le ha enviado aquí hizo una solicitud que este servicio no acepta. Vuelva a ella e inténtelo de nuevo.',

  reference: 'Si pide ayuda, indique esto:',
  referenceError: 'Código de error',
  referenceRequest: 'Solicitud',

  pageErrorTitle: 'No ha funcionado',
  formUnreadable:
    'No se ha podido leer el formulario. Vuelva atrás, recargue la página e inténtelo de nuevo.',
  formOutOfDate: 'Este formulario ya no es actual. Vuelva atrás, recargue la página e inténtelo de nuevo.',
  interactionEnded: 'Este inicio de sesión ha terminado. Vuelva a la aplicación y empiece de nuevo.',
  signedInAlready: 'Su sesión ya está iniciada. Vuelva atrás y continúe allí.',
  neitherAllowNorDeny: 'La respuesta no era ni permitir ni denegar.',

  signInEndedLead: 'Se completó en otra pestaña, o estuvo abierto demasiado tiempo. No se ha perdido nada.',
  goBack: 'Vuelva a la aplicación de la que viene e inicie sesión desde allí.',
  startAgainOrGoBack:
    'Puede empezar de nuevo, o volver a la aplicación de la que viene e iniciar sesión desde allí.',
  startAgain: 'Empezar de nuevo',
  allowCookies: 'Si ve esto cada vez, permita las cookies de este sitio en su navegador.',

  welcomeTitle: 'Aquí es donde inicia sesión',
  welcome:
    'Las aplicaciones que confían en {issuer} le envían aquí cuando toca iniciar sesión, y después le llevan de vuelta.',
  welcomeHowTo:
    'Para iniciar sesión, abra la aplicación que quiere usar. Gestione su perfil, su contraseña y sus dispositivos en su cuenta.',
};
