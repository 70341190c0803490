import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { createSecret, insertAccount } from '../subjects.ts';

const origin = { browser: 'Firefox (Linux)', network: '192.0.2.1' };

export function activityContract(backend: Backend): void {
  describe('what happened to an account', () => {
    const storage = useStorage(backend);

    it('is listed newest first, of this account alone', async () => {
      const [accountId, other] = [await insertAccount(storage()), await insertAccount(storage())];
      const { activities } = storage();
      await activities.insert({ accountId, kind: 'signed_in', detail: 'Notes', ...origin });
      await activities.insert({ accountId: other, kind: 'signed_in', detail: null, ...origin });
      await activities.insert({ accountId, kind: 'passkey_added', detail: 'Phone', ...origin });
      const listed = await activities.list(accountId, 10);
      expect(listed.map(({ kind, detail }) => [kind, detail])).toEqual([
        ['passkey_added', 'Phone'],
        ['signed_in', 'Notes'],
      ]);
      expect(listed[0]).toMatchObject({ accountId, ...origin, at: expect.any(Date) as Date });
      expect(await activities.list(accountId, 1)).toHaveLength(1);
    });
  });

  describe('known devices', () => {
    const storage = useStorage(backend);

    it('are first, then known, then others are new', async () => {
      const accountId = await insertAccount(storage());
      const [one, two] = [sha256(createSecret()), sha256(createSecret())];
      const { knownDevices } = storage();
      expect(await knownDevices.remember(accountId, one)).toBe('first');
      expect(await knownDevices.remember(accountId, one)).toBe('known');
      expect(await knownDevices.remember(accountId, two)).toBe('new');
      expect(await knownDevices.remember(accountId, two)).toBe('known');
    });

    it('are those of the account with the address, in any spelling', async () => {
      const accountId = await insertAccount(storage());
      const account = await storage().accounts.findById(accountId);
      const device = sha256(createSecret());
      await storage().knownDevices.remember(accountId, device);
      const isKnown = (email: string) => storage().knownDevices.isKnown(email, device);
      expect(await isKnown(account?.email.toUpperCase() ?? '')).toBe(true);
      expect(await isKnown('somebody-else@example.com')).toBe(false);
      await storage().knownDevices.forgetOthers(accountId, device);
      expect(await isKnown(account?.email ?? '')).toBe(true);
      await storage().knownDevices.forgetOthers(accountId, null);
      expect(await isKnown(account?.email ?? '')).toBe(false);
    });

    it('promise 7: are at most twenty, the latest', async () => {
      const accountId = await insertAccount(storage());
      const account = await storage().accounts.findById(accountId);
      const devices = Array.from({ length: 22 }, () => sha256(createSecret()));
      for (const device of devices) await storage().knownDevices.remember(accountId, device);
      const known = await Promise.all(
        devices.map((device) => storage().knownDevices.isKnown(account?.email ?? '', device)),
      );
      expect(
        known.map((isKnown, index) => (isKnown ? index : null)).filter((index) => index !== null),
      ).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
    });
  });
}
