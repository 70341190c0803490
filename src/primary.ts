/** Composition of the primary: prepares the database, starts the workers that serve, and answers on the operator port. */
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import type { Config } from './config/config.ts';
import { createOperatorServer } from './http/ops/operator-server.ts';
import { listen } from './listening.ts';
import { startMaintenance } from './maintenance.ts';
import { systemClock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import { prepareDatabase } from './prepare-database.ts';
import { openStorage } from './storage/open-storage.ts';
import { storageOptions } from './storage-options.ts';
import { createWorkerPool } from './workers/worker-pool.ts';

export interface Primary {
  readonly port: number;
  readonly operatorPort: number;
  /** Only the embedded default has one, and that has no workers. */
  readonly demo: null;
  /** Resolves when no worker serves and none can be brought to. */
  readonly failed: Promise<Error>;
  /** Not ready at once; every worker drains as a single process would. */
  close(): Promise<void>;
}

/** @throws UnavailableError when the database does not answer */
export async function startPrimary(config: Config, logger: Logger): Promise<Primary> {
  const stack = new AsyncDisposableStack();
  try {
    return await assemble(config, logger, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function assemble(config: Config, logger: Logger, stack: AsyncDisposableStack): Promise<Primary> {
  const { server, storage: settings } = config;
  // One connection: nothing but maintenance is left to it once the database is prepared.
  const storage = stack.use(
    await openStorage({ ...storageOptions(config, systemClock, logger), poolSize: 1 }),
  );
  await prepareDatabase(config, storage, logger);
  stack.use(startMaintenance(storage, logger));
  if (settings.redisUrl === null) {
    logger.warn(
      'without REDIS_URL each worker counts attempts for itself, against its share of every rate limit',
    );
  }
  await tryPort(server.port, server.host);

  const program = join(import.meta.dirname, `worker-main${extname(import.meta.filename)}`);
  const workers = createWorkerPool({ config, program, logger });
  stack.defer(() => workers.stop());
  let accepting = true;
  const operator = createOperatorServer({
    issuer: config.issuer,
    mailbox: null,
    checkReadiness: async () => (accepting ? workers.checkReadiness() : 'draining'),
    metrics: workers.metrics,
  });
  const operatorPort = await listen(operator, server.operatorPort, server.operatorHost, stack);
  const port = await workers.start();

  return {
    port,
    operatorPort,
    demo: null,
    failed: workers.failed,
    async close() {
      accepting = false;
      await workers.stop();
      await stack.disposeAsync();
    },
  };
}

/** That the port cannot be had is better found out here than by each worker. @throws as `listen` does */
async function tryPort(port: number, host: string): Promise<void> {
  await using stack = new AsyncDisposableStack();
  await listen(createServer(), port, host, stack);
}
