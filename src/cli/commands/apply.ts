import { resolve } from 'node:path';
import {
  applyPlan,
  type ApiChange,
  type ClientChange,
  type Difference,
  isUpToDate,
  type Plan,
  planChanges,
  readRegistry,
} from '../../domain/clients/reconcile.ts';
import { readDeclarations } from '../../declarations-file.ts';
import { type Answer, count } from '../answer.ts';
import type { Call, Commands } from '../commands.ts';
import { openContext, readConfig } from '../context.ts';
import { usageError } from '../failure.ts';

interface ApplyOptions {
  readonly file?: string;
  readonly dryRun?: true;
}

export function addApply({ program, answering }: Commands): void {
  program
    .command('apply')
    .description(
      'bring clients and APIs in line with a declarations file; what is no longer in it is removed',
    )
    .option('-f, --file <file>', 'declarations file (else `declarations` of the configuration)')
    .option('--dry-run', 'only say what would change')
    .action(answering(apply));
}

async function apply(call: Call<ApplyOptions>): Promise<Answer> {
  const { options, world } = call;
  const file = options.file === undefined ? readConfig(call).declarations : resolve(world.cwd, options.file);
  if (file === null)
    throw usageError('Which file? Name it with -f, or as `declarations` in the configuration.');
  const result = readDeclarations(file);
  if (!result.ok) {
    const lines = result.problems.map(({ path, message }) => `  ${path}: ${message}`);
    throw usageError([`${file} has ${count(result.problems.length, 'problem')}:`, ...lines].join('\n'));
  }
  await using context = await openContext(call);
  const plan = planChanges(await readRegistry(context.storage), result.declarations);
  const isDryRun = options.dryRun === true;
  if (!isDryRun) await applyPlan(context.storage, plan);
  return {
    text: planText(plan, result.warnings, isDryRun),
    json: { applied: !isDryRun && !isUpToDate(plan), ...planJson(plan), warnings: result.warnings },
  };
}

function planText(plan: Plan, warnings: readonly string[], isDryRun: boolean): string {
  const changes = [
    ...plan.clients.map((change) => ({ ...change, subject: 'client' })),
    ...plan.apis.map((change) => ({ ...change, subject: 'API' })),
  ].filter(({ action }) => action !== 'unchanged');
  const lines = changes.flatMap((change) => changeLines(change, change.subject));
  const summary = isUpToDate(plan)
    ? 'Nothing to do: everything is as declared.'
    : `${isDryRun ? 'Would change' : 'Changed'} ${count(changes.length, 'thing')}.`;
  return [
    ...lines,
    summary,
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...plan.notices.map((notice) => `Note: ${notice}`),
  ].join('\n');
}

function changeLines(change: ClientChange | ApiChange, subject: string): string[] {
  const { action, id, takesOver, differences } = change;
  const sign = { create: '+', update: '~', remove: '-', unchanged: ' ' }[action];
  const remark = takesOver ? ' (made by hand; from now on the file decides)' : '';
  const details =
    action === 'update' ? differences.map((difference) => `    ${differenceText(difference)}`) : [];
  return [`${sign} ${subject} ${id}${remark}`, ...details];
}

function differenceText({ field, from, to }: Difference): string {
  if (from === undefined) return `${field}: ${JSON.stringify(to)}`;
  return `${field}: ${JSON.stringify(from)} -> ${to === undefined ? 'not set' : JSON.stringify(to)}`;
}

function planJson({ clients, apis, notices }: Plan) {
  const toJson = ({ id, action, takesOver, differences }: ClientChange | ApiChange) => ({
    id,
    action,
    takes_over: takesOver,
    differences,
  });
  return { clients: clients.map(toJson), apis: apis.map(toJson), notices };
}
