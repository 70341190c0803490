import { describe, expect, it } from 'vitest';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import { type Backend, useStorage } from '../backends.ts';
import { insertAccount, newSession } from '../subjects.ts';
import { insertAccountOf } from './people.ts';

export function accountsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);
    const insert = (id: string, email: string) => insertAccountOf(storage(), id, email);

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

    it('are called what they say, or nothing', async () => {
      const { accounts } = storage();
      const id = await insertAccount(storage());
      await accounts.putName(id, 'Zoë');
      expect((await accounts.findById(id))?.name).toBe('Zoë');
      await accounts.putName(id, null);
      expect((await accounts.findById(id))?.name).toBeNull();
    });
  });
}

export function disabledAccountsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);

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
