/** Signing in with an account elsewhere, and linking one. */
export const federation = {
  or: 'or',
  continueWith: 'Continue with {provider}',
  goingTo: 'Going to {provider}',
  goingToLead: 'You are taken to {provider} to show who you are there.',

  unavailable: '{provider} cannot be reached right now. Sign in another way, or try again later.',
  failed: 'Signing in with {provider} did not work. Try again, or sign in another way.',
  refused: 'This account cannot be used to sign in here.',
  known:
    'There is an account with {email} already. Sign in the way you usually do; then you can connect {provider} on your account page.',
  knownEnforced:
    'There is an account with {email} already, and nothing here can show that it is yours. Ask the people who run this service to help you.',

  notOfDomain:
    'That account at {provider} is not the one with your address here. Choose the one that belongs to your organization.',
  notAgain:
    '{provider} does not confirm that it was you just now. Sign in another way, for example with a code by email.',
  enforcedTitle: 'Sign in with {provider}',
  enforcedLead: 'People with an address at {domain} sign in with {provider}.',

  addressTitle: 'Your email address',
  addressLead: '{provider} does not tell us your email address. Which one is yours?',
  addressTaken: 'There is an account with this address already. Go back and sign in to it instead.',
  codeLead: 'We sent a code to your address. Enter it here to continue. It works for 10 minutes.',
  codeTaken: 'This account is in use by now. Go back and sign in with it.',

  linksTitle: 'Linked accounts',
  linksLead: 'Accounts at other services that you can use to sign in here.',
  linksNone: 'No account is linked yet.',
  linkedAt: 'Linked on {date}',
  lastUsedAt: 'last used on {date}',
  notForSigningIn: 'Not used for signing in',
  unlink: 'Unlink {provider}',
  linkAnother: 'Link another account',
  linkOne: 'Link {provider}',
  linkTaken: 'That account at {provider} belongs to somebody else here, so it was not linked.',
  linkCancelled: 'Nothing was linked.',
  linkFailed: 'Linking {provider} did not work. Try again.',
  linkUnavailable: '{provider} cannot be reached right now. Try again later.',
  unlinkLast:
    '{provider} is your only way to sign in. Set a password or add a passkey first, then you can unlink it.',
  otherSession:
    'This was begun by somebody else, or before you signed in again. Nothing was linked. Go back to your account and try again.',
  callbackMalformed: 'The answer of the other site could not be read. Go back and try again.',
};
