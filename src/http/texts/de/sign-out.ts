import type { signOut as english } from '../en/sign-out.ts';
import type { Translated } from '../translated.ts';

export const signOut: Translated<typeof english> = {
  title: 'Abmelden?',
  appAsks: '{app} möchte Sie abmelden.',
  signedInAs: 'Sie sind angemeldet als {email}.',
  stay: 'Angemeldet bleiben',
  signOut: 'Abmelden',
  notSignedInTitle: 'Sie sind nicht angemeldet',
  notSignedIn: 'In diesem Browser ist niemand angemeldet.',
  signedOutTitle: 'Sie sind abgemeldet',
  stillSignedInTitle: 'Sie sind weiterhin angemeldet',
  stillSignedIn: 'Es wurde nichts geändert. Sie können diese Seite schließen oder weitermachen.',
  goBack: 'Sie können zu {app} zurückkehren oder diese Seite schließen.',
  sharedComputer: 'Schließen Sie an einem gemeinsam genutzten Computer auch den Browser.',
};
