import type { common as english } from '../en/common.ts';
import type { Translated } from '../translated.ts';

export const common: Translated<typeof english> = {
  errorTitle: 'Error: {title}',
  signsYouInWith: '{issuer} inicia su sesión con {product}.',
  optional: '(opcional)',
  email: 'Correo electrónico',
  password: 'Contraseña',
  cancel: 'Cancelar',
  continue: 'Continuar',
  signIn: 'Iniciar sesión',
  createAccount: 'Crear la cuenta',
  emailMalformed: 'Escriba una dirección de correo como nombre@example.com.',
  tooManyAttempts: 'Demasiados intentos. Espere unos minutos y vuelva a intentarlo.',
  busy: 'El servicio está muy ocupado en este momento. Vuelva a intentarlo enseguida.',
  passwordTooShort: {
    one: 'Use al menos {count} carácter.',
    other: 'Use al menos {count} caracteres.',
  },
  passwordTooLong: {
    one: 'Use como máximo {count} carácter.',
    other: 'Use como máximo {count} caracteres.',
  },
  passwordTooUniform: 'Use más caracteres distintos.',
  passwordGuessable: 'Esta contraseña es de las primeras que cualquiera probaría.',
  passwordIsEmail: 'No use su dirección de correo como contraseña.',
};
