import type { Outbox } from '../mail/outbox.ts';
import type { Storage } from '../storage.ts';
import { inUnitOfWork } from '../unit-of-work.ts';
import type { Account } from './account-store.ts';
import { emailKey } from './email/email.ts';

export interface AccountRemovalParts {
  readonly storage: Pick<Storage, 'accounts' | 'unitOfWork'>;
  /** null: the service cannot send mail. */
  readonly outbox: Outbox | null;
}

export interface AccountRemoval {
  readonly account: Account;
  /** The account's address, typed once more, so that nobody does this by mistake. */
  readonly typedEmail: string;
  /** Of the page, for the mail. */
  readonly language: string;
}

/** How long it is worth telling somebody that their account is gone. */
const noticeTtlSeconds = 3 * 86_400;

/** Removes the account with everything of it, ends what was issued, and sends a last mail. */
export async function removeAccount(
  { storage, outbox }: AccountRemovalParts,
  { account, typedEmail, language }: AccountRemoval,
): Promise<'removed' | 'mistyped'> {
  if (emailKey(typedEmail) !== emailKey(account.email)) return 'mistyped';
  await inUnitOfWork(storage, async () => {
    // Whoever asks twice at once is answered twice, and told by mail once.
    const isRemoved = await storage.accounts.remove(account.id);
    if (isRemoved) {
      await outbox?.put({ kind: 'account_deleted', to: account.email, language }, noticeTtlSeconds);
    }
  });
  return 'removed';
}
