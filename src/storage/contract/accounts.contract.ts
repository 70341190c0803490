import { describe, expect, it } from 'vitest';
import type { ImportedAccount } from '../../domain/accounts/account-store.ts';
import { AlreadyExistsError } from '../../domain/already-exists-error.ts';
import { type Backend, useStorage } from './backends.ts';
import { insertAccount, newSession } from './subjects.ts';

export function accountsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);
    const insert = (id: string, email: string) =>
      storage().accounts.insert({ id, email, emailVerified: true, name: 'Zoë', passwordHash: '$argon2id$x' });

    it('are listed page by page, each once', async () => {
      const ids = [];
      for (let count = 0; count < 7; count += 1) ids.push(await insertAccount(storage()));
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page = await storage().accounts.list({ after, limit: 3 });
        seen.push(...page.accounts.map(({ id }) => id));
        after = page.next;
      } while (after !== null);
      expect(seen).toEqual(ids.sort());
    });

    it('are found by their id, and by their address in any spelling', async () => {
      await insert('acc_zoe', 'Zoë.Muster@Example.COM');
      const expected = { id: 'acc_zoe', email: 'Zoë.Muster@Example.COM', emailVerified: true, name: 'Zoë' };
      expect(await storage().accounts.findById('acc_zoe')).toMatchObject({ ...expected, disabledAt: null });
      for (const spelling of [
        'zoë.muster@example.com',
        ' ZOË.MUSTER@EXAMPLE.COM ',
        'zoe\u0308.muster@example.com',
      ])
        expect(await storage().accounts.findByEmail(spelling)).toMatchObject({
          ...expected,
          passwordHash: '$argon2id$x',
        });
      expect(await storage().accounts.findByEmail('zoe.muster@example.com')).toBeNull();
      expect(await storage().accounts.findById('ACC_ZOE')).toBeNull();
    });

    it('never show the password hash where nobody asked for it', async () => {
      await insert('acc_hash', 'hash@example.com');
      expect(await storage().accounts.findById('acc_hash')).not.toHaveProperty('passwordHash');
    });

    it('one of 20 who sign up with one address at once gets it', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          insert(`acc_race_${index}`, index % 2 === 0 ? 'race@example.com' : 'RACE@example.com'),
        ),
      );
      const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refusals).toHaveLength(19);
      for (const { reason } of refusals) expect(reason).toBeInstanceOf(AlreadyExistsError);
    });

    it('refuse an id that is taken', async () => {
      await insert('acc_taken', 'taken-1@example.com');
      await expect(insert('acc_taken', 'taken-2@example.com')).rejects.toThrow(AlreadyExistsError);
    });

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
      await accounts.replacePasswordHash('acc_stronger', '$argon2id$other', '$argon2id$late');
      const hash = async () => (await accounts.findByEmail('stronger@example.com'))?.passwordHash;
      expect(await hash()).toBe('$argon2id$x');
      await accounts.replacePasswordHash('acc_stronger', '$argon2id$x', '$argon2id$stronger');
      expect(await hash()).toBe('$argon2id$stronger');
    });

    it.each(['disable', 'revokeAll', 'resetPassword'] as const)(
      'AU-13: are not reset by what was asked for before %s',
      async (ending) => {
        const { accounts } = storage();
        const id = await insertAccount(storage());
        const validFrom = (await accounts.findById(id))?.validFrom ?? new Date(NaN);
        if (ending === 'resetPassword')
          expect(await accounts.resetPassword(id, validFrom, '$argon2id$one')).toBe(true);
        else await accounts[ending](id);
        expect(await accounts.resetPassword(id, validFrom, '$argon2id$two')).toBe(false);
        const email = (await accounts.findById(id))?.email ?? '';
        expect((await accounts.findByEmail(email))?.passwordHash).not.toBe('$argon2id$two');
      },
    );

    it('are disabled and enabled, as often as one likes', async () => {
      const id = await insertAccount(storage());
      expect(await storage().accounts.disable(id)).toBe(true);
      const since = (await storage().accounts.findById(id))?.disabledAt;
      expect(since).toBeInstanceOf(Date);
      expect(await storage().accounts.disable(id)).toBe(true);
      expect((await storage().accounts.findById(id))?.disabledAt).toEqual(since);
      expect(await storage().accounts.enable(id)).toBe(true);
      expect(await storage().accounts.enable(id)).toBe(true);
      expect((await storage().accounts.findById(id))?.disabledAt).toBeNull();
    });

    it('that do not exist cannot be changed, and say so', async () => {
      expect(await storage().accounts.disable('acc_none')).toBe(false);
      expect(await storage().accounts.enable('acc_none')).toBe(false);
      expect(await storage().accounts.revokeAll('acc_none')).toBe(false);
    });

    it('enabled without having been disabled keep what was issued', async () => {
      const id = await insertAccount(storage());
      const session = newSession({ accountId: id });
      await storage().sessions.save(session);
      await storage().accounts.enable(id);
      expect(await storage().sessions.findLiveByUid(session.uid)).not.toBeNull();
    });
  });
}
