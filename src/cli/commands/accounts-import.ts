import { type FileHandle, open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  importAccounts,
  type ImportOutcome,
  type LineProblem,
  type ReportedAccount,
} from '../../domain/accounts/import/account-import.ts';
import { type Answer, count, fields } from '../answer.ts';
import type { Call, Commands } from '../commands.ts';
import { openContext } from '../context.ts';
import { usageError } from '../failure.ts';

interface ImportOptions {
  readonly dryRun?: true;
  readonly skipInvalid?: true;
  readonly report?: string;
}

const help = `
The file has one account on each line (JSON Lines):

  {"email": "ada@example.com", "password": {"hash": "$2b$12$..."}}

Fields:
  email           required; accounts whose address exists are left as they are
  email_verified  true: the other system made sure of the address
  name            what the person is called
  created_at      such as 2019-05-17T09:30:00Z
  disabled        true: cannot sign in
  external_id     what the other system calls the account; for --report
  password        {"hash": ...} of argon2, bcrypt, scrypt, PBKDF2, Better Auth
                  or ASP.NET Core Identity, or Keycloak's
                  {"credentialData": ..., "secretData": ...}

People keep their passwords: at the first sign-in the hash is verified as it is,
and replaced by one of argon2id. With an invalid line nothing is imported. An
import can be repeated. See docs/moving-accounts.md.`;

export function addAccountsImport(accounts: Command, answering: Commands['answering']): void {
  accounts
    .command('import <file>')
    .description('create accounts from a file, with the password hashes of another system')
    .option('--dry-run', 'check everything, also against the database, and write nothing')
    .option('--skip-invalid', 'import the other lines when some are invalid')
    .addOption(
      new Option(
        '--report <file>',
        'new file for the ids: one JSON line with account_id, external_id and outcome for each account',
      ).conflicts('dryRun'),
    )
    .addHelpText('after', help)
    .action(answering(importFile));
}

async function importFile(call: Call<ImportOptions>): Promise<Answer> {
  const { options, world, args } = call;
  const name = args[0] ?? '';
  await using file = await openFile(resolve(world.cwd, name), name);
  await using context = await openContext(call);
  const reportName = options.report === undefined ? null : resolve(world.cwd, options.report);
  await using report = reportName === null ? null : await createReport(reportName, options.report ?? '');
  const isDryRun = options.dryRun === true;
  const outcome = await importAccounts(
    { accounts: context.storage.accounts, clock: world.clock, random: world.random },
    {
      read: () => file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>,
      isDryRun,
      skipsInvalid: options.skipInvalid === true,
      report: async (batch) => void (await report?.appendFile(batch.map(reportLine).join(''))),
    },
  );
  if (outcome.outcome === 'refused') {
    if (reportName !== null) await rm(reportName);
    throw usageError(refusalText(name, outcome));
  }
  return { text: importText(name, outcome, isDryRun), json: importJson(outcome, isDryRun) };
}

/** @throws CliFailure (2) unless it can be read, and from the start as often as one likes */
async function openFile(path: string, name: string): Promise<FileHandle> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw usageError(
      `${name}: ${error.code === 'ENOENT' ? 'there is no such file.' : 'the file cannot be read.'}`,
    );
  });
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw usageError(`${name}: expected a file, which is read twice.`);
}

/** For its owner only: it has people's addresses. */
async function createReport(path: string, name: string): Promise<FileHandle> {
  return open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EEXIST' ? 'the file exists already.' : 'the file cannot be created.';
    throw usageError(`--report ${name}: ${reason}`);
  });
}

function reportLine({ line, externalId, email, accountId, outcome }: ReportedAccount): string {
  return `${JSON.stringify({ line, external_id: externalId, email, account_id: accountId, outcome })}\n`;
}

function refusalText(name: string, outcome: ImportOutcome): string {
  const lines = `${name} has ${count(outcome.invalid, 'invalid line')}, and nothing was imported`;
  return [`${lines} (--skip-invalid imports the others):`, ...problemLines(outcome)].join('\n');
}

function importText(name: string, outcome: ImportOutcome, isDryRun: boolean): string {
  const { read, created, existing, invalid } = outcome;
  const summary = fields([
    ['read', String(read)],
    [isDryRun ? 'to create' : 'created', String(created)],
    ['existing', existing === 0 ? '0' : `${existing}, left alone`],
    ['invalid', invalid === 0 ? '0' : `${invalid}, skipped`],
  ]);
  const heading = isDryRun ? `Dry run of ${name}; nothing was written.` : `Imported ${name}.`;
  return [heading, summary, ...problemLines(outcome)].join('\n');
}

function problemLines({ problems, problemCount }: ImportOutcome): string[] {
  const rest = problemCount - problems.length;
  return [...problems.map(problemLine), ...(rest === 0 ? [] : [`  and ${count(rest, 'more problem')}`])];
}

function problemLine({ line, path, message }: LineProblem): string {
  return `  line ${line}: ${path === '' ? '' : `${path}: `}${message}`;
}

function importJson({ outcome: _outcome, problemCount, ...summary }: ImportOutcome, isDryRun: boolean) {
  return { dry_run: isDryRun, ...summary, problem_count: problemCount };
}
