import type { Account } from '../../domain/accounts/account-store.ts';
import type { Storage } from '../../domain/storage.ts';
import { notFound } from '../failure.ts';

/** By id or e-mail address. */
export async function getAccount(name: string, { accounts }: Pick<Storage, 'accounts'>): Promise<Account> {
  const account = name.includes('@') ? await accounts.findByEmail(name) : await accounts.findById(name);
  if (account === null) throw notFound(`There is no account ${name}. See: symbolon accounts list`);
  return account;
}
