import { describe, expect, it } from 'vitest';
import type { EnrolmentName, StoredTotp, TotpUse } from '../../../domain/factors/totp/totp-store.ts';
import { sha256 } from '../../../platform/digest.ts';
import { createIdentifier } from '../../../platform/identifiers.ts';
import { systemRandom } from '../../../platform/random.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { contenders, countWinners, countWinningUnits } from '../races.ts';
import { createSecret, insertAccount } from '../subjects.ts';

const sealedSecret = Buffer.from([0, 255, 10, 92, 39]);

export function totpContract(backend: Backend): void {
  describe('authenticator apps', () => {
    const storage = useStorage(backend, { poolSize: contenders });
    const totps = () => storage().totps;

    async function begin(ttlSeconds = 60): Promise<EnrolmentName & StoredTotp> {
      const name = { accountId: await insertAccount(storage()), sessionUid: createSecret() };
      return { ...name, ...(await beginEnrolment(name, ttlSeconds)) };
    }

    function beginEnrolment(name: EnrolmentName, ttlSeconds = 60): Promise<StoredTotp> {
      const totpId = createIdentifier('totp', systemRandom);
      return totps().beginEnrolment({ ...name, totpId, sealedSecret, ttlSeconds });
    }

    async function now(): Promise<{ currentStep: number }> {
      const { now: instant } = await storage().describeDatabase();
      return { currentStep: Math.floor(instant.getTime() / 30_000) };
    }

    const at = (begun: EnrolmentName & StoredTotp, distance: number): TotpUse & EnrolmentName => ({
      accountId: begun.accountId,
      sessionUid: begun.sessionUid,
      totpId: begun.totpId,
      step: begun.currentStep + distance,
    });

    /** Added with the current step, so that the next one is left: good for more than 30 s, however slow the test is. */
    async function add(): Promise<EnrolmentName & StoredTotp> {
      const begun = await begin();
      expect(await totps().consumeEnrolment(at(begun, 0))).toBe(true);
      return begun;
    }

    it('AU-09: one of 50 who use the same step at once gets through', async () => {
      const added = await add();
      expect(await countWinners(() => totps().consumeStep(at(added, 1)))).toBe(1);
    });

    it('AU-09: one of 50 gets through, each in a transaction of its own', async () => {
      const added = await add();
      expect(await countWinningUnits(storage(), () => totps().consumeStep(at(added, 1)))).toBe(1);
    });

    it('AU-09: take a step once, and none before one that was taken', async () => {
      const added = await add();
      expect(await totps().consumeStep(at(added, 0)), 'the one it was added with').toBe(false);
      expect(await totps().consumeStep(at(added, 1))).toBe(true);
      expect(await totps().consumeStep(at(added, 1))).toBe(false);
      expect(await totps().consumeStep(at(added, 0))).toBe(false);
    });

    it('AU-09: take no step further away than the next one, by the clock of the database', async () => {
      const added = await add();
      // Not two ahead: the next step may begin before the statement does.
      for (const distance of [-1000, -3, -2, 3, 4, 1000])
        expect(await totps().consumeStep(at(added, distance)), String(distance)).toBe(false);
      const begun = await begin();
      for (const distance of [-2, 3]) expect(await totps().consumeEnrolment(at(begun, distance))).toBe(false);
      expect(await totps().consumeStep(at(added, 1))).toBe(true);
    });

    it('say which step it is by the clock of the database', async () => {
      const before = await now();
      const { accountId } = await add();
      const found = await totps().find(accountId);
      const after = await now();
      expect(found?.currentStep).toBeGreaterThanOrEqual(before.currentStep);
      expect(found?.currentStep).toBeLessThanOrEqual(after.currentStep);
    });

    it('are added once by an enrolment, with what was put in it', async () => {
      const begun = await begin();
      expect(await totps().find(begun.accountId)).toBeNull();
      expect(await countWinners(() => totps().consumeEnrolment(at(begun, 0)))).toBe(1);
      expect(await totps().find(begun.accountId)).toMatchObject({
        totpId: begun.totpId,
        sealedSecret,
        addedAt: expect.any(Date) as unknown,
        lastUsedAt: null,
      });
      expect(await totps().findEnrolment(begun)).toBeNull();
    });

    it('are shown and added to the session only that began the enrolment, until another one does', async () => {
      const begun = await begin();
      const other = { ...begun, sessionUid: createSecret() };
      expect(await totps().findEnrolment(other)).toBeNull();
      expect(await totps().consumeEnrolment(at(other, 0))).toBe(false);
      await beginEnrolment(other);
      expect(await totps().findEnrolment(begun)).toBeNull();
      expect(await totps().consumeEnrolment(at(begun, 0))).toBe(false);
      expect(await totps().consumeEnrolment(at(other, 0)), 'by the name of the first').toBe(false);
    });

    it('have the same secret in all tabs of a session that begin at once', async () => {
      const name = { accountId: await insertAccount(storage()), sessionUid: createSecret() };
      const seen = await Promise.all(
        Array.from({ length: 20 }, async () => (await beginEnrolment(name)).totpId),
      );
      expect(new Set(seen)).toEqual(new Set([(await totps().findEnrolment(name))?.totpId]));
    });

    it('are not added when the time is over', async () => {
      const begun = await begin(0.1);
      await awaitDatabaseClock(storage(), 0.1);
      expect(await totps().findEnrolment(begun)).toBeNull();
      expect(await totps().consumeEnrolment(at(begun, 0))).toBe(false);
      const again = await beginEnrolment(begun);
      expect(again.totpId).not.toBe(begun.totpId);
      expect(await totps().findEnrolment(begun)).toMatchObject({ totpId: again.totpId });
    });

    it('are replaced by the next one: codes of the one before are of no use', async () => {
      const first = await add();
      const second = { ...first, ...(await beginEnrolment(first)) };
      expect(await totps().consumeEnrolment(at(second, 0))).toBe(true);
      expect(await totps().consumeStep(at(first, 1))).toBe(false);
      expect(await totps().consumeStep(at(second, 1))).toBe(true);
      expect(await totps().find(first.accountId)).toMatchObject({ lastUsedAt: expect.any(Date) as unknown });
    });

    it('are gone when they are removed', async () => {
      const added = await add();
      expect(await totps().remove(added.accountId)).toBe(true);
      expect(await totps().remove(added.accountId)).toBe(false);
      expect(await totps().find(added.accountId)).toBeNull();
      expect(await totps().consumeStep(at(added, 1))).toBe(false);
    });
  });
}

