import type { account as english } from '../../en/account/account.ts';
import type { Translated } from '../../translated.ts';

export const account: Translated<typeof english> = {
  title: 'Votre compte',
  lead: 'Connecté en tant que {email}',
  signOut: 'Se déconnecter',
  back: 'Retour à votre compte',

  waysIn: 'Comment vous vous connectez',
  devicesAndApps: 'Où vous êtes connecté',
  you: 'À propos de vous',

  password: 'Mot de passe',
  passkeys: 'Clés d’accès',
  totp: 'Application d’authentification',
  recoveryCodes: 'Codes de secours',
  links: 'Comptes associés',
  sessions: 'Navigateurs',
  apps: 'Applications',
  activity: 'Activité récente',
  profile: 'Nom',
  email: 'Adresse e-mail',
  delete: 'Supprimer le compte',

  isSet: 'Défini',
  isNotSet: 'Non défini',
  isOn: 'Activé',
  isOff: 'Désactivé',

  setUpTitle: 'Une étape de plus est nécessaire',
  setUpLead: '{app} demande une connexion plus sûre que celle de votre compte.',
  setUpHow:
    'Ajoutez à votre compte une clé d’accès ou une application d’authentification, puis revenez à cette page et connectez-vous de nouveau.',
  setUpLink: 'Aller à votre compte',
  setUpAgain: 'Se connecter de nouveau',
  setUpCancel: 'Annuler',
};
