export const signOut = {
  title: 'Sign out?',
  appAsks: '{app} asks to sign you out.',
  signedInAs: 'You are signed in as {email}.',
  stay: 'Stay signed in',
  signOut: 'Sign out',
  notSignedInTitle: 'You are not signed in',
  notSignedIn: 'There is nothing to sign out of in this browser.',
  signedOutTitle: 'You are signed out',
  stillSignedInTitle: 'You are still signed in',
  stillSignedIn: 'Nothing was changed. You can close this page or go on.',
  goBack: 'You can go back to {app} or close this page.',
  sharedComputer: 'On a shared computer, close the browser as well.',
};
