import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../platform/digest.ts';
import { createExpiringIdentifier } from '../../../domain/tokens/expiring-identifier.ts';
import { systemClock } from '../../../platform/clock.ts';
import { systemRandom } from '../../../platform/random.ts';
import { type Backend, useStorage } from '../backends.ts';
import { contenders, countWinningUnits } from '../races.ts';
import { createSecret, createSubject, hour, insertAccount, newSession } from '../subjects.ts';

/** Who adds to an account, and who ends everything of it, at the same moment. */
export function accountTurnsContract(backend: Backend): void {
  describe('an account that somebody is ending', () => {
    const storage = useStorage(backend, { poolSize: contenders });

    const inUnit = async (work: () => Promise<unknown>): Promise<void> => {
      await storage().unitOfWork(async () => {
        await work();
        return 'commit';
      });
    };

    /** What `ending` waits for: a unit that has begun something of the account, and goes on once it is waited for. */
    async function meanwhile(
      begin: () => Promise<unknown>,
      { ending, goOn }: { readonly ending: () => Promise<unknown>; readonly goOn: () => Promise<unknown> },
    ): Promise<void> {
      const begun = Promise.withResolvers<undefined>();
      // Outside of the unit, which it would join otherwise.
      const ended = begun.promise.then(ending);
      await inUnit(async () => {
        await begin();
        begun.resolve(undefined);
        await sleep(150);
        await goOn();
      });
      await ended;
    }

    async function provenOf(id: string): Promise<{ email: string; validFrom: Date }> {
      const account = await storage().accounts.findById(id);
      if (account === null) throw new Error('there is no account');
      return { email: account.email, validFrom: account.validFrom };
    }

    type End = (id: string) => Promise<unknown>;
    const endings: Array<[string, End]> = [
      ['disable', (id) => storage().accounts.disable(id)],
      ['revokeAll', (id) => storage().accounts.revokeAll(id)],
      ['removePassword', (id) => storage().accounts.removePassword(id)],
      [
        'resetPassword',
        async (id) => {
          const proven = await provenOf(id);
          await inUnit(() => storage().accounts.resetPassword(id, proven, '$argon2id$new'));
        },
      ],
      [
        'claim',
        async (id) => {
          const proven = await provenOf(id);
          await inUnit(() => storage().accounts.claim(id, proven));
        },
      ],
      ['endOthers', (id) => inUnit(() => storage().sessions.endOthers(id, newSession().uid))],
      ['remove', (id) => inUnit(() => storage().accounts.remove(id))],
    ];

    it.each(endings)(
      'AU-13, SE-05: takes along whoever signs in while %s waits for another sign-in',
      async (_, end) => {
        const id = await insertAccount(storage());
        const { validFrom } = await provenOf(id);
        const sessions = [1, 2].map(() => newSession({ accountId: id, validFrom }));
        const [first, second] = sessions;
        await meanwhile(() => storage().sessions.save(first ?? newSession()), {
          ending: () => end(id),
          goOn: () => storage().sessions.save(second ?? newSession()),
        });
        expect(await storage().sessions.listLive(id)).toEqual([]);
      },
    );

    it.each(endings)('B-18: takes along grants that are given while %s waits', async (_, end) => {
      const { accountId, clientId } = await createSubject(storage());
      const { validFrom } = await provenOf(accountId);
      const ids = [1, 2].map(() => grantId());
      const give = (index: 0 | 1) => (): Promise<unknown> =>
        storage().grants.insert(
          {
            id: ids[index] ?? '',
            accountId,
            clientId,
            sessionUid: null,
            scope: 'openid',
            claims: [],
            resources: {},
          },
          hour,
          { validFrom, sessionUid: null },
        );
      await meanwhile(give(0), { ending: () => end(accountId), goOn: give(1) });
      for (const id of ids) expect(await storage().grants.findLive(id)).toBeNull();
    });

    it.each(endings.filter(([name]) => ['resetPassword', 'claim', 'remove'].includes(name)))(
      'AU-14, FE-02: takes along the ways in that are added while %s waits, where nobody had proven the address',
      async (_, end) => {
        const id = await insertAccount(storage());
        const { validFrom } = await provenOf(id);
        const { accounts, identities, recoveryCodes } = storage();
        const identity = { provider: 'okta', issuer: 'https://okta.example', subject: createSecret() };
        await meanwhile(() => accounts.holdUnended(id, validFrom), {
          ending: () => end(id),
          goOn: async () => {
            await identities.insert({
              ...identity,
              accountId: id,
              email: null,
              emailVerified: false,
              name: null,
            });
            await recoveryCodes.put(id, [sha256('code')]);
          },
        });
        expect(await identities.findAccount(identity)).toBeNull();
        expect(await recoveryCodes.countLeft(id)).toBeNull();
      },
    );

    it('AU-14: gets recovery codes from one of 50 who add a factor at once', async () => {
      const id = await insertAccount(storage());
      const { validFrom } = await provenOf(id);
      const { accounts, recoveryCodes } = storage();
      const codesOfFirst = async (): Promise<boolean> => {
        if (!(await accounts.holdUnended(id, validFrom))) return false;
        if ((await recoveryCodes.countLeft(id)) !== null) return false;
        await recoveryCodes.put(id, [sha256(createSecret())]);
        return true;
      };
      expect(await countWinningUnits(storage(), codesOfFirst)).toBe(1);
    });

    it('is removed while an app is let in: one waits for the other, and neither for ever', async () => {
      const { accountId, clientId } = await createSubject(storage());
      const { validFrom } = await provenOf(accountId);
      const { accounts, consents, grants } = storage();
      await consents.remember(accountId, clientId, { scope: 'openid', claims: [], resources: {} });
      const id = grantId();
      const grant = {
        id,
        accountId,
        clientId,
        sessionUid: null,
        scope: 'openid',
        claims: [],
        resources: {},
      };
      await meanwhile(() => consents.find(accountId, clientId), {
        ending: () => inUnit(() => accounts.remove(accountId)),
        goOn: async () => {
          expect(await grants.insert(grant, hour, { validFrom, sessionUid: null })).toBe(true);
        },
      });
      expect(await accounts.findById(accountId)).toBeNull();
      expect(await grants.findLive(id)).toBeNull();
    });

    it('is removed while access of an app is withdrawn', async () => {
      const { accountId, clientId, offlineGrantId } = await createSubject(storage());
      const { accounts, consents, grants } = storage();
      await meanwhile(() => consents.withdraw(accountId, clientId), {
        ending: () => inUnit(() => accounts.remove(accountId)),
        goOn: () => consents.find(accountId, clientId),
      });
      expect(await accounts.findById(accountId)).toBeNull();
      expect(await grants.findLive(offlineGrantId)).toBeNull();
    });
  });
}

function grantId(): string {
  return createExpiringIdentifier('gra', { ttlSeconds: hour, clock: systemClock, random: systemRandom });
}
