import { describe, expect, it } from 'vitest';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { contenders, countWinners, countWinningUnits } from '../races.ts';
import { createSubject, hour, insertCode, insertTokens, liveOf, newKey } from '../subjects.ts';

export function authorizationCodesContract(backend: Backend): void {
  describe('authorization codes', () => {
    const storage = useStorage(backend, { poolSize: contenders });

    it('promise 1: one of 50 who redeem a code at once gets it', async () => {
      const code = await insertCode(storage(), await createSubject(storage()));
      expect(await countWinners(() => storage().authorizationCodes.consume(code))).toBe(1);
      expect(await storage().authorizationCodes.findLive(code)).toMatchObject({ consumed: true });
    });

    it('promise 1: one of 50 token requests gets a code, each in a transaction of its own', async () => {
      const code = await insertCode(storage(), await createSubject(storage()));
      expect(await countWinningUnits(storage(), () => storage().authorizationCodes.consume(code))).toBe(1);
    });

    it('promise 1: one of 50 that read the code first, and see it unspent, gets it', async () => {
      const code = await insertCode(storage(), await createSubject(storage()));
      let unspent = 0;
      const winners = await countWinningUnits(storage(), async () => {
        const found = await storage().authorizationCodes.findLive(code);
        if (found?.consumed === false) unspent += 1;
        return storage().authorizationCodes.consume(code);
      });
      expect(winners).toBe(1);
      // The row stays locked between reading and spending, so that nobody acts on a code that is being spent.
      expect(unspent).toBe(1);
    });

    it('CO-06: a spent code is still found, so that its replay can be answered', async () => {
      const code = await insertCode(storage(), await createSubject(storage()));
      expect(await storage().authorizationCodes.findLive(code)).toMatchObject({ consumed: false });
      await storage().authorizationCodes.consume(code);
      expect(await storage().authorizationCodes.findLive(code)).toMatchObject({ consumed: true });
      expect(await storage().authorizationCodes.consume(code)).toBe(false);
    });

    it('CO-04: cannot be found or redeemed once expired', async () => {
      const subject = await createSubject(storage());
      const [expiring, lasting] = [
        await insertCode(storage(), subject, 0.2),
        await insertCode(storage(), subject, hour),
      ];
      await awaitDatabaseClock(storage(), 0.2);
      expect(await storage().authorizationCodes.findLive(expiring)).toBeNull();
      expect(await storage().authorizationCodes.consume(expiring)).toBe(false);
      expect(await storage().authorizationCodes.findLive(lasting)).not.toBeNull();
    });

    it('gives back when it was issued and when it ends, by the clock of the database', async () => {
      const code = await insertCode(storage(), await createSubject(storage()), 600);
      const found = await storage().authorizationCodes.findLive(code);
      const { now } = await storage().describeDatabase();
      expect(Number(found?.expiresAt) - Number(found?.issuedAt)).toBeCloseTo(600_000, -2);
      expect(Math.abs(Number(now) - Number(found?.issuedAt))).toBeLessThan(30_000);
    });

    it('is bound to the account and the client of its grant', async () => {
      const [owner, other] = [await createSubject(storage()), await createSubject(storage())];
      const foreign = await insertTokens(storage(), { ...owner, clientId: other.clientId });
      expect(await liveOf(storage(), foreign)).toEqual([]);
      const misattributed = await insertTokens(storage(), { ...owner, accountId: other.accountId });
      expect(await liveOf(storage(), misattributed)).toEqual([]);
    });

    it('refuses a second row for the same secret', async () => {
      const subject = await createSubject(storage());
      const code = { ...subject, key: newKey('authorization_code'), payload: {}, ttlSeconds: hour };
      await storage().authorizationCodes.insert(code);
      await expect(storage().authorizationCodes.insert(code)).rejects.toThrow(AlreadyExistsError);
    });

    it('does not know a code that was never issued', async () => {
      expect(await storage().authorizationCodes.findLive(newKey('authorization_code'))).toBeNull();
      expect(await storage().authorizationCodes.consume(newKey('authorization_code'))).toBe(false);
    });
  });
}
