import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { networkKey } from '../domain/limits/network-key.ts';
import { contentSecurityPolicy } from '../platform/content-security-policy.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import { setRequestInfo } from '../platform/request-info.ts';
import { clientAddress } from './client-address.ts';
import type { Lane } from './introspection/lane.ts';
import { type Admission, answerRefusal, findRefusal } from './refusals.ts';
import type { Pacing } from './pacing.ts';
import { type Route, routeOf } from './routes.ts';

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export interface PublicServerOptions extends Admission {
  readonly trustedProxyHops: number;
  readonly requestTimeoutMs: number;
  readonly engine: NodeHandler;
  readonly pages: NodeHandler;
  /** For what the lane does not take. */
  readonly pacing: Pacing;
  /** Takes what it can of `POST /introspect`; see `introspection/lane.ts`. */
  readonly lane: Lane;
  readonly createRequestId: () => string;
  /** False while draining: answers then ask the caller to open a new connection, which reaches another replica. */
  readonly isAccepting: () => boolean;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * The one dispatch of the public port. Before anything else sees a request, what a caller could forge is replaced by
 * configuration: the host and scheme that links are built from, and the address that rate limits count.
 */
export function createPublicServer(options: PublicServerOptions): Server {
  const { lane } = options;
  const dispatch = createDispatch(options);

  return createServer(
    {
      requestTimeout: options.requestTimeoutMs,
      headersTimeout: options.requestTimeoutMs,
      keepAliveTimeout: 75_000,
      // Node looks for late requests every 30 seconds otherwise, whatever the limits say.
      connectionsCheckingInterval: 1000,
    },
    (request, response) => {
      if (request.url === '/introspect' && request.method === 'POST') lane(request, response, dispatch);
      else dispatch(request, response);
    },
  );
}

function createDispatch(
  options: PublicServerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { issuer, engine, pages } = options;
  const { host, protocol } = new URL(issuer);
  const scheme = protocol.slice(0, -1);
  const headers = Object.entries(securityHeaders(issuer));

  return (request, response) => {
    const requestId = options.createRequestId();
    setRequestInfo(request, {
      id: requestId,
      network: networkKey(clientAddress(request, options.trustedProxyHops)),
    });
    pinOrigin(request, host, scheme);
    response.setHeader('x-request-id', requestId);
    for (const [name, value] of headers) response.setHeader(name, value);
    if (!options.isAccepting()) response.setHeader('connection', 'close');
    drainAfterAnswer(request, response);
    const route = routeOf(request.url ?? '/');
    observe(request, response, { requestId, route: route.name, ...options });
    const refusal = findRefusal(request, route, options);
    if (refusal !== null) {
      const { signInOutcome: outcome } = refusal;
      if (outcome !== null) options.metrics.signIns.inc({ outcome });
      answerRefusal(response, refusal, { request, caller: route.caller, requestId, issuerName: host });
      return;
    }
    pinErrorForm(request, route);
    const handle = route.handler === 'engine' ? engine : pages;
    const begin = (): void => {
      Promise.resolve(handle(request, response)).catch((err: unknown) => {
        options.logger.error({ err, requestId }, 'request failed outside of its handler');
        response.destroy();
      });
    };
    options.pacing.begin(begin, () => !response.destroyed);
  };
}

function pinOrigin(request: IncomingMessage, host: string, scheme: string): void {
  const { headers } = request;
  headers.host = host;
  headers['x-forwarded-proto'] = scheme;
  delete headers['x-forwarded-host'];
  delete headers['x-forwarded-for'];
  delete headers['forwarded'];
}

/** An endpoint's errors have one form; the engine would choose it by what the caller says it accepts. */
function pinErrorForm({ headers }: IncomingMessage, { caller }: Route): void {
  headers.accept = caller === 'program' ? 'application/json' : 'text/html';
}

/**
 * Reads on when a body was answered before its end, within the request timeout. Node does so only for bodies that nobody
 * began to read; of others the rest would stay in the connection, and the next request on it, of whomever, would hang.
 */
function drainAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (!request.complete) request.resume();
  });
}

/** On every answer. */
export function securityHeaders(issuer: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(issuer.startsWith('https:')
      ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
      : {}),
  };
}

interface Observation {
  readonly requestId: string;
  readonly route: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** One log line and one measurement for each request. The query is left out: codes and hints travel there. */
function observe(
  request: IncomingMessage,
  response: ServerResponse,
  { requestId, route, logger, metrics }: Observation,
): void {
  const method = request.method ?? 'GET';
  const stop = metrics.requestSeconds.startTimer({ route, method });
  response.once('close', () => {
    const seconds = stop({ status: String(response.statusCode) });
    const outcome = response.writableFinished ? 'answered' : 'aborted';
    logger.info(
      { requestId, method, route, status: response.statusCode, ms: Math.round(seconds * 1e5) / 100 },
      outcome,
    );
  });
}
