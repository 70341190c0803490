import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderErrorPage } from './error-texts.ts';
import type { Route } from './routes.ts';
import { languageOf } from './texts/choose-language.ts';
import { createLook } from './views/look.ts';

/** Why a request is refused before any handler sees it. */
export interface Refusal {
  readonly status: 403 | 404 | 405 | 503;
  readonly code: string;
  readonly description: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** How the sign-in that it may have been is counted; null: not at all. */
  readonly signInOutcome: string | null;
}

export interface Admission {
  /** The origin that every form of ours is posted from. */
  readonly issuer: string;
  /** Whether so many passwords wait to be checked that nobody new should begin. */
  readonly isSignInFull: () => boolean;
  readonly hasSessionCookie: (request: IncomingMessage) => boolean;
}

export function findRefusal(request: IncomingMessage, route: Route, admission: Admission): Refusal | null {
  // Not left to the pages: their router reads an address like /x/%2e%2e/ in its own way, as another path.
  if (route.methods === null) {
    return { status: 404, code: 'not_found', description: null, headers: {}, signInOutcome: null };
  }
  if (!isAllowed(request, route.methods)) {
    const allow = route.methods.join(', ');
    return {
      status: 405,
      code: 'invalid_request',
      description: `expected ${allow}`,
      headers: { allow },
      signInOutcome: null,
    };
  }
  if (isForeignForm(request, route, admission.issuer)) {
    return { status: 403, code: 'foreign_form', description: null, headers: {}, signInOutcome: null };
  }
  if (admission.isSignInFull() && leadsToSignIn(request, route, admission)) {
    return {
      status: 503,
      code: 'sign_in_full',
      description: null,
      headers: waitingRoom(),
      signInOutcome: 'kept_at_the_door',
    };
  }
  return null;
}

const shortestWaitSeconds = 4;
const longestWaitSeconds = 9;
let kept = 0;

/**
 * Whoever would have to sign in waits at the door: a page that asks again by itself costs next to nothing, where a form that
 * cannot be taken would cost the engine's work, and the person's.
 */
function waitingRoom(): Record<string, string> {
  kept += 1;
  // Not all at the same moment; and over a new connection, which may lead to a worker or replica with more room.
  const seconds = String(shortestWaitSeconds + (kept % (longestWaitSeconds - shortestWaitSeconds + 1)));
  return { 'retry-after': seconds, refresh: seconds, connection: 'close' };
}

function leadsToSignIn(request: IncomingMessage, route: Route, admission: Admission): boolean {
  if (route.name !== '/authorize' || admission.hasSessionCookie(request)) return false;
  const query = new URLSearchParams((request.url ?? '').split('?')[1]);
  // A pushed request would be over before the wait is.
  if (query.has('request_uri')) return false;
  // An app that asks whether somebody is signed in shows no page (OpenID Connect Core §3.1.2.1).
  return query.get('prompt') !== 'none';
}

/** OPTIONS only as CORS asks beforehand (Fetch standard, "CORS-preflight request"); nothing else has an answer. */
function isAllowed({ method = 'GET', headers }: IncomingMessage, methods: readonly string[]): boolean {
  const isAnswerable = method !== 'OPTIONS' || headers['access-control-request-method'] !== undefined;
  return isAnswerable && methods.includes(method);
}

/**
 * Whether a form post came from another site, as far as the browser says. Pages are sent with `no-referrer`, for which
 * browsers send `Origin: null`, so null proves nothing either way; every form also has to bring a token of its own.
 */
function isForeignForm({ method, headers }: IncomingMessage, route: Route, issuer: string): boolean {
  if (method !== 'POST' || route.caller !== 'person' || route.takesForeignForms === true) return false;
  const { origin, 'sec-fetch-site': site } = headers;
  const foreignOrigin = origin !== undefined && origin !== 'null' && origin !== issuer;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  return foreignOrigin || foreignSite;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly caller: Route['caller'];
  readonly requestId: string;
  readonly issuerName: string;
}

/** In the form its caller can read: JSON for programs (RFC 6749 §5.2), a page for people. */
export function answerRefusal(
  response: ServerResponse,
  { status, code, description, headers }: Refusal,
  { request, caller, requestId, issuerName }: Asked,
): void {
  const isProgram = caller === 'program';
  response.writeHead(status, {
    ...headers,
    'cache-control': 'no-store',
    'content-type': `${isProgram ? 'application/json' : 'text/html'}; charset=utf-8`,
  });
  response.end(
    isProgram
      ? JSON.stringify({ error: code, error_description: description ?? undefined })
      : renderErrorPage(
          { status, code, description, requestId },
          createLook(languageOf(request), issuerName),
        ),
  );
}
