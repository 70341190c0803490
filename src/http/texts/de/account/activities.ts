import type { activities as english } from '../../en/account/activities.ts';
import type { Translated } from '../../translated.ts';

export const activities: Translated<typeof english> = {
  signed_in: 'Für {detail} angemeldet',
  new_device: 'Für {detail} angemeldet, in einem neuen Browser',
  signed_in_here: 'Bei Ihrem Konto angemeldet',
  new_device_here: 'Bei Ihrem Konto angemeldet, in einem neuen Browser',
  account_created: 'Das Konto wurde angelegt',
  password_changed: 'Das Passwort wurde geändert',
  password_reset: 'Das Passwort wurde mit einem Code per E-Mail ersetzt',
  password_removed: 'Der Betreiber hat das Passwort außer Kraft gesetzt',
  factors_removed: 'Der Betreiber hat jeden zweiten Faktor entfernt',
  email_changed: 'Die E-Mail-Adresse wurde geändert',
  email_verified: 'Die E-Mail-Adresse wurde bestätigt',
  address_claimed:
    'Die Adresse wurde durch eine Anmeldung bestätigt, und jede frühere Möglichkeit der Anmeldung wurde entfernt',
  profile_changed: 'Der Name wurde geändert',
  passkey_added: 'Der Passkey „{detail}“ wurde hinzugefügt',
  passkey_removed: 'Der Passkey „{detail}“ wurde entfernt',
  passkey_copied: 'Der Passkey „{detail}“ wurde abgelehnt: Er scheint kopiert worden zu sein',
  totp_added: 'Eine Authenticator-App wurde hinzugefügt',
  totp_removed: 'Die Authenticator-App wurde entfernt',
  recovery_codes_made: 'Neue Wiederherstellungscodes wurden erzeugt',
  recovery_code_used: 'Ein Wiederherstellungscode wurde zur Anmeldung verwendet',
  codes_tried: 'Jemand hat das Passwort und danach mehrere falsche Codes eingegeben',
  identity_linked: 'Ein Konto bei {detail} wurde verknüpft',
  identity_unlinked: 'Die Verknüpfung mit dem Konto bei {detail} wurde aufgehoben',
  session_ended: 'Der Browser {detail} wurde abgemeldet',
  other_sessions_ended: 'Alle anderen Browser und Apps wurden abgemeldet',
  app_withdrawn: 'Der Zugriff von {detail} wurde entzogen',
};
