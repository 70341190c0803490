import type { emailCode as english } from '../en/email-code.ts';
import type { Translated } from '../translated.ts';

export const emailCode: Translated<typeof english> = {
  instead: 'M’envoyer plutôt un code par e-mail',
  requestTitle: 'Se connecter avec un code',
  requestLead: 'Nous enverrons à votre adresse un code avec lequel vous vous connecterez ici.',
  title: 'Consultez votre messagerie',
  lead: 'S’il existe un compte avec cette adresse, nous y avons envoyé un code. Il est valable dix minutes.',
  submit: 'Se connecter',
};
