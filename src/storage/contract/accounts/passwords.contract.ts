import { describe, expect, it } from 'vitest';
import { type Backend, useStorage } from '../backends.ts';
import { countWinners } from '../races.ts';
import { insertAccount } from '../subjects.ts';
import { insertAccountOf, provenAddressOf } from './people.ts';

export function passwordsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);
    const insert = (id: string, email: string) => insertAccountOf(storage(), id, email);

    it('get a new password hash', async () => {
      await insert('acc_rehash', 'rehash@example.com');
      await storage().accounts.putPasswordHash('acc_rehash', '$argon2id$new');
      expect(await storage().accounts.findByEmail('rehash@example.com')).toMatchObject({
        passwordHash: '$argon2id$new',
      });
    });

    it('get a stronger hash only in place of the one that was verified', async () => {
      const { accounts } = storage();
      await insert('acc_stronger', 'stronger@example.com');
      const replace = (expected: string | null, by: string) =>
        accounts.replacePasswordHash('acc_stronger', expected, by);
      expect(await replace('$argon2id$other', '$argon2id$late')).toBe(false);
      expect(await replace(null, '$argon2id$late')).toBe(false);
      const hash = async () => (await accounts.findByEmail('stronger@example.com'))?.passwordHash;
      expect(await hash()).toBe('$argon2id$x');
      expect(await replace('$argon2id$x', '$argon2id$stronger')).toBe(true);
      expect(await hash()).toBe('$argon2id$stronger');
    });

    it('AU-04: of 50 who replace one password at once, one does', async () => {
      const { accounts } = storage();
      const id = await insertAccount(storage());
      expect(await accounts.findPasswordHash(id)).toBeNull();
      expect(await countWinners(() => accounts.replacePasswordHash(id, null, '$argon2id$x'))).toBe(1);
      expect(await accounts.findPasswordHash(id)).toBe('$argon2id$x');
      expect(await accounts.findPasswordHash('acc_none')).toBeNull();
    });
  });
}

export function passwordResetsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);
    const provenOf = (id: string) => provenAddressOf(storage(), id);

    it('AU-13: are not reset by a code that went to an address they had before', async () => {
      const { accounts } = storage();
      const id = await insertAccount(storage());
      const proven = await provenOf(id);
      await accounts.putEmail(id, { ...proven, email: `other-${proven.email}` });
      expect(await accounts.resetPassword(id, proven, '$argon2id$two')).toBe(false);
      expect(await accounts.claim(id, proven)).toBeNull();
    });

    it.each(['disable', 'revokeAll', 'resetPassword'] as const)(
      'AU-13: are not reset by what was asked for before %s',
      async (ending) => {
        const { accounts } = storage();
        const id = await insertAccount(storage());
        const proven = await provenOf(id);
        if (ending === 'resetPassword')
          expect(await accounts.resetPassword(id, proven, '$argon2id$one')).toBe(true);
        else await accounts[ending](id);
        expect(await accounts.resetPassword(id, proven, '$argon2id$two')).toBe(false);
        const email = (await accounts.findById(id))?.email ?? '';
        expect((await accounts.findByEmail(email))?.passwordHash).not.toBe('$argon2id$two');
      },
    );
  });
}
