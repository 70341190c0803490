import { describe, expect, it } from 'vitest';
import type { NewIdentity } from '../../../domain/federation/identity-store.ts';
import type { NewTransaction } from '../../../domain/federation/transaction-store.ts';
import { systemClock, epochSeconds } from '../../../platform/clock.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { contenders, countWinners, countWinningUnits } from '../races.ts';
import { createSecret, insertAccount } from '../subjects.ts';

export function identitiesContract(backend: Backend): void {
  describe('identities', () => {
    const storage = useStorage(backend, { poolSize: contenders });
    const identities = () => storage().identities;

    async function link(given: Partial<NewIdentity> = {}): Promise<NewIdentity> {
      const identity: NewIdentity = {
        provider: 'okta',
        issuer: 'https://acme.okta.example',
        subject: createSecret(),
        accountId: given.accountId ?? (await insertAccount(storage())),
        email: 'ada@acme.example',
        emailVerified: true,
        name: 'Ada',
        ...given,
      };
      await identities().insert(identity);
      return identity;
    }

    it('FE-01: belong to the account they were linked with, by provider, issuer and subject', async () => {
      const one = await link();
      const others = [
        await link({ subject: one.subject, provider: 'other' }),
        await link({ subject: one.subject, issuer: 'https://other.example' }),
      ];
      for (const each of [one, ...others])
        expect((await identities().findAccount(each))?.id).toBe(each.accountId);
      expect(await identities().findAccount({ ...one, subject: one.subject.toUpperCase() })).toBeNull();
    });

    it('FE-01: are never linked twice, whoever comes at once', async () => {
      const identity = await link();
      await identities().remove(identity.accountId, identity);
      const accounts = await Promise.all(Array.from({ length: 5 }, () => insertAccount(storage())));
      let turn = 0;
      const insert = (): Promise<boolean> =>
        identities()
          .insert({ ...identity, accountId: accounts[(turn += 1) % accounts.length] ?? '' })
          .then(
            () => true,
            () => false,
          );
      expect(await countWinners(insert)).toBe(1);
    });

    it('are listed with what the provider said last', async () => {
      // Whose subject decides where both are linked in one instant.
      const first = await link({ subject: `a${createSecret()}` });
      const second = await link({
        subject: `b${createSecret()}`,
        accountId: first.accountId,
        email: null,
        name: null,
      });
      await identities().noteUse(second, { email: 'new@acme.example', emailVerified: false, name: 'Ada L' });
      expect(await identities().list(first.accountId)).toMatchObject([
        { ...first, lastUsedAt: null },
        {
          ...second,
          email: 'new@acme.example',
          emailVerified: false,
          name: 'Ada L',
          lastUsedAt: expect.any(Date) as Date,
        },
      ]);
    });

    it('are removed from their own account only', async () => {
      const mine = await link();
      const another = await link({ accountId: mine.accountId });
      const stranger = await insertAccount(storage());
      expect(await identities().remove(stranger, mine)).toBe(false);
      expect(await identities().remove(mine.accountId, mine)).toBe(true);
      expect(await identities().remove(mine.accountId, mine)).toBe(false);
      expect(await identities().list(mine.accountId)).toMatchObject([another]);
    });

    it('are gone with their account, and free to be linked again', async () => {
      const identity = await link();
      await storage().unitOfWork(async () => {
        await storage().accounts.remove(identity.accountId);
        return 'commit';
      });
      expect(await identities().findAccount(identity)).toBeNull();
      await link({ ...identity, accountId: await insertAccount(storage()) });
    });

    it('FE-02: are gone when the owner of an address proves it that nobody had proven', async () => {
      const { accountId } = await link();
      const account = await storage().accounts.findById(accountId);
      if (account === null) throw new Error('there is no account');
      expect(account.emailVerified).toBe(false);
      const proven = { email: account.email, validFrom: account.validFrom };
      expect(await storage().accounts.resetPassword(accountId, proven, '$argon2id$x')).toBe(true);
      expect(await identities().list(accountId)).toEqual([]);
      const later = await storage().accounts.findById(accountId);
      const kept = await link({ accountId });
      const again = { email: account.email, validFrom: later?.validFrom ?? account.validFrom };
      expect(await storage().accounts.resetPassword(accountId, again, '$argon2id$y')).toBe(true);
      expect(await identities().list(accountId)).toMatchObject([{ subject: kept.subject }]);
    });

    it('FE-08: take turns where one is taken away, so that two at once leave one', async () => {
      const first = await link();
      const second = await link({ accountId: first.accountId });
      const removeUnlessLast = async (key: NewIdentity): Promise<void> =>
        storage().unitOfWork(async () => {
          await storage().accounts.lock(first.accountId);
          if ((await identities().list(first.accountId)).length > 1)
            await identities().remove(first.accountId, key);
          return 'commit';
        });
      await Promise.all([removeUnlessLast(first), removeUnlessLast(second)]);
      expect(await identities().list(first.accountId)).toHaveLength(1);
    });
  });
}

