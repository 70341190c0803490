import type { emailCode as english } from '../en/email-code.ts';
import type { Translated } from '../translated.ts';

export const emailCode: Translated<typeof english> = {
  instead: 'M’envoyer plutôt un code par e-mail',
  requestTitle: 'Se connecter avec un code',
  requestLead: 'Nous enverrons à votre adresse un code avec lequel vous vous connecterez ici.',
  title: 'Consultez votre messagerie',
  lead: 'S’il existe un compte avec {email}, un code est en route. Il est valable 10 minutes.',
  submit: 'Se connecter',
};
