import type { passkeys as english } from '../../en/account/passkeys.ts';
import type { Translated } from '../../translated.ts';

export const passkeys: Translated<typeof english> = {
  or: 'oder',
  use: 'Passkey verwenden',
  notUsed: 'Der Passkey wurde nicht verwendet. Versuchen Sie es noch einmal, oder melden Sie sich anders an.',
  refused:
    'Dieser Passkey hat nicht funktioniert. Versuchen Sie es noch einmal, oder melden Sie sich anders an.',

  stepTitle: 'Verwenden Sie Ihren Passkey',
  stepLead: 'Bestätigen Sie mit Ihrem Passkey, um die Anmeldung abzuschließen.',
  notHere:
    'Dieser Browser kann hier keine Passkeys verwenden. Versuchen Sie es mit einem anderen Browser oder melden Sie sich anders an.',

  title: 'Passkeys',
  lead: 'Mit einem Passkey melden Sie sich mit Fingerabdruck, Gesicht oder Bildschirmsperre an. Gefälschte Seiten können ihn nicht stehlen.',
  none: 'Sie haben noch keine Passkeys.',
  added: 'Hinzugefügt: {at}',
  lastUsed: 'Zuletzt verwendet: {at}',
  neverUsed: 'Noch nicht verwendet',
  name: 'Name',
  rename: 'Namen speichern',
  remove: 'Diesen Passkey entfernen',
  removeMeans: 'Damit können Sie sich dann nicht mehr anmelden.',
  addTitle: 'Passkey hinzufügen',
  newNameHint: 'Zum Beispiel: Mein Telefon.',
  defaultName: 'Passkey',
  add: 'Passkey hinzufügen',
  notAdded: 'Es wurde kein Passkey hinzugefügt. Versuchen Sie es noch einmal.',
  cannotAdd:
    'Dieser Browser kann hier keine Passkeys anlegen. Fügen Sie einen mit einem anderen Browser hinzu.',
  known: 'Dieses Gerät hat schon einen Passkey für Ihr Konto.',
  tooMany: {
    one: 'Sie haben {count} Passkey; mehr sind nicht möglich. Entfernen Sie ihn, bevor Sie einen anderen hinzufügen.',
    other:
      'Sie haben {count} Passkeys; mehr sind nicht möglich. Entfernen Sie einen, bevor Sie einen anderen hinzufügen.',
  },
  badName: {
    one: 'Verwenden Sie sichtbaren Text mit höchstens {count} Zeichen.',
    other: 'Verwenden Sie sichtbaren Text mit höchstens {count} Zeichen.',
  },
  addedTitle: 'Der Passkey wurde hinzugefügt',
  addedLead: 'Sie können sich ab jetzt damit anmelden.',
  removedTitle: 'Der Passkey wurde entfernt',
  removedLead: 'Damit kann sich niemand mehr anmelden. Sie können ihn auch auf Ihrem Gerät löschen.',
  last: 'Dieser Passkey ist Ihre einzige Möglichkeit, sich anzumelden. Fügen Sie einen anderen Passkey oder ein Passwort hinzu, bevor Sie ihn entfernen.',
};
