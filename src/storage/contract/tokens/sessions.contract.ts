import { describe, expect, it } from 'vitest';
import type { SaveSession } from '../../../domain/tokens/session-store.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { createSecret, insertAccount, newSession, saveSession } from '../subjects.ts';

const newDigest = () => sha256(createSecret());

export function sessionsContract(backend: Backend): void {
  describe('sessions', () => {
    const storage = useStorage(backend);
    const save = (session: Partial<SaveSession> = {}) => saveSession(storage(), session);

    it('give back what was saved, by cookie and by name', async () => {
      const accountId = await insertAccount(storage());
      const session = await save({
        accountId,
        payload: { loginTs: 1_700_000_000, amr: ['pwd'], nested: { 'ä"': [null] } },
        authorizations: { 'client-1': { sid: 's1', grantId: 'gra_1' } },
        sealedState: Buffer.from([0, 1, 255]),
      });
      const expected = {
        uid: session.uid,
        accountId,
        payload: session.payload,
        authorizations: session.authorizations,
        sealedState: session.sealedState,
      };
      expect(await storage().sessions.findLive(session.idDigest)).toMatchObject(expected);
      expect(await storage().sessions.findLiveByUid(session.uid)).toMatchObject(expected);
    });

    it('are unknown by any other cookie or name', async () => {
      await save();
      expect(await storage().sessions.findLive(newDigest())).toBeNull();
      for (const uid of [newSession().uid, '', 'ses_', 'gra_x', "' OR 1=1 --"])
        expect(await storage().sessions.findLiveByUid(uid)).toBeNull();
    });

    it('keep the authorizations that parallel requests add', async () => {
      const session = await save({ authorizations: { first: { sid: '0' } } });
      const clients = Array.from({ length: 20 }, (_, index) => `client-${index}`);
      await Promise.all(
        clients.map((client) =>
          storage().sessions.save({ ...session, authorizations: { [client]: { sid: client } } }),
        ),
      );
      const found = await storage().sessions.findLiveByUid(session.uid);
      expect(Object.keys(found?.authorizations ?? {}).sort()).toEqual([...clients, 'first'].sort());
    });

    it('SE-03: are dead when idle too long, while use keeps others alive', async () => {
      const idle = await save({ idleTtlSeconds: 0.2 });
      const used = await save({ idleTtlSeconds: 0.2 });
      await storage().sessions.save({ ...used, idleTtlSeconds: 60 });
      await awaitDatabaseClock(storage(), 0.2);
      expect(await storage().sessions.findLive(idle.idDigest)).toBeNull();
      expect(await storage().sessions.findLiveByUid(idle.uid)).toBeNull();
      expect(await storage().sessions.findLive(used.idDigest)).not.toBeNull();
    });

    it('of an account that does not exist are dead', async () => {
      const session = await save({ accountId: 'acc_nobody' });
      expect(await storage().sessions.findLive(session.idDigest)).toBeNull();
    });

    it('are listed for their account while they live, newest first, with where they were used', async () => {
      const accountId = await insertAccount(storage());
      const origin = { browser: 'Firefox (Linux)', network: '192.0.2.1' };
      const [older, ended] = [await save({ accountId, origin }), await save({ accountId })];
      await storage().sessions.end(ended.uid);
      await awaitDatabaseClock(storage(), 0);
      const newer = await save({ accountId });
      await save({ accountId: await insertAccount(storage()) });
      const listed = await storage().sessions.listLive(accountId);
      expect(listed.map(({ uid }) => uid)).toEqual([newer.uid, older.uid]);
      expect(listed.map((session) => session.origin)).toEqual([null, origin]);
      await storage().sessions.save(older);
      expect((await storage().sessions.listLive(accountId))[1]?.origin).toEqual(origin);
    });
  });
}
