import type { mails as english } from '../en/mails.ts';
import type { Translated } from '../translated.ts';

export const mails: Translated<typeof english> = {
  unasked: 'Si usted no lo ha pedido, no tiene que hacer nada: sin el código no ocurre nada.',
  never: 'Nadie de nuestra parte se lo pedirá nunca.',
  validity: 'Es válido durante 10 minutos, en el navegador en el que lo pidió.',
  signUpCodeSubject: '{code} es su código para {issuer}',
  signUpCode: 'Para crear su cuenta en {issuer}, escriba este código:',
  signUpKnownSubject: 'Ya tiene una cuenta en {issuer}',
  signUpKnown:
    'Alguien, quizá usted, ha querido crear una cuenta en {issuer} con esta dirección. Ya tiene una.',
  signUpKnownInstead: 'Inicie sesión con su contraseña, o elija «{link}» en la misma página.',
  signUpKnownNotYou: 'Si no ha sido usted, no tiene que hacer nada.',
  linkCodeSubject: '{code} es su código para iniciar sesión con {provider}',
  linkCode:
    'A partir de ahora inicia sesión en {issuer} con {provider}. Para conectar su cuenta, introduzca este código:',
  resetCodeSubject: '{code} es su código para una contraseña nueva',
  resetCode: 'Para elegir una contraseña nueva para {issuer}, escriba este código:',
  passwordChangedSubject: 'Su contraseña en {issuer} se ha cambiado',
  passwordChanged: 'Su contraseña acaba de cambiarse y se ha cerrado su sesión en todas partes.',
  passwordChangedNotYou:
    'Si no ha sido usted, alguien puede leer su correo. Proteja primero su buzón y elija después aquí una contraseña nueva.',

  mailboxTitle: 'Buzón',
  mailboxEmpty: 'Todavía no se ha enviado nada. Aquí aparecen los códigos y avisos del servicio.',
  mailboxTo: 'para {address}, {time} UTC',
};
