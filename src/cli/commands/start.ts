import type { Command } from 'commander';
import type { Commands, GlobalOptions } from '../commands.ts';

export function addStart({ program, world }: Commands): void {
  program
    .command('start')
    .description('run the service until it is told to stop (SIGTERM, SIGINT)')
    .action(async function startService(this: Command) {
      const { config } = this.optsWithGlobals<GlobalOptions>();
      const { run } = await import('../../main.ts');
      await run(config === undefined ? world.env : { ...world.env, SYMBOLON_CONFIG: config });
    });
}
