import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderErrorPage } from './error-texts.ts';
import type { Route } from './routes.ts';

/** Whether the path exists, but not for this method. */
export function isWrongMethod({ method = 'GET', headers }: IncomingMessage, { methods }: Route): boolean {
  if (methods === null) return false;
  // Only what CORS asks beforehand (Fetch standard, "CORS-preflight request") has an answer here.
  if (method === 'OPTIONS' && headers['access-control-request-method'] === undefined) return true;
  return !methods.includes(method);
}

interface WrongMethod {
  readonly route: Route;
  readonly requestId: string;
  readonly issuerName: string;
}

/** RFC 9110 §15.5.6. */
export function answerWrongMethod(
  response: ServerResponse,
  { route: { caller, methods }, requestId, issuerName }: WrongMethod,
): void {
  const allowed = (methods ?? []).join(', ');
  const description = `expected ${allowed}`;
  response.setHeader('allow', allowed);
  response.setHeader('cache-control', 'no-store');
  if (caller === 'program') {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.writeHead(405);
    response.end(JSON.stringify({ error: 'invalid_request', error_description: description }));
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.writeHead(405);
  response.end(renderErrorPage({ status: 405, code: 'invalid_request', description, requestId }, issuerName));
}
