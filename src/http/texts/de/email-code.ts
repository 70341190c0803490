import type { emailCode as english } from '../en/email-code.ts';
import type { Translated } from '../translated.ts';

export const emailCode: Translated<typeof english> = {
  instead: 'Stattdessen einen Code per E-Mail senden',
  requestTitle: 'Mit einem Code anmelden',
  requestLead: 'Wir schicken einen Code an Ihre Adresse, mit dem Sie sich hier anmelden.',
  title: 'Sehen Sie in Ihr Postfach',
  lead: 'Falls es ein Konto mit {email} gibt, ist ein Code dorthin unterwegs. Er gilt 10 Minuten.',
  submit: 'Anmelden',
};
