import type { signOut as english } from '../en/sign-out.ts';
import type { Translated } from '../translated.ts';

export const signOut: Translated<typeof english> = {
  title: 'Se déconnecter ?',
  appAsks: '{app} demande à vous déconnecter.',
  signedInAs: 'Vous êtes connecté en tant que {email}.',
  stay: 'Rester connecté',
  signOut: 'Se déconnecter',
  notSignedInTitle: 'Vous n’êtes pas connecté',
  notSignedIn: 'Personne n’est connecté dans ce navigateur.',
  signedOutTitle: 'Vous êtes déconnecté',
  stillSignedInTitle: 'Vous êtes toujours connecté',
  stillSignedIn: 'Rien n’a changé. Vous pouvez fermer cette page ou poursuivre.',
  goBack: 'Vous pouvez retourner à {app} ou fermer cette page.',
  sharedComputer: 'Sur un ordinateur partagé, fermez aussi le navigateur.',
};
