import { describe, expect, it } from 'vitest';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import type {
  NewPasskey,
  NewPasskeyChallenge,
  PasskeyChallengeName,
  PasskeyName,
} from '../../../domain/factors/passkeys/passkey-store.ts';
import { sha256 } from '../../../platform/digest.ts';
import { isLastWayIn } from '../../../domain/accounts/ways-in.ts';
import { inUnitOfWork } from '../../../domain/unit-of-work.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { contenders, countWinners, countWinningUnits } from '../races.ts';
import { createSecret, insertAccount } from '../subjects.ts';

const right = sha256('right');
const later = sha256('later');

export function passkeyChallengesContract(backend: Backend): void {
  describe('challenges for passkeys', () => {
    const storage = useStorage(backend, { poolSize: contenders });

    async function open(challenge: Partial<NewPasskeyChallenge> = {}): Promise<PasskeyChallengeName> {
      const name: PasskeyChallengeName = { transactionDigest: sha256(createSecret()), purpose: 'sign_in' };
      await storage().passkeys.putChallenge({
        ...name,
        challengeDigest: right,
        ttlSeconds: 300,
        ...challenge,
      });
      return { ...name, ...challenge };
    }

    it('AU-11: are consumed by one of 50 who try at once', async () => {
      const name = await open();
      expect(await countWinners(() => storage().passkeys.consumeChallenge(name, right))).toBe(1);
    });

    it('AU-11: are consumed by one of 50, each in a transaction of its own', async () => {
      const name = await open();
      const consume = (): Promise<boolean> => storage().passkeys.consumeChallenge(name, right);
      expect(await countWinningUnits(storage(), consume)).toBe(1);
    });

    it('AU-11: are of no use in another transaction, for another purpose, or as another challenge', async () => {
      const name = await open();
      const consumeChallenge = (of: PasskeyChallengeName, digest: Buffer) =>
        storage().passkeys.consumeChallenge(of, digest);
      const elsewhere = { ...name, transactionDigest: sha256(createSecret()) };
      expect(await consumeChallenge(elsewhere, right)).toBe(false);
      expect(await consumeChallenge({ ...name, purpose: 'enrol' }, right)).toBe(false);
      expect(await consumeChallenge(name, later)).toBe(false);
      expect(await consumeChallenge(name, right)).toBe(true);
    });

    it('are replaced by the next one, also when they were consumed', async () => {
      const name = await open();
      await open({ ...name, challengeDigest: later });
      expect(await storage().passkeys.consumeChallenge(name, right)).toBe(false);
      expect(await storage().passkeys.consumeChallenge(name, later)).toBe(true);
      await open({ ...name });
      expect(await storage().passkeys.consumeChallenge(name, right)).toBe(true);
    });

    it('are worth nothing when their time is over', async () => {
      const name = await open({ ttlSeconds: 0.1 });
      await awaitDatabaseClock(storage(), 0.1);
      expect(await storage().passkeys.consumeChallenge(name, right)).toBe(false);
    });
  });
}

