import type { factors as english } from '../../en/account/factors.ts';
import type { Translated } from '../../translated.ts';

export const factors: Translated<typeof english> = {
  totpStepTitle: 'Geben Sie Ihren Code ein',
  totpStepLead:
    'Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie für {issuer} zeigt.',
  totpCode: 'Code aus der App',
  wrongTotpCode:
    'Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie, bis die App den nächsten zeigt.',
  wrongFirstCode:
    'Dieser Code stimmt nicht. Prüfen Sie, ob die Uhr Ihres Telefons automatisch gestellt wird, und geben Sie den Code ein, den die App jetzt zeigt.',
  useTotp: 'Authenticator-App verwenden',
  useRecoveryCode: 'Wiederherstellungscode verwenden',
  usePasskey: 'Passkey verwenden',

  recoveryStepTitle: 'Wiederherstellungs\u00ADcode verwenden',
  recoveryStepLead:
    'Geben Sie einen der Codes ein, die Sie für den Fall aufbewahrt haben, dass Sie Ihre anderen Faktoren nicht benutzen können. Jeder gilt einmal.',
  recoveryCode: 'Wiederherstellungscode',
  wrongRecoveryCode: 'Das ist keiner Ihrer Wiederherstellungscodes, oder er wurde schon benutzt.',
  noCodesLeft: 'Keine Codes mehr? Bitten Sie die Betreiber von {issuer} um Hilfe.',

  totpTitle: 'Authenticator-App',
  addTotpLead:
    'Sie zeigt alle 30 Sekunden einen neuen Code. Sobald sie hinzugefügt ist, brauchen Sie zum Anmelden einen Code daraus, außer mit einem Passkey.',
  replaceTotpLead: 'Die App, die Sie jetzt benutzen, funktioniert nicht mehr, sobald Sie diese hinzufügen.',
  totpNeeds:
    'Halten Sie eine App für solche Codes bereit: Google Authenticator, 1Password, Aegis oder irgendeine andere.',
  scanThis: 'Scannen Sie dies mit der App:',
  qrCode: 'QR-Code für Ihre Authenticator-App',
  openHere: 'In einer App auf diesem Gerät öffnen',
  typeKey: 'Oder tippen Sie diesen Schlüssel in die App:',
  addTotp: 'App hinzufügen',
  codesFollow:
    'Danach bekommen Sie Wiederherstellungscodes, für den Tag, an dem Sie Ihr Telefon nicht haben.',
  enrolmentOver:
    'Das hat zu lange gedauert, deshalb sehen Sie hier einen anderen Schlüssel. Entfernen Sie aus der App, was Sie vorher gescannt haben, und scannen Sie diesen.',

  totpIsOn: 'Zum Anmelden brauchen Sie einen Code aus Ihrer Authenticator-App, außer mit einem Passkey.',
  addedAt: 'Hinzugefügt',
  lastUsedAt: 'Zuletzt benutzt',
  notUsedYet: 'Noch nicht',
  replaceTotp: 'Andere App einrichten',
  removeTotp: 'App entfernen',
  removeTotpMeans: 'Ihre Codes gelten sofort nicht mehr, und beim Anmelden wird nicht mehr danach gefragt.',
  lastFactorMeans:
    'Das ist Ihr letzter zweiter Faktor, deshalb gelten auch Ihre Wiederherstellungscodes nicht mehr.',

  totpAddedTitle: 'Ihre Authenticator-App wurde hinzugefügt',
  totpAddedLead: 'Ab jetzt brauchen Sie zum Anmelden einen Code daraus, außer mit einem Passkey.',
  totpRemovedTitle: 'Ihre Authenticator-App wurde entfernt',
  totpRemovedLead: 'Ihre Codes gelten nicht mehr.',
  codesRemoved:
    'Das war Ihr letzter zweiter Faktor, deshalb wurden auch Ihre Wiederherstellungscodes entfernt.',
  endOthersLead: 'In anderen Browsern, in denen Sie angemeldet sind, bleiben Sie angemeldet.',
  endOthers: 'Überall sonst abmelden',

  codesTitle: 'Wiederherstellungs\u00ADcodes',
  codesLead:
    'Wenn Sie Ihr Telefon oder Ihren Passkey verlieren, können Sie sich mit jedem Code einmal anmelden.',
  codesLeft: {
    one: '{count} unbenutzter Code ist übrig.',
    other: '{count} unbenutzte Codes sind übrig.',
  },
  makeCodes: 'Neue Codes erzeugen',
  makeCodesMeans: 'Die Codes, die Sie jetzt haben, gelten sofort nicht mehr.',
  codesNeedless:
    'Sie vertreten einen zweiten Faktor. Fügen Sie zuerst eine Authenticator-App oder einen Passkey hinzu.',
  codesMadeTitle: 'Ihre neuen Wiederherstellungs\u00ADcodes',
  codesOnce: 'Bewahren Sie sie jetzt an einem sicheren Ort auf: Sie werden nicht noch einmal angezeigt.',
  codesOf: 'Für {account} bei {issuer}, erzeugt am {date}.',
  codesSaved: 'Ich habe sie gesichert',
};
