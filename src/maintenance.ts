import type { Logger } from './platform/logger.ts';
import type { OpenStorage } from './storage/open-storage.ts';

const intervalMs = 10 * 60 * 1000;

/** Creates and drops partitions now and then. Every replica does; the database lets one at a time. */
export function startMaintenance(
  storage: Pick<OpenStorage, 'maintainPartitions'>,
  logger: Logger,
): AsyncDisposable {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = storage.maintainPartitions().catch((err: unknown) => {
      logger.error({ err }, 'partition maintenance failed; it is tried again');
    });
  }, intervalMs);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}
