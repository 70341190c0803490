/** Mails about codes to sign in, and about changes of an account's address. */
export const accountMails = {
  signInCodeSubject: '{code} is your code to sign in',
  signInCode: 'To sign in to {app}, enter this code:',
  emailCodeSubject: '{code} is your code for {issuer}',
  emailCode: 'To use this address for your account at {issuer}, enter this code:',
  emailKnownSubject: 'Your address at {issuer}',
  emailKnown:
    'Somebody, perhaps you, wanted to give their account at {issuer} this address. It belongs to an account already, so nothing was changed.',
  emailKnownInstead:
    'If it was you: sign in with this address to get to that account, and delete it there if you do not need it.',
  emailChangedSubject: 'Your account at {issuer} has another address',
  emailChanged:
    'Your account at {issuer} has had another email address since just now. This one is not used for it any more.',
  emailChangedNotYou:
    'If it was not you, somebody else was signed in to your account. Tell the operator of {issuer} right away: this address does not get you in any more.',
  accountDeletedSubject: 'Your account at {issuer} was deleted',
  accountDeleted:
    'Your account at {issuer} was deleted just now, with everything in it, and you were signed out everywhere. This is the last mail about it.',
  accountDeletedNotYou: 'If it was not you, tell the operator of {issuer}.',
  addressClaimed:
    'Somebody signed in with a code that was sent to this address, which nobody had confirmed before. To be safe, the password and every other way to sign in were removed from the account, and it was signed out everywhere else.',
};
