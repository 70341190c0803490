/** Signing in with a code by mail. */
export const emailCode = {
  instead: 'Email me a code instead',
  requestTitle: 'Sign in with a code',
  requestLead: 'We will send a code to your address, with which you sign in here.',
  title: 'Check your mail',
  lead: 'If there is an account with that address, we have sent it a code. It is good for ten minutes.',
  submit: 'Sign in',
};
