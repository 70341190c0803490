import { type Server, createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { contentSecurityPolicy } from '../../platform/content-security-policy.ts';
import type { KeptMessage } from '../../mail/mailbox.ts';
import { chooseLanguage } from '../texts/choose-language.ts';
import { createLook } from '../views/look.ts';
import { icon, iconPath } from '../views/mark.ts';
import { mailboxPage } from '../views/mail/mailbox-page.ts';
import { stylesheet, stylesheetPath } from '../views/style/stylesheet.ts';
import type { Readiness } from './readiness.ts';

export interface OperatorServerOptions {
  readonly checkReadiness: () => Promise<Readiness>;
  readonly metrics: RenderedMetrics;
  readonly issuer: string;
  /** Mails that the embedded default kept; null: they are sent. */
  readonly mailbox: (() => readonly KeptMessage[]) | null;
}

export interface RenderedMetrics {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** The operator port: probes, metrics, and the mailbox of the embedded default. It must not be reachable from outside. */
export function createOperatorServer(options: OperatorServerOptions): Server {
  const { checkReadiness, metrics, mailbox, issuer } = options;
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', async (c) => {
    const status = await checkReadiness();
    return c.json({ status }, status === 'ready' ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType }),
  );
  if (mailbox !== null) addMailbox(app, mailbox, new URL(issuer).host);
  app.notFound((c) => c.json({ error: 'not_found' }, 404));
  const handle = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return createServer((request, response) => {
    void handle(request, response);
  });
}

function addMailbox(app: Hono, messages: () => readonly KeptMessage[], issuerName: string): void {
  app.get('/mailbox', (c) => {
    c.header('content-security-policy', contentSecurityPolicy());
    c.header('cache-control', 'no-store');
    const acceptLanguage = c.req.header('accept-language') ?? null;
    const look = createLook(chooseLanguage({ uiLocales: null, acceptLanguage }), issuerName);
    return c.html(mailboxPage(messages(), look));
  });
  app.get(stylesheetPath, (c) => c.body(stylesheet, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get(iconPath, (c) => c.body(icon, 200, { 'content-type': 'image/svg+xml; charset=utf-8' }));
}
