import type { Account } from '../../domain/accounts/account-store.ts';
import { parseEmail } from '../../domain/accounts/email/email.ts';
import { generatePassword } from '../../domain/accounts/passwords/generated-password.ts';
import { explainPassword } from '../../http/texts/password-problems.ts';
import { createPasswordHasher } from '../../domain/accounts/passwords/password-hasher.ts';
import { checkPassword, wordsOf } from '../../domain/accounts/passwords/password-policy.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import { type Answer, table } from '../answer.ts';
import type { Call, Commands } from '../commands.ts';
import { openContext, readConfig } from '../context.ts';
import { usageError } from '../failure.ts';
import { addAccountsGroups } from './accounts-groups.ts';
import { addAccountsImport } from './accounts-import.ts';
import { addAccountsRecovery } from './accounts-recovery.ts';
import { addAccountsSessions } from './accounts-sessions.ts';
import { getAccount } from './get-account.ts';

interface CreateOptions {
  readonly name?: string;
  readonly passwordStdin?: true;
  readonly emailVerified?: true;
}

interface ListOptions {
  readonly after?: string;
  readonly limit: string;
}

const maxPageSize = 1000;

export function addAccounts({ program, answering }: Commands): void {
  const accounts = program.command('accounts').description('people who can sign in');
  accounts
    .command('create <email>')
    .description('create an account; without --password-stdin a password is made and shown once')
    .option('--name <name>', 'name of the person')
    .option('--password-stdin', 'read the password from standard input')
    .option('--email-verified', 'you know that the address belongs to the person')
    .action(answering(createAccount));
  accounts
    .command('list')
    .description('accounts, a page at a time')
    .option('--limit <number>', 'accounts per page', '50')
    .option('--after <account-id>', 'the page after this account')
    .action(answering(listAccounts));
  accounts
    .command('disable <account>')
    .description('end everything of an account (id or e-mail address) and let nobody sign in to it')
    .action(answering((call) => switchAccount(call, 'disable')));
  accounts
    .command('enable <account>')
    .description('let an account (id or e-mail address) sign in again; what ended stays ended')
    .action(answering((call) => switchAccount(call, 'enable')));
  addAccountsRecovery(accounts, answering);
  addAccountsGroups(accounts, answering);
  addAccountsSessions(accounts, answering);
  addAccountsImport(accounts, answering);
}

async function createAccount(call: Call<CreateOptions>): Promise<Answer> {
  const { options, world } = call;
  const { passwords, issuer } = readConfig(call);
  const email = parseEmail(call.args[0] ?? '');
  if (email === null)
    throw usageError(`${call.args[0] ?? ''}: expected an e-mail address such as ada@example.com.`);
  const isGenerated = options.passwordStdin !== true;
  const password = isGenerated ? generatePassword(world.random) : await readPassword(call);
  const problem = checkPassword(
    password,
    { ...passwords, contextWords: wordsOf(new URL(issuer).host) },
    email,
  );
  if (problem !== null)
    throw usageError(`The password cannot be used: ${explainPassword(problem, passwords, 'en')}`);

  await using context = await openContext(call);
  await using hasher = createPasswordHasher({ ...passwords, random: world.random });
  const passwordHash = await hasher.hash(password);
  const id = createIdentifier('acc', world.random);
  const name = options.name?.normalize('NFC').trim();
  await context.storage.accounts.insert({
    id,
    email,
    emailVerified: options.emailVerified === true,
    name: name === undefined || name === '' ? null : name,
    passwordHash,
  });
  const created = `Created account ${id} for ${email}`;
  return {
    text: isGenerated ? [`${created} with the password`, generatedText(password)].join('\n') : `${created}.`,
    json: { account_id: id, email, ...(isGenerated ? { password } : {}) },
  };
}

/** Passwords never come as arguments, which other users of the machine can see. */
async function readPassword({ world }: Call): Promise<string> {
  const password = (await world.readStdin()).replace(/\r?\n$/, '');
  if (password === '')
    throw usageError('--password-stdin: expected a password on standard input, which was empty.');
  if (/\p{Cc}/u.test(password))
    throw usageError('--password-stdin: expected one line without control characters.');
  return password;
}

function generatedText(password: string): string {
  return [`  ${password}`, 'Keep it now: only its hash is stored, and it cannot be shown again.'].join('\n');
}

async function listAccounts(call: Call<ListOptions>): Promise<Answer> {
  const limit = Number(call.options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageSize) {
    throw usageError(`--limit ${call.options.limit}: expected a whole number from 1 to ${maxPageSize}.`);
  }
  await using context = await openContext(call);
  const { accounts, next } = await context.storage.accounts.list({
    after: call.options.after ?? null,
    limit,
  });
  const rows = accounts.map((account) => [
    account.id,
    `${account.email}${account.emailVerified ? '' : ' (unverified)'}`,
    account.name ?? '-',
    account.createdAt.toISOString(),
    account.disabledAt === null ? 'active' : `disabled ${account.disabledAt.toISOString()}`,
  ]);
  const page = table(['ACCOUNT', 'EMAIL', 'NAME', 'CREATED', 'STATE'], rows, 'There are no accounts.');
  return {
    text: next === null ? page : `${page}\nMore: symbolon accounts list --limit ${limit} --after ${next}`,
    json: { accounts: accounts.map(accountJson), next },
  };
}

async function switchAccount(call: Call, change: 'disable' | 'enable'): Promise<Answer> {
  await using context = await openContext(call);
  const { accounts } = context.storage;
  const account = await getAccount(call.args[0] ?? '', context.storage);
  await (change === 'disable' ? accounts.disable(account.id) : accounts.enable(account.id));
  const text =
    change === 'disable'
      ? `Disabled ${account.id} (${account.email}); its sessions and tokens have ended.`
      : `Enabled ${account.id} (${account.email}); what ended before stays ended.`;
  return { text, json: { account_id: account.id, email: account.email, disabled: change === 'disable' } };
}

function accountJson(account: Account) {
  return {
    account_id: account.id,
    email: account.email,
    email_verified: account.emailVerified,
    name: account.name,
    groups: account.groups,
    created_at: account.createdAt.toISOString(),
    disabled_at: account.disabledAt?.toISOString() ?? null,
  };
}
