/** Mails, and the mailbox that shows them while the service is tried. */
export const mails = {
  unasked: 'If you did not ask for this, you need not do anything: nothing happens without the code.',
  never: 'Nobody from our side will ever ask you for it.',
  validity: 'It works for 10 minutes, in the browser where you asked for it.',
  signUpCodeSubject: '{code} is your code for {issuer}',
  signUpCode: 'To create your account at {issuer}, enter this code:',
  signUpKnownSubject: 'You already have an account at {issuer}',
  signUpKnown:
    'Somebody, perhaps you, wanted to create an account at {issuer} with this address. You have one already.',
  signUpKnownInstead: 'Sign in with your password instead, or choose "{link}" on the same page.',
  signUpKnownNotYou: 'If it was not you, you need not do anything.',
  linkCodeSubject: '{code} is your code to sign in with {provider}',
  linkCode:
    'From now on you sign in to {issuer} with {provider}. To connect your account with it, enter this code:',
  resetCodeSubject: '{code} is your code for a new password',
  resetCode: 'To choose a new password for {issuer}, enter this code:',
  passwordChangedSubject: 'Your password at {issuer} was changed',
  passwordChanged: 'Your password was changed just now, and you were signed out everywhere.',
  passwordChangedNotYou:
    'If it was not you, somebody can read your mail. Secure your mailbox first, then choose a new password here.',

  mailboxTitle: 'Mailbox',
  mailboxEmpty: 'Nothing was sent yet. Codes and notices of the service appear here.',
  mailboxTo: 'to {address}, {time} UTC',
};
