import type { Command } from 'commander';
import { requiredByGroups } from '../../domain/authentication/requirements.ts';
import { type Answer, fields } from '../answer.ts';
import type { Call, Commands } from '../commands.ts';
import { openContext } from '../context.ts';
import { usageError } from '../failure.ts';
import { getAccount } from './get-account.ts';

interface GroupsOptions {
  readonly none?: true;
}

const maxNameLength = 100;
const maxGroups = 100;

const help = `
Without groups it shows those of the account; with groups it puts the account into
these alone. What people of a group need at least when they sign in is a setting:

  signIn:
    groups:
      - { group: staff, acr: mfa }

It holds from the next sign-in on; sessions that are weaker are asked for more.`;

export function addAccountsGroups(accounts: Command, answering: Commands['answering']): void {
  accounts
    .command('groups <account> [groups...]')
    .description('show or replace the groups of an account (id or e-mail address)')
    .option('--none', 'take the account out of every group')
    .addHelpText('after', help)
    .action(answering(showOrReplace));
}

async function showOrReplace(call: Call<GroupsOptions>): Promise<Answer> {
  const [name = '', ...named] = call.args;
  const groups = readGroups(named);
  const isNone = call.options.none === true;
  if (isNone && groups.length > 0) throw usageError('--none: expected no groups beside it.');
  await using context = await openContext(call);
  const { accounts } = context.storage;
  const { id, email, groups: before } = await getAccount(name, context.storage);
  const isReplaced = isNone || groups.length > 0;
  if (isReplaced) await accounts.putGroups(id, groups);
  const now = isReplaced ? groups : before;
  const requirements = Object.fromEntries(context.config.signIn.groups.map(({ group, acr }) => [group, acr]));
  const requiredAcr = requiredByGroups(now, requirements);
  return {
    text: fields([
      ['account', `${id} (${email})`],
      ['groups', now.length === 0 ? 'none' : now.join(', ')],
      ['sign-in', `at least ${requiredAcr}`],
    ]),
    json: { account_id: id, email, groups: now, required_acr: requiredAcr },
  };
}

/** Each once, in the order given. */
function readGroups(named: readonly string[]): string[] {
  const groups = [...new Set(named.map((name) => name.normalize('NFC').trim()))];
  for (const group of groups) {
    if (group === '' || group.length > maxNameLength || /\p{Cc}/u.test(group))
      throw usageError(
        `${JSON.stringify(group)}: expected the name of a group, 1 to ${maxNameLength} characters.`,
      );
  }
  if (groups.length > maxGroups) throw usageError(`Expected at most ${maxGroups} groups.`);
  return groups;
}
