import { describe, expect, it } from 'vitest';
import type { SaveSession } from '../../../domain/tokens/session-store.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { createSecret, insertAccount, saveSession } from '../subjects.ts';

const newDigest = () => sha256(createSecret());

export function sessionCookiesContract(backend: Backend): void {
  describe('sessions', () => {
    const storage = useStorage(backend);
    const save = (session: Partial<SaveSession> = {}) => saveSession(storage(), session);

    it('SE-01: a new cookie replaces the old one, which is dead from then on', async () => {
      const accountId = await insertAccount(storage());
      const before = await save();
      const after = await save({
        ...before,
        accountId,
        idDigest: newDigest(),
        previousIdDigest: before.idDigest,
      });
      expect(await storage().sessions.findLive(before.idDigest)).toBeNull();
      expect(await storage().sessions.findLive(after.idDigest)).toMatchObject({ uid: before.uid, accountId });
    });

    it('SE-01: a request with the replaced cookie cannot overwrite its successor', async () => {
      const accountId = await insertAccount(storage());
      const before = await save();
      const after = await save({
        ...before,
        accountId,
        idDigest: newDigest(),
        previousIdDigest: before.idDigest,
      });
      await storage().sessions.save({ ...before, payload: { stale: true } });
      await storage().sessions.save({ ...before, idDigest: newDigest(), previousIdDigest: before.idDigest });
      expect(await storage().sessions.findLive(before.idDigest)).toBeNull();
      expect(await storage().sessions.findLive(after.idDigest)).toMatchObject({ accountId, payload: {} });
    });

    it("B-15: nobody takes over a session by saving under its name with a cookie that is not the session's", async () => {
      const session = await save();
      const stranger = newDigest();
      await storage().sessions.save({ ...session, idDigest: stranger, previousIdDigest: newDigest() });
      expect(await storage().sessions.findLive(stranger)).toBeNull();
      expect(await storage().sessions.findLive(session.idDigest)).not.toBeNull();
    });

    it('of 20 sign-ins that replace one cookie at once, one succeeds', async () => {
      const before = await save();
      const digests = Array.from({ length: 20 }, newDigest);
      await Promise.all(
        digests.map((idDigest) =>
          storage().sessions.save({ ...before, idDigest, previousIdDigest: before.idDigest }),
        ),
      );
      const found = await Promise.all(digests.map((digest) => storage().sessions.findLive(digest)));
      expect(found.filter((session) => session !== null)).toHaveLength(1);
    });

    it('begun before an account was made are good for signing up', async () => {
      const anonymous = await save();
      const accountId = await insertAccount(storage());
      const idDigest = newDigest();
      await save({ ...anonymous, accountId, idDigest, previousIdDigest: anonymous.idDigest });
      expect(await storage().sessions.findLive(idDigest)).toMatchObject({ accountId });
    });

    it('begun before everything of an account was revoked are good for signing in again', async () => {
      const anonymous = await save();
      const accountId = await insertAccount(storage());
      await storage().accounts.revokeAll(accountId);
      await awaitDatabaseClock(storage(), 0);
      const idDigest = newDigest();
      await save({ ...anonymous, accountId, idDigest, previousIdDigest: anonymous.idDigest });
      expect(await storage().sessions.findLive(idDigest)).toMatchObject({ accountId });
    });
  });
}
