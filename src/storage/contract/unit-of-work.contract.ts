import { describe, expect, it } from 'vitest';
import { type Backend, useStorage } from './backends.ts';
import {
  allKinds,
  createSubject,
  insertAccount,
  insertCode,
  insertTokens,
  liveOf,
  newKey,
} from './subjects.ts';

export function unitOfWorkContract(backend: Backend): void {
  describe('a unit of work', () => {
    const storage = useStorage(backend);

    it('keeps all of it when it answers commit', async () => {
      const subject = await createSubject(storage());
      const code = await insertCode(storage(), subject);
      let tokens;
      await storage().unitOfWork(async () => {
        await storage().authorizationCodes.consume(code);
        tokens = await insertTokens(storage(), subject);
        return 'commit';
      });
      if (tokens === undefined) throw new Error('the work did not run');
      expect(await liveOf(storage(), tokens)).toEqual(allKinds);
      expect(await storage().authorizationCodes.findLive(code)).toMatchObject({ consumed: true });
    });

    it('takes reads and changes that are asked for at once, one after the other', async () => {
      const subject = await createSubject(storage());
      await storage().unitOfWork(async () => {
        await Promise.all([
          storage().grants.findLive(subject.offlineGrantId),
          storage().grants.end(subject.offlineGrantId, 'operator'),
          storage().accounts.findById(subject.accountId),
        ]);
        return 'commit';
      });
      expect(await storage().grants.findLive(subject.offlineGrantId)).toBeNull();
    });

    it('takes nothing any more once it is over', async () => {
      let late: Promise<unknown> | undefined;
      const { promise: over, resolve } = Promise.withResolvers<void>();
      await storage().unitOfWork(() => {
        late = over.then(() => storage().accounts.findById('acc_1'));
        return Promise.resolve('commit');
      });
      resolve();
      await expect(late).rejects.toThrow('over');
    });

    it('runs nothing behind its end that nobody waited for', async () => {
      const subject = await createSubject(storage());
      const late: Array<Promise<unknown>> = [];
      const work = storage().unitOfWork(() => {
        for (const grantId of [subject.grantId, subject.offlineGrantId])
          late.push(storage().grants.end(grantId, 'operator'));
        for (const promise of late) promise.catch(() => undefined);
        return Promise.reject(new Error('a fault'));
      });
      await expect(work).rejects.toThrow('a fault');
      await Promise.allSettled(late);
      expect(await storage().grants.findLive(subject.grantId)).not.toBeNull();
      expect(await storage().grants.findLive(subject.offlineGrantId)).not.toBeNull();
    });

    it.each(['rollback', 'throw'])('keeps nothing of it on %s', async (ending) => {
      const subject = await createSubject(storage());
      const code = await insertCode(storage(), subject);
      let tokens;
      const work = storage().unitOfWork(async () => {
        await storage().authorizationCodes.consume(code);
        await storage().grants.end(subject.offlineGrantId, 'operator');
        tokens = await insertTokens(storage(), subject);
        if (ending === 'throw') throw new Error('a fault');
        return 'rollback';
      });
      if (ending === 'throw') await expect(work).rejects.toThrow('a fault');
      else await work;
      if (tokens === undefined) throw new Error('the work did not run');
      expect(await liveOf(storage(), tokens)).toEqual([]);
      expect(await storage().authorizationCodes.findLive(code)).toMatchObject({ consumed: false });
      expect(await storage().grants.findLive(subject.offlineGrantId)).not.toBeNull();
    });

    it('reads what it wrote', async () => {
      const subject = await createSubject(storage());
      await storage().unitOfWork(async () => {
        const tokens = await insertTokens(storage(), subject);
        expect(await liveOf(storage(), tokens)).toEqual(allKinds);
        return 'rollback';
      });
    });

    it('runs the statements that were asked for at once', async () => {
      const subject = await createSubject(storage());
      await storage().unitOfWork(async () => {
        const all = await Promise.all(Array.from({ length: 10 }, () => insertTokens(storage(), subject)));
        for (const tokens of all) expect(await liveOf(storage(), tokens)).toEqual(allKinds);
        return 'commit';
      });
    });

    it('that asked for nothing is no error', async () => {
      await storage().unitOfWork(() => Promise.resolve('commit'));
      await storage().unitOfWork(() => Promise.resolve('rollback'));
    });

    it('does not nest', async () => {
      const nested = storage().unitOfWork(async () => {
        await storage().unitOfWork(() => Promise.resolve('commit'));
        return 'commit';
      });
      await expect(nested).rejects.toThrow(/do not nest/);
    });

    it('never answers as if it had committed when one of its statements failed', async () => {
      const subject = await createSubject(storage());
      const key = newKey('authorization_code');
      const code = { ...subject, key, payload: {}, ttlSeconds: 300 };
      let accountId = '';
      const work = storage().unitOfWork(async () => {
        accountId = await insertAccount(storage());
        await storage().authorizationCodes.insert(code);
        await storage()
          .authorizationCodes.insert(code)
          .catch(() => undefined);
        return 'commit';
      });
      await expect(work).rejects.toThrow();
      expect(await storage().accounts.findById(accountId)).toBeNull();
      expect(await storage().authorizationCodes.findLive(key)).toBeNull();
    });

    it('after one that failed, the next ones work', async () => {
      for (let round = 0; round < 20; round += 1) {
        const work = storage().unitOfWork(async () => {
          await insertAccount(storage());
          throw new Error('a fault');
        });
        await expect(work).rejects.toThrow('a fault');
      }
      await storage().unitOfWork(async () => {
        await insertAccount(storage());
        return 'commit';
      });
    });
  });
}
