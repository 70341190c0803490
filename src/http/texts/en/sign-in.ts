/** Signing in, creating an account, and the codes by mail. */
export const signIn = {
  title: 'Sign in',
  toContinueTo: 'to continue to {app}',
  toYourAccount: 'to your account',
  forgotPassword: 'Forgot your password?',
  newHere: 'New here?',
  createOne: 'Create an account',
  noMatch: 'That email and password do not match. Check both and try again.',
  passwordWasChanged: 'Your password was changed. Sign in with the new one.',
  confirmTitle: "Confirm it's you",
  confirmLead: 'You are signed in as {email}. To protect your account, sign in once more to go on.',
  confirmLeadFor: 'You are signed in as {email}. {app} asks you to sign in once more.',

  signUpTitle: 'Create an account',
  name: 'Name',
  nameTooLong: {
    one: 'Name: Use at most {count} character.',
    other: 'Name: Use at most {count} characters.',
  },
  passwordHint: {
    one: 'At least {count} character. A few unrelated words make a good one.',
    other: 'At least {count} characters. A few unrelated words make a good one.',
  },
  haveAccount: 'Already have an account?',
  cannotCreate:
    'An account could not be created with these details. If you already have one, sign in instead.',
  takenMeanwhile: 'There is an account with this address by now. Sign in instead.',

  resetRequestTitle: 'Forgot your password?',
  resetRequestLead: 'We will send you a code with which you can choose a new one.',
  sendCode: 'Send the code',
  backToSignIn: 'Back to sign in',
  tooManyCodes: 'Too many codes were sent. Try again {when}.',

  resetTitle: 'Choose a new password',
  resetLead: 'If there is an account with {email}, a code is on its way. It works for 10 minutes.',
  newPassword: 'New password',
  newPasswordHint: {
    one: 'At least {count} character. You will be signed out everywhere else.',
    other: 'At least {count} characters. You will be signed out everywhere else.',
  },
  changePassword: 'Change password',

  signUpCodeTitle: 'Check your mail',
  signUpCodeLead: 'We sent a code to {email}. It works for 10 minutes.',
  code: 'Code from the mail',
  nothingCame: "Didn't get it? Look in your spam folder.",
  anotherCode: 'Send another code',
  anotherCodeSent: 'The earlier code no longer works. Use the newest one.',
  wrongAddress: 'Wrong address?',
  changeAddress: 'Change it',
  wrongCode: 'That is not the code from the mail. Check it and try again.',
  overCode: 'This code has expired. Send another one.',
};
