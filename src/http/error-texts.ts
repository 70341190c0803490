import type { Texts } from './texts/texts.ts';
import { type ErrorModel, errorPage } from './views/error-page.ts';
import type { Look } from './views/look.ts';

type ErrorMessage = keyof Texts['errors'];

/** Messages of the error page, by what went wrong: the title's, and the one below it. */
const messages: Readonly<Record<string, readonly [ErrorMessage, ErrorMessage]>> = {
  temporarily_unavailable: ['unavailableTitle', 'unavailable'],
  sign_in_full: ['signInFullTitle', 'signInFull'],
  server_error: ['serverErrorTitle', 'serverError'],
  too_many_requests: ['tooManyRequestsTitle', 'tooManyRequests'],
  foreign_form: ['foreignFormTitle', 'foreignForm'],
  not_found: ['notFoundTitle', 'notFound'],
  invalid_client: ['unknownAppTitle', 'unknownApp'],
  invalid_request_uri: ['endedTitle', 'ended'],
  sign_in_ended: ['endedTitle', 'ended'],
  invalid_redirect_uri: ['wrongRedirectTitle', 'wrongRedirect'],
};

/** From where the app that somebody came from is not known, and there is one way on for everybody. */
const leadToAccount: ReadonlySet<string> = new Set([
  'not_found',
  'invalid_request_uri',
  'sign_in_ended',
  'interaction_ended',
  'sign_in_refused',
]);

/** The way on from a page that says what went wrong with `code`. */
export function wayOn(code: string, { account }: Texts): ErrorModel['action'] {
  return leadToAccount.has(code) ? { href: '/account', label: account.setUpLink } : null;
}

export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  /** Technical words for the makers of the app; shown small. */
  readonly description: string | null;
  readonly requestId: string;
}

export function renderErrorPage({ status, code, description, requestId }: ErrorAnswer, look: Look): string {
  const { errors } = look.texts;
  const [title, message] = messages[code] ?? ['refusedTitle', 'refused'];
  return errorPage({
    look,
    status,
    title: errors[title],
    message: errors[message],
    detailCode: description === null ? code : `${code}: ${description}`,
    requestId,
    action: wayOn(code, look.texts),
  });
}
