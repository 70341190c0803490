import type { Logger } from './platform/logger.ts';
import type { OpenStorage } from './storage/open-storage.ts';

const intervalMs = 10 * 60 * 1000;
const firstRoundAfterMs = 30 * 1000;

/** Creates and drops partitions now and then. Every replica does; the database lets one at a time. */
export function startMaintenance(
  storage: Pick<OpenStorage, 'maintainPartitions'>,
  logger: Logger,
): AsyncDisposable {
  let running: Promise<void> | null = null;
  const round = (): void => {
    running ??= storage
      .maintainPartitions()
      .catch((err: unknown) => {
        logger.warn({ err }, 'partition maintenance failed; it is tried again');
      })
      .finally(() => {
        running = null;
      });
  };
  const first = setTimeout(round, firstRoundAfterMs);
  const timer = setInterval(round, intervalMs);
  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}
