/**
 * The command line: one file per group of commands in `commands/`, each returning an `Answer` that `program.ts` prints as
 * text or JSON. Nothing here decides what a rule is; it asks the domain, and acts through the same ports as the service.
 */
import type { Environment } from '../config/environment.ts';
import type { Clock } from '../platform/clock.ts';
import type { RandomBytes } from '../platform/random.ts';

/** Everything outside the process that a command may touch. */
export interface World {
  readonly env: Environment;
  readonly cwd: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly fetch: typeof fetch;
  write(text: string): void;
  writeError(text: string): void;
  readStdin(): Promise<string>;
}
