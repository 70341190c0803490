import type { AccountChange, ActivityLog } from '../activity/activity.ts';
import type { Storage } from '../storage.ts';
import { inUnitOfWork } from '../unit-of-work.ts';
import { toDisplayName } from './display-name.ts';
import { maxNameLength } from './sign-up.ts';

export interface ProfileChangeParts {
  readonly storage: Pick<Storage, 'accounts' | 'unitOfWork'>;
  readonly activity: ActivityLog;
}

/** @param typed nothing but spaces: the account has no name any more */
export async function changeName(
  { storage, activity }: ProfileChangeParts,
  { accountId, origin, language }: AccountChange,
  typed: string,
): Promise<'changed' | 'too_long'> {
  const name = toDisplayName(typed);
  if ([...name].length > maxNameLength) return 'too_long';
  await inUnitOfWork(storage, async () => {
    if (!(await storage.accounts.lock(accountId))) return;
    await storage.accounts.putName(accountId, name === '' ? null : name);
    await activity.note({ accountId, kind: 'profile_changed', detail: null, ...origin }, language);
  });
  return 'changed';
}
