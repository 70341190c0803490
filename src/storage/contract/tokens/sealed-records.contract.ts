import { describe, expect, it } from 'vitest';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { contenders, countWinners, countWinningUnits } from '../races.ts';
import { createSecret } from '../subjects.ts';

const sealed = Buffer.from([0, 255, 10, 92, 39]);
const ttlSeconds = 300;
const newDigest = () => sha256(createSecret());

export function pushedRequestsContract(backend: Backend): void {
  describe('pushed authorization requests', () => {
    const storage = useStorage(backend, { poolSize: contenders });

    async function insertRequest(ttl = ttlSeconds): Promise<Buffer> {
      const digest = newDigest();
      await storage().pushedRequests.insert({ digest, sealed, ttlSeconds: ttl });
      return digest;
    }

    it('AZ-17: one of 50 who use a request at once gets it', async () => {
      const digest = await insertRequest();
      expect(await countWinners(() => storage().pushedRequests.consume(digest))).toBe(1);
    });

    it('AZ-17: one of 50 gets it, each in a transaction of its own', async () => {
      const digest = await insertRequest();
      expect(await countWinningUnits(storage(), () => storage().pushedRequests.consume(digest))).toBe(1);
    });

    it('are found until they are used, and known as used afterwards', async () => {
      const digest = await insertRequest();
      expect(await storage().pushedRequests.find(digest)).toEqual({ sealed, consumed: false });
      await storage().pushedRequests.consume(digest);
      expect(await storage().pushedRequests.find(digest)).toEqual({ sealed, consumed: true });
      expect(await storage().pushedRequests.consume(digest)).toBe(false);
    });

    it('are still found past their expiry: a sign-in may take longer than the handle lives', async () => {
      const digest = await insertRequest(0.1);
      await awaitDatabaseClock(storage(), 0.1);
      expect(await storage().pushedRequests.find(digest)).toEqual({ sealed, consumed: false });
    });

    it('refuse a second row for the same handle', async () => {
      const digest = await insertRequest();
      const again = storage().pushedRequests.insert({ digest, sealed, ttlSeconds });
      await expect(again).rejects.toThrow(AlreadyExistsError);
    });

    it('are unknown when nobody pushed them', async () => {
      expect(await storage().pushedRequests.find(newDigest())).toBeNull();
      expect(await storage().pushedRequests.consume(newDigest())).toBe(false);
    });
  });
}

export function interactionsContract(backend: Backend): void {
  describe('interactions', () => {
    const storage = useStorage(backend);
    const put = (digest: Buffer, content = sealed, ttl = ttlSeconds) =>
      storage().interactions.put({ digest, sealed: content, ttlSeconds: ttl });

    it('are overwritten while they are live', async () => {
      const digest = newDigest();
      await put(digest);
      await put(digest, Buffer.from('second'));
      expect(await storage().interactions.findLive(digest)).toEqual(Buffer.from('second'));
    });

    it('B-17: ended, never come back through a later write', async () => {
      const digest = newDigest();
      await put(digest);
      await storage().interactions.end(digest);
      await put(digest, Buffer.from('back from the dead'));
      expect(await storage().interactions.findLive(digest)).toBeNull();
    });

    it('ended twice, or never begun, are no error', async () => {
      const digest = newDigest();
      await storage().interactions.end(digest);
      await put(digest);
      await storage().interactions.end(digest);
      await storage().interactions.end(digest);
      expect(await storage().interactions.findLive(digest)).toBeNull();
    });

    it('ended while 20 writes are under way, stay ended', async () => {
      const digest = newDigest();
      await put(digest);
      const writes = Array.from({ length: 20 }, (_, index) => put(digest, Buffer.from(String(index))));
      await Promise.all([...writes, storage().interactions.end(digest)]);
      expect(await storage().interactions.findLive(digest)).toBeNull();
    });

    it('are not found once expired, and a write does not prolong them', async () => {
      const [digest, lasting] = [newDigest(), newDigest()];
      await put(digest, sealed, 0.2);
      await put(lasting, sealed);
      await put(digest, Buffer.from('later'), ttlSeconds);
      await awaitDatabaseClock(storage(), 0.2);
      expect(await storage().interactions.findLive(digest)).toBeNull();
      expect(await storage().interactions.findLive(lasting)).toEqual(sealed);
    });
  });
}
