/** The program of a worker: serves the public port until it is told to stop, or its primary is gone. */
import cluster from 'node:cluster';
import { importService } from './import-service.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import type { Service } from './service.ts';
import { longestStopMs } from './workers/longest-stop.ts';
import type { Answers, Question, ToPrimary, ToWorker } from './workers/messages.ts';

let service: Service | null = null;
const toldToStop = Promise.withResolvers<string>();

/** As long as it serves nobody there is nothing to drain. */
function stop(why: string): void {
  if (service === null) process.exit(0);
  toldToStop.resolve(why);
}

// A process manager may send it to the whole group, beside the primary, which passes on what it got.
process.on('SIGTERM', () => stop('SIGTERM'));
// Once: who interrupts again does not want to wait.
process.once('SIGINT', () => stop('SIGINT'));
cluster.worker?.once('disconnect', () => {
  if (service === null || cluster.worker === undefined) return;
  // Node would end the process on the spot.
  cluster.worker.exitedAfterDisconnect = true;
  stop('its primary is gone');
});

process.on('message', (message: ToWorker) => {
  if (message.kind === 'serve') void serve(message);
  else void answer(message.question).then((answer) => tell({ kind: 'answer', id: message.id, answer }));
});

async function serve({ worker, config }: Extract<ToWorker, { kind: 'serve' }>): Promise<void> {
  const logger = createLogger({ ...config.log, worker });
  try {
    const { startService } = await importService();
    service = await startService(config, logger, 'worker');
  } catch (error) {
    return fail(error, logger);
  }
  tell({ kind: 'serving', port: service.port });
  const why = await toldToStop.promise;
  logger.info({ why }, 'stopping');
  // Also without a primary to see to it.
  setTimeout(() => process.exit(1), longestStopMs(config)).unref();
  await service.close();
  logger.info('stopped');
  cluster.worker?.disconnect();
}

function fail(error: unknown, logger: Logger): void {
  logger.fatal({ err: error }, 'the worker could not start');
  const reason = error instanceof Error ? error.message : 'could not start';
  tell({ kind: 'failed', reason }, () => process.exit(1));
}

function tell(message: ToPrimary, then?: () => void): void {
  if (process.connected) process.send?.(message, undefined, undefined, then);
}

async function answer(question: Question): Promise<Answers[Question]> {
  if (service === null) throw new Error('a worker that does not serve was asked for its state');
  switch (question) {
    case 'liveness':
      return 'alive';
    case 'readiness':
      return service.checkReadiness();
    case 'metrics':
      return service.metrics.getMetricsAsJSON();
  }
}
