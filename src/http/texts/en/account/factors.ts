/** Authenticator apps and recovery codes: at sign-in, and on the account pages. */
export const factors = {
  totpStepTitle: 'Enter your code',
  totpStepLead: 'Open your authenticator app and enter the six digits that it shows for {issuer}.',
  totpCode: 'Code from the app',
  wrongTotpCode: 'That code is not right, or was used already. Wait until the app shows the next one.',
  wrongFirstCode:
    "That code is not right. Check that your phone's clock is set automatically, and enter the code that the app shows now.",
  useTotp: 'Use your authenticator app',
  useRecoveryCode: 'Use a recovery code',
  usePasskey: 'Use a passkey',

  recoveryStepTitle: 'Use a recovery code',
  recoveryStepLead:
    'Enter one of the codes that you kept for the day you cannot use your other factors. Each is good once.',
  recoveryCode: 'Recovery code',
  wrongRecoveryCode: 'That is not one of your recovery codes, or it was used already.',
  noCodesLeft: 'No codes left? Ask those who run {issuer} for help.',

  totpTitle: 'Authenticator app',
  addTotpLead:
    'It shows a new code every 30 seconds. Once it is added, signing in asks for a code from it, unless you use a passkey.',
  replaceTotpLead: 'The app that you use now stops working when you add this one.',
  totpNeeds: 'Have an app for such codes at hand: Google Authenticator, 1Password, Aegis or any other.',
  scanThis: 'Scan this with the app:',
  qrCode: 'QR code for your authenticator app',
  openHere: 'Open it in an app on this device',
  typeKey: 'Or type this key into the app:',
  addTotp: 'Add the app',
  codesFollow: 'After that you get recovery codes, for the day you do not have your phone.',
  enrolmentOver:
    'This took too long, so here is another key. Remove what you scanned before from the app, and scan this one.',

  totpIsOn: 'Signing in asks for a code from your authenticator app, unless you use a passkey.',
  addedAt: 'Added',
  lastUsedAt: 'Last used',
  notUsedYet: 'Not yet',
  replaceTotp: 'Set up another app',
  removeTotp: 'Remove the app',
  removeTotpMeans: 'Its codes stop working at once, and signing in no longer asks for them.',
  lastFactorMeans: 'This is your last second factor, so your recovery codes stop working as well.',

  totpAddedTitle: 'Your authenticator app was added',
  totpAddedLead: 'From now on, signing in asks for a code from it, unless you use a passkey.',
  totpRemovedTitle: 'Your authenticator app was removed',
  totpRemovedLead: 'Its codes are no longer good.',
  codesRemoved: 'This was your last second factor, so your recovery codes were removed as well.',
  endOthersLead: 'Other browsers in which you are signed in stay signed in.',
  endOthers: 'Sign out everywhere else',

  codesTitle: 'Recovery codes',
  codesLead: 'If you lose your phone or passkey, each code signs you in once.',
  codesLeft: {
    one: '{count} unused code is left.',
    other: '{count} unused codes are left.',
  },
  makeCodes: 'Make new codes',
  makeCodesMeans: 'The codes that you have now stop working at once.',
  codesNeedless: 'They stand in for a second factor. Add an authenticator app or a passkey first.',
  codesMadeTitle: 'Your new recovery codes',
  codesOnce: 'Save them in a safe place now: they are not shown again.',
  codesOf: 'For {account} at {issuer}, made on {date}.',
  codesSaved: 'I have saved them',
};
