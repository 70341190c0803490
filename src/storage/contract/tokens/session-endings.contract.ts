import { describe, expect, it } from 'vitest';
import type { SaveSession } from '../../../domain/tokens/session-store.ts';
import { sha256 } from '../../../platform/digest.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { countWinners } from '../races.ts';
import {
  createSecret,
  createSubject,
  insertAccount,
  insertGrant,
  newSession,
  saveSession,
  validFromOfAccount,
} from '../subjects.ts';

const newDigest = () => sha256(createSecret());

export function sessionEndingsContract(backend: Backend): void {
  describe('sessions', () => {
    const storage = useStorage(backend);
    const save = (session: Partial<SaveSession> = {}) => saveSession(storage(), session);
    const validFromOf = (accountId: string) => validFromOfAccount(storage(), accountId);

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

    it('B-26: are dead when the account is disabled, and stay so when it is enabled again', async () => {
      const accountId = await insertAccount(storage());
      const session = await save({ accountId });
      await storage().accounts.disable(accountId);
      expect(await storage().sessions.findLive(session.idDigest)).toBeNull();
      await storage().accounts.enable(accountId);
      await storage().sessions.save(session);
      expect(await storage().sessions.findLive(session.idDigest)).toBeNull();
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
  });
}

export function otherSessionsContract(backend: Backend): void {
  describe('sessions', () => {
    const storage = useStorage(backend);
    const save = (session: Partial<SaveSession> = {}) => saveSession(storage(), session);
    const validFromOf = (accountId: string) => validFromOfAccount(storage(), accountId);

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
