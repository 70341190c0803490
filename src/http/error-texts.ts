import { errorPage } from './views/error-page.ts';

const signInEnded = {
  title: 'This sign-in has ended',
  message:
    'It was finished already, or waited too long. Go back to the app you came from and sign in from there.',
};

/** Titles and words of the error page, by what went wrong; never a reason that only an attacker would need. */
const texts: Readonly<Record<string, { title: string; message: string }>> = {
  temporarily_unavailable: {
    title: 'Not available right now',
    message: 'The service cannot answer at the moment. Nothing was lost: try again shortly.',
  },
  sign_in_full: {
    title: 'Just a moment',
    message:
      'A great many people are signing in right now. This page tries again by itself every few seconds; there is nothing you need to do.',
  },
  server_error: {
    title: 'Something went wrong',
    message:
      'The request could not be completed. If it happens again, tell the operator the reference below.',
  },
  too_many_requests: {
    title: 'Too many requests',
    message: 'A great many sign-ins were started from your network. Wait a few minutes, then try again.',
  },
  foreign_form: {
    title: 'This came from another site',
    message:
      'A form was sent here by a page that is not ours, so nothing was done with it. Go back to the app you were using and try again.',
  },
  not_found: {
    title: 'Page not found',
    message: 'There is nothing at this address. To sign in, start from the app you want to use.',
  },
  invalid_client: {
    title: 'Unknown app',
    message:
      'The app that sent you here is not registered with this service. Go back to it and tell its makers.',
  },
  invalid_request_uri: signInEnded,
  sign_in_ended: signInEnded,
  invalid_redirect_uri: {
    title: 'Wrong return address',
    message:
      'The app that sent you here gave a return address that is not registered for it. Go back to it and tell its makers.',
  },
};

const fallback = {
  title: 'This request cannot be served',
  message:
    'The app that sent you here made a request that this service does not accept. Go back to it and try again.',
};

export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  /** Technical words for the makers of the app; shown small. */
  readonly description: string | null;
  readonly requestId: string;
}

export function renderErrorPage(
  { status, code, description, requestId }: ErrorAnswer,
  issuerName: string,
): string {
  const { title, message } = texts[code] ?? fallback;
  return errorPage({
    status,
    title,
    message,
    detailCode: description === null ? code : `${code}: ${description}`,
    requestId,
    issuerName,
  });
}
