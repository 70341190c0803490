import type { accountMails as english } from '../../en/account/account-mails.ts';
import type { Translated } from '../../translated.ts';

export const accountMails: Translated<typeof english> = {
  signInCodeSubject: '{code} es su código para iniciar sesión',
  signInCode: 'Para iniciar sesión en {app}, escriba este código:',
  emailCodeSubject: '{code} es su código para {issuer}',
  emailCode: 'Para usar esta dirección en su cuenta de {issuer}, escriba este código:',
  emailKnownSubject: 'Su dirección en {issuer}',
  emailKnown:
    'Alguien, quizá usted, ha querido dar esta dirección a su cuenta de {issuer}. Ya pertenece a una cuenta, así que no se ha cambiado nada.',
  emailKnownInstead:
    'Si ha sido usted: inicie sesión con esta dirección para llegar a esa cuenta, y elimínela allí si no la necesita.',
  emailChangedSubject: 'Su cuenta de {issuer} tiene otra dirección',
  emailChanged:
    'Su cuenta de {issuer} tiene desde este momento otra dirección de correo. Esta ya no se usa para ella.',
  emailChangedNotYou:
    'Si no ha sido usted, otra persona tenía la sesión iniciada en su cuenta. Avise enseguida a los responsables de {issuer}: con esta dirección ya no puede entrar.',
  accountDeletedSubject: 'Su cuenta de {issuer} se ha eliminado',
  accountDeleted:
    'Su cuenta de {issuer} acaba de eliminarse con todo lo que contenía, y se ha cerrado su sesión en todas partes. Este es el último correo sobre ella.',
  accountDeletedNotYou: 'Si no ha sido usted, avise a los responsables de {issuer}.',
  addressClaimed:
    'Alguien ha iniciado sesión con un código enviado a esta dirección, que nadie había confirmado antes. Por seguridad, se han quitado de la cuenta la contraseña y todas las demás maneras de iniciar sesión, y se ha cerrado la sesión en todos los demás sitios.',
};