export function recoveryCodesContract(backend: Backend): void {
  describe('recovery codes', () => {
    const storage = useStorage(backend, { poolSize: contenders });
    const codes = () => storage().recoveryCodes;
    const digests = ['a', 'b', 'c'].map(sha256) as [Buffer, Buffer, Buffer];

    async function make(): Promise<string> {
      const accountId = await insertAccount(storage());
      await codes().put(accountId, digests);
      return accountId;
    }

    it('AU-10: one of 50 who use the same one at once gets through', async () => {
      const accountId = await make();
      expect(await countWinners(() => codes().consume(accountId, digests[1]))).toBe(1);
      expect(await codes().countLeft(accountId)).toBe(2);
    });

    it('AU-10: one of 50 gets through, each in a transaction of its own', async () => {
      const accountId = await make();
      const consume = () => codes().consume(accountId, digests[1]);
      expect(await countWinningUnits(storage(), consume)).toBe(1);
    });

    it('AU-10: all of them used at once are each used once', async () => {
      const accountId = await make();
      let next = 0;
      const consume = () => codes().consume(accountId, digests[next++ % 3] as Buffer);
      expect(await countWinners(consume)).toBe(3);
      expect(await codes().countLeft(accountId)).toBe(0);
    });

    it('are good for their account only', async () => {
      const [accountId, other] = [await make(), await insertAccount(storage())];
      expect(await codes().consume(other, digests[0])).toBe(false);
      expect(await codes().consume(accountId, sha256('d'))).toBe(false);
      expect(await codes().countLeft(other)).toBeNull();
      expect(await codes().countLeft(accountId)).toBe(3);
    });

    it('are all replaced by new ones, those that are made at the same time, too', async () => {
      const accountId = await make();
      const sets = Array.from({ length: 20 }, () => [createSecret(), createSecret()].map(sha256));
      await Promise.all(sets.map((set) => codes().put(accountId, set)));
      expect(await codes().consume(accountId, digests[0])).toBe(false);
      expect(await codes().countLeft(accountId)).toBe(2);
    });

    it('are gone when they are removed', async () => {
      const accountId = await make();
      await codes().remove(accountId);
      expect(await codes().countLeft(accountId)).toBeNull();
      expect(await codes().consume(accountId, digests[0])).toBe(false);
    });
  });
}
