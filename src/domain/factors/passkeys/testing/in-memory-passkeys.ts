import { AlreadyExistsError } from '../../../already-exists-error.ts';
import type { OwnedPasskey, PasskeyChallengeName, PasskeyStore } from '../passkey-store.ts';

/** Every account has a password. Challenges are open until they are used or replaced. */
export function createMemoryPasskeys(): PasskeyStore & { readonly rows: Map<string, OwnedPasskey> } {
  const rows = new Map<string, OwnedPasskey>();
  const challenges = new Map<string, Buffer>();
  const handles = new Map<string, Buffer>();
  const keyOf = ({ transactionDigest, purpose }: PasskeyChallengeName) =>
    `${purpose} ${transactionDigest.toString('hex')}`;
  const byCredentialId = (id: Buffer) =>
    [...rows.values()].find((row) => row.credentialId.equals(id)) ?? null;
  const owned = (accountId: string, id: string) => {
    const row = rows.get(id);
    return row?.accountId === accountId ? row : null;
  };
  return {
    rows,
    putChallenge(challenge) {
      challenges.set(keyOf(challenge), challenge.challengeDigest);
      return Promise.resolve();
    },
    consumeChallenge(name, digest) {
      const isOpen = challenges.get(keyOf(name))?.equals(digest) === true;
      if (isOpen) challenges.delete(keyOf(name));
      return Promise.resolve(isOpen);
    },
    userHandleOf(accountId, fresh) {
      const handle = handles.get(accountId) ?? fresh;
      handles.set(accountId, handle);
      return Promise.resolve(handle);
    },
    insert(passkey) {
      if (byCredentialId(passkey.credentialId) !== null)
        return Promise.reject(new AlreadyExistsError('a passkey'));
      const userHandle = handles.get(passkey.accountId) ?? Buffer.alloc(0);
      rows.set(passkey.id, { ...passkey, userHandle, createdAt: new Date(0), lastUsedAt: null });
      return Promise.resolve();
    },
    list: (accountId) => Promise.resolve([...rows.values()].filter((row) => row.accountId === accountId)),
    findByCredentialId: (id) => Promise.resolve(byCredentialId(id)),
    recordUse({ id, signCount, isBackedUp }) {
      const row = rows.get(id);
      if (row === undefined) return Promise.resolve(false);
      const isUncounted = row.signCount === 0 && signCount === 0;
      if (!row.isBackupEligible && !isUncounted && signCount <= row.signCount) return Promise.resolve(false);
      rows.set(id, { ...row, signCount: Math.max(signCount, row.signCount), isBackedUp });
      return Promise.resolve(true);
    },
    rename({ accountId, id }, name) {
      const row = owned(accountId, id);
      if (row !== null) rows.set(id, { ...row, name });
      return Promise.resolve(row !== null);
    },
    remove({ accountId, id }) {
      return Promise.resolve(owned(accountId, id) !== null && rows.delete(id));
    },
  };
}
