import type { Answer } from '../answer.ts';
import { count } from '../answer.ts';
import type { Call, Commands } from '../commands.ts';
import { openDatabase, readConfig } from '../context.ts';
import { exitCodes } from '../failure.ts';

interface MigrateOptions {
  readonly status?: true;
}

export function addMigrate({ program, answering }: Commands): void {
  program
    .command('migrate')
    .description('bring the database schema up to date; safe beside running replicas, and to repeat')
    .option('--status', 'only list what is pending; exit code 1 when something is')
    .action(answering(migrate));
}

async function migrate(call: Call<MigrateOptions>): Promise<Answer> {
  await using storage = await openDatabase(readConfig(call), call);
  if (call.options.status === true) {
    const pending = await storage.pendingMigrations();
    if (pending.length === 0) return { text: 'The database is up to date.', json: { pending } };
    const text = [
      `${count(pending.length, 'migration')} pending:`,
      ...pending.map((name) => `  ${name}`),
    ].join('\n');
    return { text, json: { pending }, exitCode: exitCodes.failure };
  }
  const applied = await storage.migrate();
  if (applied.length === 0) return { text: 'The database was up to date already.', json: { applied } };
  const text = [`Applied ${count(applied.length, 'migration')}:`, ...applied.map((name) => `  ${name}`)].join(
    '\n',
  );
  return { text, json: { applied } };
}
