import type { notices as english } from '../../en/account/notices.ts';
import type { Translated } from '../../translated.ts';

export const notices: Translated<typeof english> = {
  subject: 'Eine Änderung an Ihrem Konto bei {issuer}',
  newDeviceSubject: 'Eine neue Anmeldung bei Ihrem Konto bei {issuer}',
  from: 'Es geschah mit diesem Browser: {browser}.',
  at: 'Es geschah am {time} UTC.',
  fromNetwork: 'Es kam aus dem Netz {network}.',
  notYou:
    'Falls Sie es nicht waren, wählen Sie sofort ein neues Passwort: Öffnen Sie {address} und beenden Sie dort jede Sitzung, die Sie nicht kennen.',

  new_device:
    'Jemand hat sich für {detail} bei Ihrem Konto angemeldet, in einem Browser, in dem Sie sich noch nie angemeldet haben.',
  new_device_here:
    'Jemand hat sich bei Ihrem Konto angemeldet, in einem Browser, in dem Sie sich noch nie angemeldet haben.',
  password_changed: 'Ihr Passwort wurde geändert, und Sie wurden überall sonst abgemeldet.',
  password_removed:
    'Der Betreiber dieses Dienstes hat Ihr Passwort außer Kraft gesetzt und Sie überall abgemeldet. Um ein anderes zu wählen, gehen Sie zur Anmeldung und wählen Sie „Passwort vergessen?“.',
  factors_removed:
    'Der Betreiber dieses Dienstes hat Ihre Authenticator-App, Passkeys und Wiederherstellungscodes entfernt und Sie überall abgemeldet. Sobald Sie sich angemeldet haben, können Sie neue hinzufügen.',
  passkey_added:
    'Der Passkey „{detail}“ wurde Ihrem Konto hinzugefügt. Ab jetzt ist die Anmeldung damit möglich.',
  passkey_removed: 'Der Passkey „{detail}“ wurde aus Ihrem Konto entfernt.',
  passkey_copied:
    'Der Passkey „{detail}“ wurde abgelehnt: Offenbar hat jemand eine Kopie davon. Entfernen Sie ihn aus Ihrem Konto und fügen Sie einen neuen hinzu.',
  totp_added:
    'Ihrem Konto wurde eine Authenticator-App hinzugefügt. Bei jeder Anmeldung wird nach ihren Codes gefragt.',
  totp_removed:
    'Die Authenticator-App wurde aus Ihrem Konto entfernt. Nach ihren Codes wird nicht mehr gefragt.',
  recovery_codes_made:
    'Für Ihr Konto wurden neue Wiederherstellungscodes erzeugt. Die früheren sind wertlos.',
  recovery_code_used:
    'Bei Ihrem Konto wurde ein Wiederherstellungscode zur Anmeldung verwendet. Wenn Sie Ihren anderen Faktor verloren haben, ersetzen Sie ihn bald.',
  codes_tried:
    'Jemand hat Ihr Passwort und danach mehrere falsche Codes eingegeben. Die Anmeldung wurde abgelehnt.',
  identity_linked:
    'Ein Konto bei {detail} wurde mit Ihrem verknüpft. Ab jetzt ist die Anmeldung damit möglich.',
  identity_unlinked: 'Die Verknüpfung Ihres Kontos mit dem Konto bei {detail} wurde aufgehoben.',
};
