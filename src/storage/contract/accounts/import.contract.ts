import { describe, expect, it } from 'vitest';
import type { ImportedAccount } from '../../../domain/accounts/account-store.ts';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import { type Backend, useStorage } from '../backends.ts';
import { insertAccountOf } from './people.ts';

const imported = (id: string, account: Partial<ImportedAccount> = {}): ImportedAccount => ({
  id,
  email: `${id}@example.com`,
  emailVerified: false,
  name: null,
  passwordHash: null,
  createdAt: null,
  isDisabled: false,
  ...account,
});

export function importedAccountsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);
    const insert = (id: string, email: string) => insertAccountOf(storage(), id, email);

    it('that are imported keep what they had elsewhere', async () => {
      const createdAt = new Date('2019-05-17T09:30:00.123Z');
      const old = {
        name: 'Zoë "the" \\ 𝄞',
        emailVerified: true,
        passwordHash: '$2b$x',
        createdAt,
        isDisabled: true,
      };
      const accounts = [imported('acc_old', old), imported('acc_bare')];
      expect(await storage().accounts.insertMissing(accounts)).toEqual(new Set(['acc_old', 'acc_bare']));
      expect(await storage().accounts.findByEmail('acc_old@example.com')).toMatchObject({
        id: 'acc_old',
        email: 'acc_old@example.com',
        emailVerified: true,
        name: old.name,
        passwordHash: '$2b$x',
        createdAt,
        disabledAt: expect.any(Date) as Date,
      });
      expect(await storage().accounts.findByEmail('ACC_BARE@example.com')).toMatchObject({
        emailVerified: false,
        name: null,
        passwordHash: null,
        createdAt: expect.any(Date) as Date,
        disabledAt: null,
      });
      expect(await storage().accounts.insertMissing([])).toEqual(new Set());
    });

    it('that are imported leave alone those that have the address', async () => {
      await insert('acc_here', 'Here@example.com');
      const before = await storage().accounts.findByEmail('here@example.com');
      const accounts = [
        imported('acc_new'),
        imported('acc_there', { email: 'HERE@example.com', name: 'Other' }),
      ];
      expect(await storage().accounts.insertMissing(accounts)).toEqual(new Set(['acc_new']));
      expect(await storage().accounts.findByEmail('here@example.com')).toEqual(before);
      expect(await storage().accounts.findById('acc_there')).toBeNull();
      const emails = ['ACC_NEW@example.com', 'here@EXAMPLE.com', 'nobody@example.com'];
      expect(await storage().accounts.findIdsByEmail(emails)).toEqual(
        new Map([
          ['acc_new@example.com', 'acc_new'],
          ['here@example.com', 'acc_here'],
        ]),
      );
      expect(await storage().accounts.findIdsByEmail([])).toEqual(new Map());
    });

    it('that are imported all fail when one does', async () => {
      await insert('acc_used', 'used@example.com');
      const accounts = [imported('acc_fine'), imported('acc_used', { email: 'unused@example.com' })];
      await expect(storage().accounts.insertMissing(accounts)).rejects.toThrow(AlreadyExistsError);
      expect(await storage().accounts.findById('acc_fine')).toBeNull();
    });

    it('that several imports have at once, in whatever order, are each created once', async () => {
      const numbers = Array.from({ length: 3000 }, (_, index) => index);
      const created = await Promise.all(
        Array.from({ length: 8 }, (_, importer) => {
          const accounts = numbers.map((number) =>
            imported(`acc_i${importer}_${number}`, { email: `several-${number}@example.com` }),
          );
          return storage().accounts.insertMissing(importer % 2 === 0 ? accounts : accounts.reverse());
        }),
      );
      const ids = created.flatMap((each) => [...each]);
      expect(ids).toHaveLength(numbers.length);
      const stored = await storage().accounts.findIdsByEmail(
        numbers.map((number) => `several-${number}@example.com`),
      );
      expect(new Set(stored.values())).toEqual(new Set(ids));
    });
  });
}
