import type { ProvenAddress } from '../../../domain/accounts/account-store.ts';
import type { Storage } from '../../../domain/storage.ts';
import { sha256 } from '../../../platform/digest.ts';
import { createSubject, type Subject } from '../subjects.ts';

export function insertAccountOf(
  { accounts }: Pick<Storage, 'accounts'>,
  id: string,
  email: string,
): Promise<void> {
  return accounts.insert({ id, email, emailVerified: true, name: 'Zoë', passwordHash: '$argon2id$x' });
}

/** The address of an account, proven now. */
export async function provenAddressOf(
  { accounts }: Pick<Storage, 'accounts'>,
  id: string,
): Promise<ProvenAddress> {
  const account = await accounts.findById(id);
  if (account === null) throw new Error('no such account');
  return account;
}

/** With every way in that a stranger could have left there. */
export async function insertForeign(storage: Storage): Promise<{ subject: Subject; device: Buffer }> {
  const subject = await createSubject(storage);
  const { accounts, recoveryCodes, knownDevices } = storage;
  await accounts.putPasswordHash(subject.accountId, '$argon2id$stranger');
  await recoveryCodes.put(subject.accountId, [sha256('code')]);
  const device = sha256(subject.cookie);
  await knownDevices.remember(subject.accountId, device);
  return { subject, device };
}
