import { type HttpBindings, getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Logger } from '../platform/logger.ts';
import { getRequestInfo } from '../platform/request-info.ts';
import { UnavailableError } from '../platform/unavailable-error.ts';
import { renderErrorPage } from './error-texts.ts';
import { createInteractionRoutes, type InteractionRoutesOptions } from './interaction/interaction-routes.ts';
import { PageError } from './page-error.ts';
import type { NodeHandler } from './server.ts';
import { errorPage } from './views/error-page.ts';
import { messagePage } from './views/message-page.ts';
import { stylesheet, stylesheetPath } from './views/stylesheet.ts';

export interface PagesOptions extends InteractionRoutesOptions {
  readonly logger: Logger;
}

type PageRequest = Context<{ Bindings: HttpBindings }>;

/** Everything on the public port that people look at. */
export function createPages(options: PagesOptions): NodeHandler {
  const issuerName = new URL(options.issuer).host;
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/', (c) => c.html(welcome(issuerName)));
  app.get(stylesheetPath, (c) => {
    c.header('cache-control', 'public, max-age=31536000, immutable');
    c.header('content-type', 'text/css; charset=utf-8');
    return c.body(stylesheet);
  });
  app.route('/', createInteractionRoutes(options));
  app.notFound((c) => sendError(c, issuerName, 404, 'not_found'));
  app.onError((error, c) => answerError(error, c, issuerName, options));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

function answerError(
  error: Error,
  c: PageRequest,
  issuerName: string,
  { logger, metrics }: PagesOptions,
): Response {
  const requestId = getRequestInfo(c.env.incoming).id;
  if (error instanceof PageError) {
    const { status, code, message } = error;
    logger.info({ requestId, error: code }, 'page refused');
    c.header('cache-control', 'no-store');
    return c.html(
      errorPage({ status, title: 'This did not work', message, detailCode: code, requestId, issuerName }),
      status,
    );
  }
  logger.error({ err: error, requestId }, 'page failed');
  if (!(error instanceof UnavailableError)) return sendError(c, issuerName, 500, 'server_error');
  metrics.faults.inc({ component: error.component });
  c.header('retry-after', String(error.retryAfterSeconds));
  return sendError(c, issuerName, 503, 'temporarily_unavailable');
}

function sendError(c: PageRequest, issuerName: string, status: 404 | 500 | 503, code: string): Response {
  const requestId = getRequestInfo(c.env.incoming).id;
  c.header('cache-control', 'no-store');
  return c.html(renderErrorPage({ status, code, description: null, requestId }, issuerName), status);
}

function welcome(issuerName: string): string {
  return messagePage({
    title: 'This is where you sign in',
    paragraphs: [
      `Apps that trust ${issuerName} send you here when it is time to sign in, and take you back afterwards.`,
      'There is nothing to do on this page. Open the app you want to use and choose to sign in there.',
    ],
    action: null,
    issuerName,
  });
}
