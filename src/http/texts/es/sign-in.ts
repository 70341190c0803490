import type { signIn as english } from '../en/sign-in.ts';
import type { Translated } from '../translated.ts';

export const signIn: Translated<typeof english> = {
  title: 'Iniciar sesión',
  toContinueTo: 'para continuar a {app}',
  toYourAccount: 'para ir a su cuenta',
  forgotPassword: '¿Ha olvidado su contraseña?',
  newHere: '¿Es su primera vez?',
  createOne: 'Crear una cuenta',
  noMatch: 'Ese correo y esa contraseña no coinciden. Compruebe ambos y vuelva a intentarlo.',
  passwordWasChanged: 'Su contraseña se ha cambiado. Inicie sesión con la nueva.',
  confirmTitle: 'Confirme que es usted',
  confirmLead:
    'Su sesión está iniciada como {email}. Para proteger su cuenta, inicie sesión una vez más antes de continuar.',
  confirmLeadFor: 'Su sesión está iniciada como {email}. {app} le pide que inicie sesión una vez más.',

  signUpTitle: 'Crear una cuenta',
  name: 'Nombre',
  nameTooLong: {
    one: 'Nombre: use como máximo {count} carácter.',
    other: 'Nombre: use como máximo {count} caracteres.',
  },
  passwordHint: {
    one: 'Al menos {count} carácter. Unas cuantas palabras sin relación entre sí van bien.',
    other: 'Al menos {count} caracteres. Unas cuantas palabras sin relación entre sí van bien.',
  },
  haveAccount: '¿Ya tiene una cuenta?',
  cannotCreate: 'No se ha podido crear una cuenta con estos datos. Si ya tiene una, inicie sesión con ella.',
  takenMeanwhile: 'Entretanto ya existe una cuenta con esta dirección. Inicie sesión con ella.',

  resetRequestTitle: '¿Ha olvidado su contraseña?',
  resetRequestLead: 'Le enviaremos un código con el que podrá elegir una nueva.',
  sendCode: 'Enviar el código',
  backToSignIn: 'Volver al inicio de sesión',
  tooManyCodes: 'Se han enviado demasiados códigos. Vuelva a intentarlo {when}.',

  resetTitle: 'Elegir una contraseña nueva',
  resetLead: 'Si existe una cuenta con {email}, un código está en camino. Es válido durante 10 minutos.',
  newPassword: 'Contraseña nueva',
  newPasswordHint: {
    one: 'Al menos {count} carácter. Se cerrará su sesión en todos los demás sitios.',
    other: 'Al menos {count} caracteres. Se cerrará su sesión en todos los demás sitios.',
  },
  changePassword: 'Cambiar la contraseña',

  signUpCodeTitle: 'Mire su correo',
  signUpCodeLead: 'Hemos enviado un código a {email}. Es válido durante 10 minutos.',
  code: 'Código del correo',
  nothingCame: '¿No le ha llegado? Mire en la carpeta de correo no deseado.',
  anotherCode: 'Enviar otro código',
  anotherCodeSent: 'El código anterior ya no es válido. Use el más reciente.',
  wrongAddress: '¿Dirección equivocada?',
  changeAddress: 'Cambiarla',
  wrongCode: 'Ese no es el código del correo. Compruébelo y vuelva a intentarlo.',
  overCode: 'Este código ha caducado. Pida otro.',
};
