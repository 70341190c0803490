import { describe, expect, it } from 'vitest';
import type { ImportedAccount, ProvenAddress } from '../../../domain/accounts/account-store.ts';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { countWinners } from '../races.ts';
import {
  agreedLiveOf,
  createSubject,
  insertAccount,
  insertTokens,
  newSession,
  type Subject,
} from '../subjects.ts';

export function accountsContract(backend: Backend): void {
  describe('accounts', () => {
    const storage = useStorage(backend);
    const insert = (id: string, email: string) =>
      storage().accounts.insert({ id, email, emailVerified: true, name: 'Zoë', passwordHash: '$argon2id$x' });
    /** The address of an account, proven now. */
    const provenOf = async (id: string): Promise<ProvenAddress> => {
      const account = await storage().accounts.findById(id);
      if (account === null) throw new Error('no such account');
      return account;
    };

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

    it('are called what they say, or nothing', async () => {
      const { accounts } = storage();
      const id = await insertAccount(storage());
      await accounts.putName(id, 'Zoë');
      expect((await accounts.findById(id))?.name).toBe('Zoë');
      await accounts.putName(id, null);
      expect((await accounts.findById(id))?.name).toBeNull();
    });

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

    it('AU-13: are not reset by a code that went to an address they had before', async () => {
      const { accounts } = storage();
      const id = await insertAccount(storage());
      const proven = await provenOf(id);
      await accounts.putEmail(id, { ...proven, email: `other-${proven.email}` });
      expect(await accounts.resetPassword(id, proven, '$argon2id$two')).toBe(false);
      expect(await accounts.claim(id, proven)).toBeNull();
    });

    /** With every way in that a stranger could have left there. */
    async function insertForeign(): Promise<{ subject: Subject; device: Buffer }> {
      const subject = await createSubject(storage());
      const { accounts, recoveryCodes, knownDevices } = storage();
      await accounts.putPasswordHash(subject.accountId, '$argon2id$stranger');
      await recoveryCodes.put(subject.accountId, [sha256('code')]);
      const device = sha256(subject.cookie);
      await knownDevices.remember(subject.accountId, device);
      return { subject, device };
    }

    it.each(['claim', 'resetPassword'] as const)(
      'B-18: whose address is proven first by %s lose whatever a stranger left there',
      async (way) => {
        const { accounts, recoveryCodes, knownDevices, sessions, grants } = storage();
        const { subject, device } = await insertForeign();
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
      const { subject } = await insertForeign();
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

    it('SE-05: removed, are gone with everything they had', async () => {
      const { accounts, activities, consents, sessions, grants } = storage();
      const { subject } = await insertForeign();
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
