import { type Command, InvalidArgumentError } from 'commander';
import { workersSchema } from '../../config/sections/server.ts';
import type { Commands, GlobalOptions } from '../commands.ts';

interface StartOptions extends GlobalOptions {
  readonly workers?: number;
}

export function addStart({ program, world }: Commands): void {
  program
    .command('start')
    .description('run the service until it is told to stop (SIGTERM, SIGINT)')
    .option(
      '--workers <count>',
      'processes that share the public port (else server.workers, else 1)',
      parseWorkers,
    )
    .action(async function startService(this: Command) {
      const { config, workers } = this.optsWithGlobals<StartOptions>();
      const { run } = await import('../../main.ts');
      await run({
        ...world.env,
        ...(config === undefined ? {} : { SYMBOLON_CONFIG: config }),
        ...(workers === undefined ? {} : { SYMBOLON_SERVER_WORKERS: String(workers) }),
      });
    });
}

function parseWorkers(text: string): number {
  const result = workersSchema.safeParse(Number(text));
  if (result.success) return result.data;
  throw new InvalidArgumentError(result.error.issues.map(({ message }) => message).join('; '));
}
