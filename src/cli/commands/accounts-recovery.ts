import type { Command } from 'commander';
import type { Account } from '../../domain/accounts/account-store.ts';
import { createActivityLog, operatorNetwork } from '../../domain/activity/activity.ts';
import { createKeyring } from '../../domain/keys/keyring.ts';
import { createOutbox, type Outbox } from '../../domain/mail/outbox.ts';
import { findMasterSecrets, isEmbedded } from '../../master-secret.ts';
import type { Answer } from '../answer.ts';
import type { Call, Commands } from '../commands.ts';
import { type Context, openContext } from '../context.ts';
import { getAccount } from './get-account.ts';
import { systemClock } from '../../platform/clock.ts';

/**
 * What an operator can do for people who cannot get in. Nobody gets to choose somebody else's password or factor: the person
 * does, by the mail that reaches the account's address.
 */
export function addAccountsRecovery(accounts: Command, answering: Commands['answering']): void {
  accounts
    .command('reset-password <account>')
    .description(
      'make the password of an account (id or e-mail address) worthless; its owner chooses another',
    )
    .action(answering(resetPassword));
  accounts
    .command('remove-factors <account>')
    .description('remove authenticator app, passkeys and recovery codes, once you are sure who asks for it')
    .action(answering(removeFactors));
}

function resetPassword(call: Call): Promise<Answer> {
  return change(call, 'password_removed', 'The password is worthless', (context, { id }) =>
    context.storage.accounts.removePassword(id),
  );
}

function removeFactors(call: Call): Promise<Answer> {
  return change(call, 'factors_removed', 'Every second factor is removed', async (context, { id }) => {
    // First, so that whoever is adding one at this moment is waited for, or refused.
    await context.storage.accounts.revokeAll(id);
    await context.storage.enrolledFactors.removeAll(id);
  });
}

async function change(
  call: Call,
  kind: 'password_removed' | 'factors_removed',
  done: string,
  work: (context: Context, account: Account) => Promise<unknown>,
): Promise<Answer> {
  await using context = await openContext(call);
  const { storage } = context;
  const account = await getAccount(call.args[0] ?? '', storage);
  const outbox = openOutbox(context, call);
  const log = createActivityLog({ ...storage, outbox, clock: systemClock });
  await storage.unitOfWork(async () => {
    await work(context, account);
    await storage.knownDevices.forgetOthers(account.id, null);
    await log.note(
      { accountId: account.id, kind, detail: null, browser: '', network: operatorNetwork },
      'en',
    );
    return 'commit';
  });
  const told =
    outbox === null ? 'No mail can be sent: tell the owner yourself.' : 'Its owner is told by mail.';
  return {
    text: `${done}: ${account.id} (${account.email}). Its sessions and tokens have ended. ${told}`,
    json: { account_id: account.id, email: account.email, told: outbox !== null },
  };
}

/** Null where the service sends no mail. */
function openOutbox({ config, storage }: Context, { world }: Call): Outbox | null {
  const secrets = findMasterSecrets(config);
  if (secrets === null || (config.mail.smtpUrl === null && !isEmbedded(config))) return null;
  return createOutbox(storage.outgoingMails, createKeyring(secrets, world.random));
}
