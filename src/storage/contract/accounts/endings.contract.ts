import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { agreedLiveOf, insertAccount, insertTokens } from '../subjects.ts';
import { insertForeign } from './people.ts';

export function accountEndingsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);

    it('SE-05: removed, are gone with everything they had', async () => {
      const { accounts, activities, consents, sessions, grants } = storage();
      const { subject } = await insertForeign(storage());
      const { accountId: id, clientId } = subject;
      const tokens = await insertTokens(storage(), { ...subject, grantId: subject.offlineGrantId });
      await consents.remember(id, clientId, { scope: 'openid', claims: [], resources: {} });
      const origin = { browser: 'Firefox on Linux', network: '192.0.2.1' };
      await activities.insert({ accountId: id, kind: 'signed_in', detail: null, ...origin });
      await storage().unitOfWork(async () => {
        expect(await accounts.remove(id)).toBe(true);
        return 'commit';
      });
      expect(await accounts.findById(id)).toBeNull();
      expect(await activities.list(id, 10)).toEqual([]);
      expect(await consents.find(id, clientId)).toBeNull();
      expect(await sessions.findLive(sha256(subject.cookie))).toBeNull();
      expect(await grants.findLive(subject.grantId)).toBeNull();
      expect(await agreedLiveOf(storage(), tokens)).toEqual([]);
      expect(await accounts.remove(id)).toBe(false);
    });

    it('AU-14: are held as they are, unless everything of them has ended', async () => {
      const id = await insertAccount(storage());
      const validFrom = (await storage().accounts.findById(id))?.validFrom ?? new Date();
      expect(await storage().accounts.holdUnended(id, validFrom)).toBe(true);
      await storage().accounts.revokeAll(id);
      expect(await storage().accounts.holdUnended(id, validFrom)).toBe(false);
      expect(await storage().accounts.holdUnended('acc_nobody', validFrom)).toBe(false);
    });
  });
}
