import { describe, expect, it } from 'vitest';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import { type Backend, useStorage } from '../backends.ts';
import { countWinners } from '../races.ts';
import { insertAccount } from '../subjects.ts';
import { insertForeign, provenAddressOf } from './people.ts';

export function addressesContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);
    const provenOf = (id: string) => provenAddressOf(storage(), id);

    it('get an address that was proven, unless another account has it', async () => {
      const { accounts } = storage();
      const [id, other] = [await insertAccount(storage()), await insertAccount(storage())];
      const { validFrom, email: old } = await provenOf(id);
      expect(await accounts.putEmail(id, { email: 'New@example.com', validFrom })).toBe(true);
      expect(await accounts.findByEmail('new@EXAMPLE.com')).toMatchObject({
        id,
        email: 'New@example.com',
        emailVerified: true,
      });
      expect(await accounts.findByEmail(old)).toBeNull();
      await expect(accounts.putEmail(other, { email: 'new@example.com', validFrom })).rejects.toThrow(
        AlreadyExistsError,
      );
    });

    it.each(['disable', 'revokeAll'] as const)(
      'B-18: get no address that was asked for before %s',
      async (ending) => {
        const { accounts } = storage();
        const id = await insertAccount(storage());
        const { validFrom, email } = await provenOf(id);
        await accounts[ending](id);
        expect(await accounts.putEmail(id, { email: `late-${email}`, validFrom })).toBe(false);
        expect(await accounts.claim(id, { email, validFrom })).toBeNull();
        expect(await accounts.findById(id)).toMatchObject({ email, emailVerified: false });
      },
    );
  });
}

export function claimsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);
    const provenOf = (id: string) => provenAddressOf(storage(), id);

    it.each(['claim', 'resetPassword'] as const)(
      'B-18: whose address is proven first by %s lose whatever a stranger left there',
      async (way) => {
        const { accounts, recoveryCodes, knownDevices, sessions, grants } = storage();
        const { subject, device } = await insertForeign(storage());
        const { accountId: id } = subject;
        const proven = await provenOf(id);
        if (way === 'claim') expect(await accounts.claim(id, proven)).toBeInstanceOf(Date);
        else expect(await accounts.resetPassword(id, proven, '$argon2id$owner')).toBe(true);
        expect(await accounts.findPasswordHash(id)).toBe(way === 'claim' ? null : '$argon2id$owner');
        expect(await recoveryCodes.countLeft(id)).toBeNull();
        expect(await knownDevices.isKnown(proven.email, device)).toBe(false);
        expect(await sessions.listLive(id)).toEqual([]);
        expect(await grants.findLive(subject.offlineGrantId)).toBeNull();
        expect(await accounts.findById(id)).toMatchObject({ emailVerified: true });
      },
    );

    it('whose address was proven before keep their ways in when the password is reset, and cannot be claimed', async () => {
      const { accounts, recoveryCodes } = storage();
      const { subject } = await insertForeign(storage());
      const { accountId: id } = subject;
      await accounts.putEmail(id, await provenOf(id));
      expect(await accounts.claim(id, await provenOf(id))).toBeNull();
      expect(await accounts.resetPassword(id, await provenOf(id), '$argon2id$new')).toBe(true);
      expect(await recoveryCodes.countLeft(id)).toBe(1);
    });

    it('B-18: of 50 who claim one at once, one does', async () => {
      const id = await insertAccount(storage());
      const proven = await provenOf(id);
      expect(await countWinners(async () => (await storage().accounts.claim(id, proven)) !== null)).toBe(1);
    });
  });
}
