import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { getRequestInfo } from '../platform/request-info.ts';
import { UnavailableError } from '../platform/unavailable-error.ts';
import type { AccountRoutesOptions } from './account/account-options.ts';
import { createAccountRoutes } from './account/account-routes.ts';
import { renderErrorPage, wayOn } from './error-texts.ts';
import type { FederationRoutesOptions } from './federation/federation-options.ts';
import { addLinkRoutes } from './federation/link-routes.ts';
import { addUpstreamRoutes } from './federation/upstream-routes.ts';
import { createInteractionRoutes, type InteractionRoutesOptions } from './interaction/interaction-routes.ts';
import { PageError } from './page/page-error.ts';
import type { PageEnv, PageRequest } from './page/page-request.ts';
import { retryAfter } from './page/retry-later.ts';
import type { NodeHandler } from './server.ts';
import { languageOf } from './texts/choose-language.ts';
import { format } from './texts/format.ts';
import { accentStylesheet } from './views/style/accent-stylesheet.ts';
import { errorPage } from './views/error-page.ts';
import { createLook, type Look } from './views/look.ts';
import { icon, iconPath } from './views/mark.ts';
import { messagePage } from './views/message-page.ts';
import { scripts } from './views/script.ts';
import { stylesheet, stylesheetPath } from './views/style/stylesheet.ts';

export interface PagesOptions
  extends
    Omit<InteractionRoutesOptions, 'storage'>,
    Omit<AccountRoutesOptions, 'storage'>,
    FederationRoutesOptions {
  readonly storage: InteractionRoutesOptions['storage'] & AccountRoutesOptions['storage'];
}

/** Everything on the public port that people look at. */
export function createPages(options: PagesOptions): NodeHandler {
  const issuerName = new URL(options.issuer).host;
  const app = new Hono<PageEnv>();
  app.use(async (c, next) => {
    c.set('look', createLook(languageOf(c.env.incoming), issuerName));
    await next();
  });
  app.get('/', (c) => {
    c.header('vary', 'accept-language');
    return c.html(welcome(c.get('look')));
  });
  addAsset(app, stylesheetPath, { type: 'text/css', text: stylesheet });
  addAsset(app, iconPath, { type: 'image/svg+xml', text: icon });
  for (const { path, text } of scripts) addAsset(app, path, { type: 'text/javascript', text });
  app.get('/assets/:file', (c) => {
    const css = accentStylesheet(c.req.param('file'));
    return css === null ? sendError(c, 404, 'not_found') : sendAsset(c, { type: 'text/css', text: css });
  });
  app.route('/', createInteractionRoutes(options));
  app.route('/', createAccountRoutes(options));
  addUpstreamRoutes(app, options);
  addLinkRoutes(app, options);
  app.notFound((c) => sendError(c, 404, 'not_found'));
  app.onError((error, c) => answerError(error, c, options));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

interface Asset {
  readonly type: 'text/css' | 'text/javascript' | 'image/svg+xml';
  readonly text: string;
}

function addAsset(app: Hono<PageEnv>, path: string, asset: Asset): void {
  app.get(path, (c) => sendAsset(c, asset));
}

/** Named by its content. */
function sendAsset(c: PageRequest, { type, text }: Asset): Response {
  c.header('cache-control', 'public, max-age=31536000, immutable');
  c.header('content-type', `${type}; charset=utf-8`);
  return c.body(text);
}

function answerError(error: Error, c: PageRequest, { logger, metrics }: PagesOptions): Response {
  const requestId = getRequestInfo(c.env.incoming).id;
  if (error instanceof PageError) {
    const { status, code: detailCode } = error;
    logger.info({ requestId, error: detailCode }, 'page refused');
    c.header('cache-control', 'no-store');
    const look = c.get('look');
    const { pageErrorTitle: title } = look.texts.errors;
    const message = error.wordsIn(look.texts);
    const page = { look, status, title, message, detailCode, requestId };
    return c.html(errorPage({ ...page, action: wayOn(detailCode, look.texts) }), status);
  }
  logger.error({ err: error, requestId }, 'page failed');
  if (!(error instanceof UnavailableError)) return sendError(c, 500, 'server_error');
  metrics.faults.inc({ component: error.component });
  retryAfter(c, error.retryAfterSeconds);
  return sendError(c, 503, 'temporarily_unavailable');
}

function sendError(c: PageRequest, status: 404 | 500 | 503, code: string): Response {
  const requestId = getRequestInfo(c.env.incoming).id;
  c.header('cache-control', 'no-store');
  return c.html(renderErrorPage({ status, code, description: null, requestId }, c.get('look')), status);
}

function welcome(look: Look): string {
  const { account, errors } = look.texts;
  return messagePage({
    look,
    title: errors.welcomeTitle,
    paragraphs: [format(errors.welcome, { issuer: look.issuerName }), errors.welcomeHowTo],
    action: { href: '/account', label: account.setUpLink },
  });
}