export function passkeysContract(backend: Backend): void {
  describe('passkeys', () => {
    const storage = useStorage(backend, { poolSize: contenders });
    const passkeys = () => storage().passkeys;

    async function insert(passkey: Partial<NewPasskey> = {}): Promise<NewPasskey> {
      const accountId = passkey.accountId ?? (await insertAccount(storage()));
      await passkeys().userHandleOf(accountId, sha256(createSecret()));
      const row: NewPasskey = {
        id: `psk_${createSecret()}`,
        accountId,
        credentialId: Buffer.from(createSecret(), 'hex'),
        publicKey: Buffer.from([165, 1, 2, 0, 92, 39]),
        signCount: 0,
        transports: ['internal', 'hybrid'],
        aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96',
        isBackupEligible: false,
        isBackedUp: false,
        name: 'Zoës “Telefon”',
        ...passkey,
      };
      await passkeys().insert(row);
      return row;
    }

    /** As its owner does it. */
    const removeUnlessLast = ({ accountId, id }: PasskeyName): Promise<'removed' | 'last'> =>
      inUnitOfWork(storage(), async () => {
        const { accounts } = storage();
        await accounts.lock(accountId);
        const waysIn = { storage: storage(), providers: [], enforcedProviderOf: () => null };
        const account = { id: accountId, email: '' };
        if (await isLastWayIn(waysIn, account, (way) => way.kind === 'passkey' && way.id === id))
          return 'last';
        await passkeys().remove({ accountId, id });
        return 'removed';
      });

    it('are found by what the authenticator calls them, with their owner', async () => {
      const row = await insert({ signCount: 4_294_967_295, transports: [] });
      const userHandle = await passkeys().userHandleOf(row.accountId, sha256(createSecret()));
      const found = { ...row, createdAt: expect.any(Date) as Date, lastUsedAt: null };
      expect(await passkeys().findByCredentialId(row.credentialId)).toEqual({ ...found, userHandle });
      expect(await passkeys().list(row.accountId)).toEqual([found]);
      expect(await passkeys().findByCredentialId(row.publicKey)).toBeNull();
      expect(await passkeys().list('acc_none')).toEqual([]);
    });

    it('know an account by one name, however many ask for it at once', async () => {
      const accountId = await insertAccount(storage());
      const handles = await Promise.all(
        Array.from({ length: contenders }, () => passkeys().userHandleOf(accountId, sha256(createSecret()))),
      );
      expect(new Set(handles.map((handle) => handle.toString('hex'))).size).toBe(1);
      const other = await passkeys().userHandleOf(await insertAccount(storage()), sha256(createSecret()));
      expect(other).not.toEqual(handles[0]);
    });

    it('are refused where the credential is known, also to somebody else', async () => {
      const { credentialId } = await insert();
      await expect(insert({ credentialId })).rejects.toBeInstanceOf(AlreadyExistsError);
    });

    it('note when they were used', async () => {
      const { id, accountId } = await insert();
      expect(await passkeys().recordUse({ id, signCount: 7, isBackedUp: false })).toBe(true);
      const [used] = await passkeys().list(accountId);
      expect(used).toMatchObject({ signCount: 7, lastUsedAt: expect.any(Date) as Date });
      expect(await passkeys().recordUse({ id: 'psk_none', signCount: 1, isBackedUp: false })).toBe(false);
    });

    it('AU-11: one of 50 who bring the same count gets through', async () => {
      const { id } = await insert({ signCount: 5 });
      const use = () => passkeys().recordUse({ id, signCount: 6, isBackedUp: false });
      expect(await countWinners(use)).toBe(1);
    });

    it.each([
      { stored: 5, brought: 4, isNoted: false },
      { stored: 5, brought: 5, isNoted: false },
      { stored: 5, brought: 0, isNoted: false },
      { stored: 0, brought: 0, isNoted: true },
      { stored: 0, brought: 1, isNoted: true },
    ])('AU-11: of one device, that counted $stored and now $brought: $isNoted', async (count) => {
      const { id } = await insert({ signCount: count.stored });
      const noted = await passkeys().recordUse({ id, signCount: count.brought, isBackedUp: false });
      expect(noted).toBe(count.isNoted);
    });

    it('of several devices count as they like, and may come to be backed up', async () => {
      const { id, accountId } = await insert({ isBackupEligible: true, signCount: 5 });
      expect(await passkeys().recordUse({ id, signCount: 3, isBackedUp: true })).toBe(true);
      expect(await passkeys().list(accountId)).toMatchObject([{ signCount: 5, isBackedUp: true }]);
    });

    it('are renamed and removed by their owner only', async () => {
      const { id, accountId } = await insert();
      const stranger = { id, accountId: (await insert()).accountId };
      expect(await passkeys().rename(stranger, 'mine')).toBe(false);
      expect(await passkeys().remove(stranger)).toBe(false);
      expect(await passkeys().rename({ id, accountId }, 'Key ring')).toBe(true);
      expect(await passkeys().list(accountId)).toMatchObject([{ name: 'Key ring' }]);
      expect(await passkeys().remove({ id, accountId })).toBe(true);
      expect(await passkeys().remove({ id, accountId })).toBe(false);
      expect(await passkeys().list(accountId)).toEqual([]);
    });

    it('stay where nobody could sign in without them, also when all are removed at once', async () => {
      const { id, accountId } = await insert();
      const others = [await insert({ accountId }), await insert({ accountId })];
      const outcomes = await Promise.all(
        [id, ...others.map((other) => other.id)].map((each) => removeUnlessLast({ id: each, accountId })),
      );
      expect(outcomes.sort()).toEqual(['last', 'removed', 'removed']);
      expect(await passkeys().list(accountId)).toHaveLength(1);
    });
  });
}
