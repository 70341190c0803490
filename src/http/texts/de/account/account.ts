import type { account as english } from '../../en/account/account.ts';
import type { Translated } from '../../translated.ts';

export const account: Translated<typeof english> = {
  title: 'Ihr Konto',
  lead: 'Angemeldet als {email}',
  signOut: 'Abmelden',
  back: 'Zurück zu Ihrem Konto',

  waysIn: 'Wie Sie sich anmelden',
  devicesAndApps: 'Wo Sie angemeldet sind',
  you: 'Über Sie',

  password: 'Passwort',
  passkeys: 'Passkeys',
  totp: 'Authenticator-App',
  recoveryCodes: 'Wiederherstellungscodes',
  links: 'Verknüpfte Konten',
  sessions: 'Browser',
  apps: 'Apps',
  activity: 'Letzte Aktivitäten',
  profile: 'Name',
  email: 'E\u2011Mail-Adresse',
  delete: 'Konto löschen',

  isSet: 'Gesetzt',
  isNotSet: 'Nicht gesetzt',
  isOn: 'An',
  isOff: 'Aus',

  setUpTitle: 'Ein weiterer Schritt ist nötig',
  setUpLead: '{app} verlangt eine stärkere Anmeldung, als Ihr Konto sie hat.',
  setUpHow:
    'Fügen Sie Ihrem Konto einen Passkey oder eine Authenticator-App hinzu. Kehren Sie dann auf diese Seite zurück und melden Sie sich noch einmal an.',
  setUpLink: 'Zu Ihrem Konto',
  setUpAgain: 'Noch einmal anmelden',
  setUpCancel: 'Abbrechen',
};
