/** The account pages: what people can see and change of their own account. */
export const account = {
  title: 'Your account',
  lead: 'Signed in as {email}',
  signOut: 'Sign out',
  back: 'Back to your account',

  waysIn: 'How you sign in',
  devicesAndApps: 'Where you are signed in',
  you: 'About you',

  password: 'Password',
  passkeys: 'Passkeys',
  totp: 'Authenticator app',
  recoveryCodes: 'Recovery codes',
  links: 'Linked accounts',
  sessions: 'Browsers',
  apps: 'Apps',
  activity: 'Recent activity',
  profile: 'Name',
  email: 'Email',
  delete: 'Delete account',

  isSet: 'Set',
  isNotSet: 'Not set',
  isOn: 'On',
  isOff: 'Off',

  setUpTitle: 'One more step is needed',
  setUpLead: '{app} asks for a stronger sign-in than your account has.',
  setUpHow:
    'Add a passkey or an authenticator app to your account, then come back to this page and sign in again.',
  setUpLink: 'Go to your account',
  setUpAgain: 'Sign in again',
  setUpCancel: 'Cancel',
};
