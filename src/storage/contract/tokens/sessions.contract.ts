import { describe, expect, it } from 'vitest';
import type { SaveSession } from '../../../domain/tokens/session-store.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { countWinners } from '../races.ts';
import { createSecret, createSubject, insertAccount, insertGrant, newSession } from '../subjects.ts';

const newDigest = () => sha256(createSecret());

export function sessionsContract(backend: Backend): void {
  describe('sessions', () => {
    const storage = useStorage(backend);

    const validFromOf = async (accountId: string): Promise<Date> =>
      (await storage().accounts.findById(accountId))?.validFrom ?? new Date(0);

    async function save(session: Partial<SaveSession> = {}): Promise<SaveSession> {
      const whole = newSession(session);
      await storage().sessions.save(whole);
      return whole;
    }

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

    it('promise 3: count from the sign-in: one stored after its account was shut is dead', async () => {
      const accountId = await insertAccount(storage());
      const before = await validFromOf(accountId);
      await storage().accounts.revokeAll(accountId);
      const late = await save({ accountId, validFrom: before });
      expect(await storage().sessions.findLive(late.idDigest)).toBeNull();
      const anew = await save({ accountId, validFrom: await validFromOf(accountId) });
      expect(await storage().sessions.findLive(anew.idDigest)).not.toBeNull();
    });

    it('promise 3: wait for whoever is ending everything of the account, and are dead then', async () => {
      const accountId = await insertAccount(storage());
      const validFrom = await validFromOf(accountId);
      const saves = Array.from({ length: 10 }, () => save({ accountId, validFrom }));
      const [, ...saved] = await Promise.all([storage().accounts.revokeAll(accountId), ...saves]);
      for (const { idDigest } of saved) expect(await storage().sessions.findLive(idDigest)).toBeNull();
    });

    it('are unknown by any other cookie or name', async () => {
      await save();
      expect(await storage().sessions.findLive(newDigest())).toBeNull();
      for (const uid of [newSession().uid, '', 'ses_', 'gra_x', "' OR 1=1 --"])
        expect(await storage().sessions.findLiveByUid(uid)).toBeNull();
    });

    it('SE-04: ended, never come back through a later save', async () => {
      const session = await save();
      await storage().sessions.end(session.uid);
      await storage().sessions.end(session.uid);
      await storage().sessions.save(session);
      await storage().sessions.save({
        ...session,
        idDigest: newDigest(),
        previousIdDigest: session.idDigest,
      });
      expect(await storage().sessions.findLive(session.idDigest)).toBeNull();
      expect(await storage().sessions.findLiveByUid(session.uid)).toBeNull();
    });

    it('SE-04: ended while 20 saves are under way, stay ended', async () => {
      const session = await save();
      const saves = Array.from({ length: 20 }, () => storage().sessions.save(session));
      await Promise.all([...saves, storage().sessions.end(session.uid)]);
      expect(await storage().sessions.findLiveByUid(session.uid)).toBeNull();
    });

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

    it('B-26: are dead when the account is disabled, and stay so when it is enabled again', async () => {
      const accountId = await insertAccount(storage());
      const session = await save({ accountId });
      await storage().accounts.disable(accountId);
      expect(await storage().sessions.findLive(session.idDigest)).toBeNull();
      await storage().accounts.enable(accountId);
      await storage().sessions.save(session);
      expect(await storage().sessions.findLive(session.idDigest)).toBeNull();
    });

    it('of an account that does not exist are dead', async () => {
      const session = await save({ accountId: 'acc_nobody' });
      expect(await storage().sessions.findLive(session.idDigest)).toBeNull();
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

    it('SE-07: end but for one, with every grant that is not bound to it', async () => {
      const subject = await createSubject(storage());
      const { accountId, clientId, sessionUid } = subject;
      const other = await save({ accountId });
      const othersGrant = await insertGrant(storage(), { accountId, clientId, sessionUid: other.uid });
      const { sessions, grants } = storage();
      expect(await sessions.endOthers(accountId, sessionUid)).toBe(true);
      expect((await sessions.listLive(accountId)).map(({ uid }) => uid)).toEqual([sessionUid]);
      expect(await grants.findLive(subject.grantId)).not.toBeNull();
      expect(await grants.findLive(subject.offlineGrantId)).toBeNull();
      expect(await grants.findLive(othersGrant)).toBeNull();
    });

    it('SE-07: ending the others ends sign-ins under way, and not what the kept one does next', async () => {
      const accountId = await insertAccount(storage());
      const kept = await save({ accountId, payload: { acr: 'mfa', loginTs: 1 } });
      const before = await validFromOf(accountId);
      await awaitDatabaseClock(storage(), 0);
      await storage().sessions.endOthers(accountId, kept.uid);
      expect((await validFromOf(accountId)).getTime()).toBeGreaterThan(before.getTime());
      const late = await save({ accountId, validFrom: before });
      expect(await storage().sessions.findLive(late.idDigest)).toBeNull();
      expect((await storage().sessions.findLive(kept.idDigest))?.payload).toEqual({ acr: 'mfa', loginTs: 1 });
      await storage().accounts.revokeAll(accountId);
      expect(await storage().sessions.findLive(kept.idDigest)).toBeNull();
    });

    it('SE-07: that ended before the others do stay ended', async () => {
      const { accountId, sessionUid, cookie, grantId } = await createSubject(storage());
      await storage().accounts.revokeAll(accountId);
      expect(await storage().sessions.endOthers(accountId, sessionUid)).toBe(false);
      expect(await storage().sessions.findLive(sha256(cookie))).toBeNull();
      expect(await storage().grants.findLive(grantId)).toBeNull();
    });

    it('promise 3: ending the others brings back nothing that was ended for a whole client', async () => {
      const { accountId, clientId, sessionUid, grantId } = await createSubject(storage());
      await storage().clients.revokeAll(clientId);
      expect(await storage().sessions.endOthers(accountId, sessionUid)).toBe(true);
      expect(await storage().grants.findLive(grantId)).toBeNull();
    });

    it('SE-07: ending the others brings back no session that had ended itself', async () => {
      const subject = await createSubject(storage());
      const { accountId, sessionUid } = subject;
      await storage().accounts.revokeAll(accountId);
      await storage().unitOfWork(async () => {
        await storage().sessions.endOthers(accountId, sessionUid);
        return 'commit';
      });
      expect(await storage().sessions.listLive(accountId)).toEqual([]);
      expect(await storage().grants.findLive(subject.grantId)).toBeNull();
    });

    it('SE-06: are ended by the account that they are of, once, and by no other', async () => {
      const accountId = await insertAccount(storage());
      const [kept, ended] = [await save({ accountId }), await save({ accountId })];
      const { sessions } = storage();
      expect(await sessions.endOf(await insertAccount(storage()), ended.uid)).toBe(false);
      expect(await sessions.findLive(ended.idDigest)).not.toBeNull();
      expect(await countWinners(() => sessions.endOf(accountId, ended.uid))).toBe(1);
      expect((await sessions.listLive(accountId)).map(({ uid }) => uid)).toEqual([kept.uid]);
      for (const uid of ['', 'ses_', newSession().uid, "' OR 1=1 --"])
        expect(await sessions.endOf(accountId, uid)).toBe(false);
    });

    it('SE-07: ending the others from the session of somebody else keeps none', async () => {
      const accountId = await insertAccount(storage());
      const own = await save({ accountId });
      const foreign = await save({ accountId: await insertAccount(storage()) });
      expect(await storage().sessions.endOthers(accountId, foreign.uid)).toBe(false);
      expect(await storage().sessions.listLive(accountId)).toEqual([]);
      expect(await storage().sessions.findLive(own.idDigest)).toBeNull();
      expect(await storage().sessions.findLive(foreign.idDigest)).not.toBeNull();
    });
  });
}
