import type { signOut as english } from '../en/sign-out.ts';
import type { Translated } from '../translated.ts';

export const signOut: Translated<typeof english> = {
  title: '¿Cerrar la sesión?',
  appAsks: '{app} pide cerrar su sesión.',
  signedInAs: 'Su sesión está iniciada como {email}.',
  stay: 'Mantener la sesión',
  signOut: 'Cerrar sesión',
  notSignedInTitle: 'No hay ninguna sesión iniciada',
  notSignedIn: 'En este navegador no hay ninguna sesión que cerrar.',
  signedOutTitle: 'Su sesión está cerrada',
  stillSignedInTitle: 'Su sesión sigue iniciada',
  stillSignedIn: 'No ha cambiado nada. Puede cerrar esta página o continuar.',
  goBack: 'Puede volver a {app} o cerrar esta página.',
  sharedComputer: 'En un ordenador compartido, cierre también el navegador.',
};
