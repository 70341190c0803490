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
  tooManyAttempts: 'Demasiados intentos. Vuelva a intentarlo {when}.',
  inMinutes: { one: 'dentro de {count} minuto', other: 'dentro de {count} minutos' },
  inHours: { one: 'dentro de {count} hora', other: 'dentro de {count} horas' },
  orAnotherWay: 'También puede iniciar sesión de otra manera.',
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
