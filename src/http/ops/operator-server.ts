import { type Server, createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Storage } from '../../domain/storage.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';

export interface OperatorServerOptions {
  readonly storage: Pick<Storage, 'ping'>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** False once the service is draining. */
  readonly isAccepting: () => boolean;
}

/** The operator port: probes and metrics. It must not be reachable from outside. */
export function createOperatorServer({
  storage,
  metrics,
  logger,
  isAccepting,
}: OperatorServerOptions): Server {
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', async (c) => {
    if (!isAccepting()) return c.json({ status: 'draining' }, 503);
    try {
      await storage.ping();
      return c.json({ status: 'ready' });
    } catch (err) {
      logger.warn({ err }, 'not ready');
      return c.json({ status: 'database unavailable' }, 503);
    }
  });
  app.get('/metrics', async (c) =>
    c.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  );
  app.notFound((c) => c.json({ error: 'not_found' }, 404));
  const handle = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return createServer((request, response) => {
    void handle(request, response);
  });
}
