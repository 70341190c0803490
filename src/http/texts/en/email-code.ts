/** Signing in with a code by mail. */
export const emailCode = {
  instead: 'Email me a code instead',
  requestTitle: 'Sign in with a code',
  requestLead: 'We will send a code to your address, with which you sign in here.',
  title: 'Check your mail',
  lead: 'If there is an account with {email}, a code is on its way. It works for 10 minutes.',
  submit: 'Sign in',
};
