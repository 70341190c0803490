import { type Server, createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Readiness } from './readiness.ts';

export interface OperatorServerOptions {
  readonly checkReadiness: () => Promise<Readiness>;
  readonly metrics: RenderedMetrics;
}

export interface RenderedMetrics {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** The operator port: probes and metrics. It must not be reachable from outside. */
export function createOperatorServer({ checkReadiness, metrics }: OperatorServerOptions): Server {
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', async (c) => {
    const status = await checkReadiness();
    return c.json({ status }, status === 'ready' ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType }),
  );
  app.notFound((c) => c.json({ error: 'not_found' }, 404));
  const handle = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return createServer((request, response) => {
    void handle(request, response);
  });
}
