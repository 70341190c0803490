import type { Storage } from '../../domain/storage.ts';
import type { Logger } from '../../platform/logger.ts';

/** Whether to send requests here, or why not. */
export type Readiness = 'ready' | 'draining' | 'database unavailable' | 'worker unavailable';

export interface ReadinessOptions {
  readonly storage: Pick<Storage, 'ping'>;
  /** False once the service is draining. */
  readonly isAccepting: () => boolean;
  readonly logger: Logger;
}

/** The readiness of this very process. */
export async function checkReadiness({ storage, isAccepting, logger }: ReadinessOptions): Promise<Readiness> {
  if (!isAccepting()) return 'draining';
  try {
    await storage.ping();
    return 'ready';
  } catch (err) {
    logger.warn({ err }, 'not ready');
    return 'database unavailable';
  }
}
