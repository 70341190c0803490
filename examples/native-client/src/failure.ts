import {
  JSON_ATTRIBUTE_COMPARISON,
  AuthorizationResponseError,
  OperationProcessingError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';

/** Something went wrong in a way this program can explain: what, and what to do about it. */
export class Failure extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'Failure';
    this.hint = hint;
  }
}

const NOT_RUNNING = 'Is the service running? Start it with "npm start" and keep it open in another terminal.';
const STALE_DEMO = 'Does demo.json belong to this service? Restart it with "npm start" and try again.';
const EXACT_ISSUER = 'The issuer has to be given exactly as the server writes it in its metadata.';
const READ_LOG = 'The log of the service has the reason; it is in the terminal that runs "npm start".';

const HINTS: Record<string, string> = {
  access_denied: 'The sign-in or the consent was declined. Run this again and choose "Allow".',
  invalid_client: STALE_DEMO,
  invalid_grant: 'The code or token was used, expired or revoked. Run this again.',
  invalid_target: STALE_DEMO,
  temporarily_unavailable: 'The service is up but cannot answer now. Wait a moment and try again.',
};

/** Turns whatever a step threw into a message for people. */
export function explain(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    const description = error.error_description ? `: ${error.error_description}` : '';
    return new Failure(`The server answered "${error.error}"${description}.`, HINTS[error.error] ?? READ_LOG);
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    return new Failure(`The server refused the client's credentials (status ${error.status}).`, STALE_DEMO);
  }
  if (error instanceof OperationProcessingError) {
    if (error.cause instanceof Response) return unexpectedStatus(error.cause);
    const hint = error.code === JSON_ATTRIBUTE_COMPARISON ? EXACT_ISSUER : undefined;
    return new Failure(`The server's answer was rejected: ${error.message}.`, hint);
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new Failure('The server did not answer in time.', READ_LOG);
  }
  if (error instanceof TypeError && error.message === 'fetch failed') {
    const { code, message } = error.cause as NodeJS.ErrnoException;
    return new Failure(`Cannot reach the server (${code ?? message}).`, NOT_RUNNING);
  }
  return new Failure(error instanceof Error ? error.message : String(error));
}

function unexpectedStatus({ status, url }: Response): Failure {
  const hint = status === 503 ? HINTS['temporarily_unavailable'] : READ_LOG;
  return new Failure(`Unexpected answer (status ${status}) from ${url}.`, hint);
}
