import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Storage } from '../../../domain/storage.ts';
import type { RowKey } from '../../../domain/tokens/row-key.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { contenders, countWinners, countWinningUnits } from '../races.ts';
import { createSubject, hour, insertRefreshToken, newKey, type Subject } from '../subjects.ts';

const windowSeconds = 3600;
const sealedResponse = Buffer.from([0, 1, 2, 255]);
const requestDigest = sha256('scope');

export function refreshTokensContract(backend: Backend): void {
  describe('refresh tokens', () => {
    const storage = useStorage(backend, { poolSize: contenders });
    const stateOf = async (key: RowKey, window = windowSeconds) =>
      (await storage().refreshTokens.findLive(key, window))?.state ?? null;

    it('promise 2: one of 50 who spend a token at once does', async () => {
      const token = await insertRefreshToken(storage(), await createSubject(storage()));
      expect(await countWinners(() => storage().refreshTokens.consume(token))).toBe(1);
    });

    it('promise 2: one of 50 token requests spends a token, each in a transaction of its own', async () => {
      const token = await insertRefreshToken(storage(), await createSubject(storage()));
      expect(await countWinningUnits(storage(), () => storage().refreshTokens.consume(token))).toBe(1);
    });

    it('RT-06: 50 parallel refreshes make one successor, and all others read its response', async () => {
      const subject = await createSubject(storage());
      const token = await insertRefreshToken(storage(), subject);
      const states: string[] = [];
      const rotations = await countWinningUnits(storage(), async () => {
        const found = await storage().refreshTokens.findLive(token, windowSeconds);
        states.push(found?.state ?? 'none');
        if (found?.state !== 'unspent') return false;
        await rotate(storage(), subject, token);
        return true;
      });
      expect(rotations).toBe(1);
      expect(states.filter((state) => state === 'retryable')).toHaveLength(contenders - 1);
    });

    it('goes from unspent to retryable to spent', async () => {
      const subject = await createSubject(storage());
      const first = await insertRefreshToken(storage(), subject);
      expect(await stateOf(first)).toBe('unspent');
      const second = await rotate(storage(), subject, first);
      expect(await storage().refreshTokens.findLive(first, windowSeconds)).toMatchObject({
        state: 'retryable',
        sealedResponse,
        requestDigest,
      });
      expect(await stateOf(second)).toBe('unspent');
      await storage().refreshTokens.consume(second);
      expect(await stateOf(first)).toBe('spent');
    });

    it('B-11: the grandparent of the newest token is spent, however wide the window', async () => {
      const subject = await createSubject(storage());
      const first = await insertRefreshToken(storage(), subject);
      const second = await rotate(storage(), subject, first);
      const third = await rotate(storage(), subject, second);
      expect([await stateOf(first), await stateOf(second), await stateOf(third)]).toEqual([
        'spent',
        'retryable',
        'unspent',
      ]);
    });

    it('RT-04: is spent for good when the retry window is over', async () => {
      const subject = await createSubject(storage());
      const token = await insertRefreshToken(storage(), subject);
      await rotate(storage(), subject, token);
      await awaitDatabaseClock(storage(), 0.2);
      expect(await stateOf(token, 0.2)).toBe('spent');
      expect(await stateOf(token)).toBe('retryable');
    });

    it('is spent, not retryable, while no response is stored', async () => {
      const token = await insertRefreshToken(storage(), await createSubject(storage()));
      await storage().refreshTokens.consume(token);
      expect(await stateOf(token)).toBe('spent');
    });

    it('is spent, not retryable, when its successor was revoked', async () => {
      const subject = await createSubject(storage());
      const token = await insertRefreshToken(storage(), subject);
      const successor = await rotate(storage(), subject, token);
      await storage().refreshTokens.revoke(successor);
      expect(await stateOf(token)).toBe('spent');
    });

    it('keeps the first successor, and none for a token that is unspent', async () => {
      const subject = await createSubject(storage());
      const token = await insertRefreshToken(storage(), subject);
      const record = (response: string) =>
        storage().refreshTokens.recordSuccessor(token, {
          key: newKey('refresh_token'),
          sealedResponse: Buffer.from(response),
          requestDigest,
        });
      await record('too early');
      await rotate(storage(), subject, token);
      await record('too late');
      expect(await storage().refreshTokens.findLive(token, windowSeconds)).toMatchObject({ sealedResponse });
    });

    it('makes a parallel refresh wait for the one that holds the token', async () => {
      const subject = await createSubject(storage());
      const token = await insertRefreshToken(storage(), subject);
      const order: string[] = [];
      const held = Promise.withResolvers<void>();
      const first = storage().unitOfWork(async () => {
        await storage().refreshTokens.findLive(token, windowSeconds);
        held.resolve();
        await sleep(500);
        await rotate(storage(), subject, token);
        order.push('first');
        return 'commit';
      });
      await held.promise;
      await storage().unitOfWork(async () => {
        const found = await storage().refreshTokens.findLive(token, windowSeconds);
        order.push(`second saw it ${found?.state}`);
        return 'commit';
      });
      await first;
      expect(order).toEqual(['first', 'second saw it retryable']);
    });

    it('B-09: is unspent again when the transaction that spent it fails', async () => {
      const subject = await createSubject(storage());
      const token = await insertRefreshToken(storage(), subject);
      const attempt = storage().unitOfWork(async () => {
        await rotate(storage(), subject, token);
        throw new Error('a fault after the token was spent');
      });
      await expect(attempt).rejects.toThrow('a fault after the token was spent');
      expect(await stateOf(token)).toBe('unspent');
      expect(await storage().refreshTokens.consume(token)).toBe(true);
    });

    it('cannot be found or spent once expired or revoked', async () => {
      const subject = await createSubject(storage());
      const expiring = await insertRefreshToken(storage(), subject, 0.2);
      const revoked = await insertRefreshToken(storage(), subject);
      const lasting = await insertRefreshToken(storage(), subject, hour);
      await storage().refreshTokens.revoke(revoked);
      await storage().refreshTokens.revoke(revoked);
      await awaitDatabaseClock(storage(), 0.2);
      expect([await stateOf(expiring), await stateOf(revoked), await stateOf(lasting)]).toEqual([
        null,
        null,
        'unspent',
      ]);
      expect(await storage().refreshTokens.consume(expiring)).toBe(false);
      expect(await storage().refreshTokens.consume(revoked)).toBe(false);
    });
  });
}

/** What a token request does with an unspent token. */
async function rotate(storage: Storage, subject: Subject, token: RowKey): Promise<RowKey> {
  if (!(await storage.refreshTokens.consume(token))) throw new Error('the token was spent already');
  const successor = await insertRefreshToken(storage, subject);
  await storage.refreshTokens.recordSuccessor(token, { key: successor, sealedResponse, requestDigest });
  return successor;
}
