/** What went wrong, never with a reason that only an attacker would need; and pages with nothing to do on them. */
export const errors = {
  unavailableTitle: 'Not available right now',
  unavailable: 'The service cannot answer at the moment. Nothing was lost: try again shortly.',
  signInFullTitle: 'Just a moment',
  signInFull:
    'A great many people are signing in right now. This page tries again by itself every few seconds; there is nothing you need to do.',
  serverErrorTitle: 'Something went wrong',
  serverError:
    'The request could not be completed. If it happens again, tell the operator the reference below.',
  tooManyRequestsTitle: 'Too many requests',
  tooManyRequests:
    'A great many sign-ins were started from your network. Wait a few minutes, then try again.',
  foreignFormTitle: 'This came from another site',
  foreignForm:
    'A form was sent here by a page that is not ours, so nothing was done with it. Go back to the app you were using and try again.',
  notFoundTitle: 'Page not found',
  notFound: 'There is nothing at this address. To sign in, start from the app you want to use.',
  unknownAppTitle: 'Unknown app',
  unknownApp:
    'The app that sent you here is not registered with this service. Go back to it and tell its makers.',
  endedTitle: 'This sign-in has ended',
  ended:
    'It was finished already, or waited too long. Go back to the app you came from and sign in from there.',
  wrongRedirectTitle: 'Wrong return address',
  wrongRedirect:
    'The app that sent you here gave a return address that is not registered for it. Go back to it and tell its makers.',
  refusedTitle: 'This request cannot be served',
  refused:
    'The app that sent you here made a request that this service does not accept. Go back to it and try again.',

  reference: 'If you ask for help, pass this on:',
  referenceError: 'Error',
  referenceRequest: 'Request',

  pageErrorTitle: 'This did not work',
  formUnreadable: 'The form could not be read. Go back, reload the page and try again.',
  formOutOfDate: 'This form is out of date. Go back, reload the page and try again.',
  interactionEnded: 'This sign-in has ended. Return to the app and start again.',
  signedInAlready: 'You are signed in already. Go back and continue there.',
  neitherAllowNorDeny: 'The answer was neither to allow nor to deny.',

  signInEndedLead: 'It was finished in another tab, or left open too long. Nothing is lost.',
  goBack: 'Go back to the app you came from and sign in from there.',
  startAgainOrGoBack: 'You can start again, or go back to the app you came from and sign in from there.',
  startAgain: 'Start again',
  allowCookies: 'If you see this every time, allow cookies for this site in your browser.',

  welcomeTitle: 'This is where you sign in',
  welcome: 'Apps that trust {issuer} send you here when it is time to sign in, and take you back afterwards.',
  welcomeHowTo:
    'To sign in, open the app you want to use. Manage your profile, password and devices in your account.',
};
