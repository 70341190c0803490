import { inUnitOfWork } from '../../domain/unit-of-work.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Command } from 'commander';
import type { Account } from '../../domain/accounts/account-store.ts';
import { createActivityLog, operatorNetwork } from '../../domain/activity/activity.ts';
import type { StoredSession } from '../../domain/tokens/session-store.ts';
import { type Answer, table } from '../answer.ts';
import type { Call, Commands } from '../commands.ts';
import { type Context, openContext } from '../context.ts';
import { notFound } from '../failure.ts';
import { getAccount } from './get-account.ts';

interface SessionsOptions {
  readonly end?: string;
}

const help = `
With a session ends what apps have through it, at once and everywhere. Apps that are
signed in by themselves (offline_access) go on; to end everything of an account:

  symbolon tokens revoke --account <account-id>`;

export function addAccountsSessions(accounts: Command, answering: Commands['answering']): void {
  accounts
    .command('sessions <account>')
    .description('browsers in which an account (id or e-mail address) is signed in; or end one of them')
    .option('--end <session-id>', 'sign this browser out')
    .addHelpText('after', help)
    .action(answering(listOrEnd));
}

async function listOrEnd(call: Call<SessionsOptions>): Promise<Answer> {
  await using context = await openContext(call);
  const account = await getAccount(call.args[0] ?? '', context.storage);
  const sessions = await context.storage.sessions.listLive(account.id);
  const { end } = call.options;
  return end === undefined ? listed(account, sessions) : await endOne(context, account, sessions, end);
}

function listed({ id, email }: Account, sessions: readonly StoredSession[]): Answer {
  const rows = sessions.map(({ uid, createdAt, expiresAt, origin }) => [
    uid,
    createdAt.toISOString(),
    expiresAt.toISOString(),
    origin?.browser || '-',
    origin?.network ?? '-',
  ]);
  const headings = ['SESSION', 'SIGNED IN', 'EXPIRES', 'BROWSER', 'NETWORK'];
  return {
    text: table(headings, rows, `${id} (${email}) is signed in nowhere.`),
    json: {
      account_id: id,
      email,
      sessions: sessions.map(({ uid, createdAt, expiresAt, origin }) => ({
        session_id: uid,
        created_at: createdAt.toISOString(),
        expires_at: expiresAt.toISOString(),
        browser: origin?.browser || null,
        network: origin?.network ?? null,
      })),
    },
  };
}

/** Listed among what happened, as when its owner does it. */
async function endOne(
  { storage }: Context,
  { id: accountId, email }: Account,
  live: readonly StoredSession[],
  uid: string,
): Promise<Answer> {
  const detail = live.find((session) => session.uid === uid)?.origin?.browser ?? '';
  const log = createActivityLog({ ...storage, outbox: null, clock: systemClock });
  const isEnded = await inUnitOfWork(storage, async () => {
    if (!(await storage.accounts.lock(accountId))) return false;
    if (!(await storage.sessions.endOf(accountId, uid))) return false;
    await log.note({ accountId, kind: 'session_ended', detail, browser: '', network: operatorNetwork }, 'en');
    return true;
  });
  if (!isEnded)
    throw notFound(`${email} has no live session ${uid}: it never was one of theirs, or has ended already.`);
  return {
    text: `Ended session ${uid} of ${accountId} (${email}), with what apps had through it.`,
    json: { account_id: accountId, email, session_id: uid, ended: true },
  };
}
