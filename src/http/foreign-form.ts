import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderErrorPage } from './error-texts.ts';
import type { Route } from './routes.ts';

/**
 * Whether a form post came from another site, as far as the browser says. Pages are sent with `no-referrer`, for which
 * browsers send `Origin: null`, so null proves nothing either way; every form also has to bring a token of its own.
 */
export function isForeignForm({ method, headers }: IncomingMessage, route: Route, issuer: string): boolean {
  if (method !== 'POST' || route.caller !== 'person') return false;
  const { origin, 'sec-fetch-site': site } = headers;
  const foreignOrigin = origin !== undefined && origin !== 'null' && origin !== issuer;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  return foreignOrigin || foreignSite;
}

export function answerForeignForm(response: ServerResponse, requestId: string, issuerName: string): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.writeHead(403);
  response.end(
    renderErrorPage({ status: 403, code: 'foreign_form', description: null, requestId }, issuerName),
  );
}
