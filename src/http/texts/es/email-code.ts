import type { emailCode as english } from '../en/email-code.ts';
import type { Translated } from '../translated.ts';

export const emailCode: Translated<typeof english> = {
  instead: 'Enviarme un código por correo',
  requestTitle: 'Iniciar sesión con un código',
  requestLead: 'Enviaremos a su dirección un código con el que podrá iniciar sesión aquí.',
  title: 'Mire su correo',
  lead: 'Si existe una cuenta con {email}, un código está en camino. Es válido durante 10 minutos.',
  submit: 'Iniciar sesión',
};