export function upstreamTransactionsContract(backend: Backend): void {
  describe('visits to providers', () => {
    const storage = useStorage(backend, { poolSize: contenders });
    const transactions = () => storage().upstreamTransactions;
    const owner = sha256('the interaction');
    const sealed = Buffer.from([0, 255, 10, 92, 39]);

    async function begin(given: Partial<NewTransaction> = {}): Promise<NewTransaction> {
      const transaction: NewTransaction = {
        secretDigest: sha256(createSecret()),
        provider: 'okta',
        purpose: 'sign_in',
        ownerDigest: owner,
        accountId: null,
        sealed,
        ttlSeconds: 600,
        ...given,
      };
      await transactions().insert(transaction);
      return transaction;
    }

    it('FE-03: are finished once by one of 50 who try at once', async () => {
      const visit = await begin();
      expect(await countWinners(() => transactions().consume(visit, owner))).toBe(1);
    });

    it('FE-03: are finished once, each in a transaction of its own', async () => {
      const visit = await begin();
      expect(await countWinningUnits(storage(), () => transactions().consume(visit, owner))).toBe(1);
    });

    it('FE-03: are finished by their owner, at their provider, in their time only', async () => {
      const visit = await begin();
      expect(await transactions().consume(visit, sha256('another'))).toBe(false);
      expect(await transactions().consume({ ...visit, provider: 'other' }, owner)).toBe(false);
      expect(await transactions().consume({ ...visit, secretDigest: sha256('x') }, owner)).toBe(false);
      expect(await transactions().consume(visit, owner)).toBe(true);
      const late = await begin({ ttlSeconds: 0.1 });
      await awaitDatabaseClock(storage(), 0.1);
      expect(await transactions().findSealed(late, ['sign_in'])).toBeNull();
      expect(await transactions().consume(late, owner)).toBe(false);
    });

    it('give back what was put with them until they are finished', async () => {
      const visit = await begin();
      expect(await transactions().findSealed(visit, ['link', 'sign_in'])).toEqual(sealed);
      expect(await transactions().findSealed(visit, ['sign_up', 'link'])).toBeNull();
      expect(await transactions().findSealed({ ...visit, provider: 'other' }, ['sign_in'])).toBeNull();
      await transactions().consume(visit, owner);
      expect(await transactions().findSealed(visit, ['sign_in'])).toBeNull();
    });

    it('FE-08: are over for an account that has unlinked something, and for no other', async () => {
      const visit = await begin({ purpose: 'link', accountId: 'acc_1' });
      const other = await begin({ purpose: 'link', accountId: 'acc_2' });
      await transactions().endLinking('acc_1');
      expect(await transactions().consume(visit, owner)).toBe(false);
      expect(await transactions().consume(other, owner)).toBe(true);
    });

    it('FE-07: accept a nonce once, of 50 who bring it at once', async () => {
      const nonce = sha256(createSecret());
      const at = epochSeconds(systemClock);
      expect(await countWinners(() => transactions().consumeNonce(nonce, at))).toBe(1);
      expect(await transactions().consumeNonce(nonce, at)).toBe(false);
      expect(await transactions().consumeNonce(sha256(createSecret()), at)).toBe(true);
    });

    it.each([-299, 299])('FE-07: accept a nonce of a clock that is %i seconds off', async (seconds) => {
      const at = epochSeconds(systemClock) + seconds;
      expect(await transactions().consumeNonce(sha256(createSecret()), at)).toBe(true);
    });
  });
}
