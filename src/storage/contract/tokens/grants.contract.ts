import { describe, expect, it } from 'vitest';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import { clientMetadataSchema } from '../../../domain/clients/client-metadata.ts';
import { createExpiringIdentifier } from '../../../domain/tokens/expiring-identifier.ts';
import { systemClock } from '../../../platform/clock.ts';
import { createIdentifier } from '../../../platform/identifiers.ts';
import { systemRandom } from '../../../platform/random.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import { createSubject, hour, insertGrant, insertTokens, liveOf } from '../subjects.ts';

const newId = () =>
  createExpiringIdentifier('gra', { ttlSeconds: hour, clock: systemClock, random: systemRandom });

export function grantsContract(backend: Backend): void {
  describe('grants', () => {
    const storage = useStorage(backend);

    it('give back what was granted', async () => {
      const { accountId, clientId, sessionUid } = await createSubject(storage());
      const grant = {
        id: newId(),
        accountId,
        clientId,
        sessionUid,
        scope: 'openid profile',
        claims: ['name', 'naïve "claim"'],
        resources: { 'https://api.example/': 'read write' },
      };
      await storage().grants.insert(grant, hour);
      expect(await storage().grants.findLive(grant.id)).toMatchObject(grant);
    });

    it('promise 3: are refused when the account was shut after the sign-in they rest on', async () => {
      const { accountId, clientId } = await createSubject(storage());
      const validFrom = (await storage().accounts.findById(accountId))?.validFrom ?? new Date();
      const grant = {
        id: newId(),
        accountId,
        clientId,
        sessionUid: null,
        scope: '',
        claims: [],
        resources: {},
      };
      expect(
        await storage().grants.insert({ ...grant, id: newId() }, hour, { validFrom, sessionUid: null }),
      ).toBe(true);
      await storage().accounts.revokeAll(accountId);
      expect(await storage().grants.insert(grant, hour, { validFrom, sessionUid: null })).toBe(false);
      expect(await storage().grants.findLive(grant.id)).toBeNull();
    });

    it('promise 3: are refused when the session they are given in has ended', async () => {
      const { accountId, clientId, sessionUid } = await createSubject(storage());
      const validFrom = (await storage().accounts.findById(accountId))?.validFrom ?? new Date();
      const parts = { accountId, clientId, sessionUid: null, scope: '', claims: [], resources: {} };
      const insert = () =>
        storage().grants.insert({ ...parts, id: newId() }, hour, { validFrom, sessionUid });
      expect(await insert()).toBe(true);
      await storage().sessions.end(sessionUid);
      expect(await insert()).toBe(false);
    });

    it('ended, stay ended, and the first reason counts', async () => {
      const { grantId } = await createSubject(storage());
      await storage().grants.end(grantId, 'code_replayed');
      await storage().grants.end(grantId, 'operator');
      expect(await storage().grants.findLive(grantId)).toBeNull();
    });

    it('ended, cannot be inserted anew', async () => {
      const { accountId, clientId } = await createSubject(storage());
      const id = newId();
      const grant = { id, accountId, clientId, sessionUid: null, scope: '', claims: [], resources: {} };
      await storage().grants.insert(grant, hour);
      await storage().grants.end(id, 'revoked');
      await expect(storage().grants.insert(grant, hour)).rejects.toThrow(AlreadyExistsError);
      expect(await storage().grants.findLive(id)).toBeNull();
    });

    it('RT-08: expired, take every token along, whatever the token says', async () => {
      const subject = await createSubject(storage());
      const grantId = await insertGrant(storage(), subject, 0.5);
      const tokens = await insertTokens(storage(), { ...subject, grantId });
      const lasting = await insertTokens(storage(), subject);
      await awaitDatabaseClock(storage(), 0.5);
      expect(await storage().grants.findLive(grantId)).toBeNull();
      expect(await liveOf(storage(), tokens)).toEqual([]);
      expect(await liveOf(storage(), lasting)).toHaveLength(3);
    });

    it('are unknown by any other name', async () => {
      for (const id of [newId(), '', 'gra_', 'ses_1234', "' OR 1=1 --"]) {
        expect(await storage().grants.findLive(id)).toBeNull();
        await storage().grants.end(id, 'operator');
      }
    });
  });
}

export function consentsContract(backend: Backend): void {
  describe('consents', () => {
    const storage = useStorage(backend);

    it('add up', async () => {
      const { accountId, clientId } = await createSubject(storage());
      expect(await storage().consents.find(accountId, clientId)).toBeNull();
      await storage().consents.remember(accountId, clientId, {
        scope: 'openid profile',
        claims: ['name'],
        resources: { 'https://a.example/': 'read' },
      });
      await storage().consents.remember(accountId, clientId, {
        scope: 'email openid',
        claims: ['name', 'locale'],
        resources: { 'https://a.example/': 'write', 'https://b.example/': 'read' },
      });
      expect(await storage().consents.find(accountId, clientId)).toEqual({
        scope: 'openid profile email',
        claims: ['name', 'locale'],
        resources: { 'https://a.example/': 'read write', 'https://b.example/': 'read' },
      });
    });

    it('are kept for each account and client apart', async () => {
      const [one, other] = [await createSubject(storage()), await createSubject(storage())];
      const consent = { scope: 'openid', claims: [], resources: {} };
      await storage().consents.remember(one.accountId, one.clientId, consent);
      expect(await storage().consents.find(one.accountId, other.clientId)).toBeNull();
      expect(await storage().consents.find(other.accountId, one.clientId)).toBeNull();
    });

    it('are listed with the apps that have access now, each app once, by name', async () => {
      const { consents, clients, grants } = storage();
      const one = await createSubject(storage());
      const { accountId, clientId, grantId, offlineGrantId } = one;
      await insertGrant(storage(), { ...one, sessionUid: null });
      const earlier = createIdentifier('cli', systemRandom);
      await clients.put(earlier, clientMetadataSchema.parse({ client_name: 'A calendar' }), 'operator');
      await consents.remember(accountId, earlier, {
        scope: 'openid email',
        claims: [],
        resources: { 'https://a.example/': 'read' },
      });
      await createSubject(storage());
      const list = async () =>
        (await consents.listApps(accountId)).map(({ since, ...app }) => ({
          ...app,
          since: since instanceof Date,
        }));
      const calendar = {
        clientId: earlier,
        name: 'A calendar',
        scope: 'openid email',
        resources: { 'https://a.example/': 'read' },
        since: true,
        hasAccess: false,
      };
      const client = {
        clientId,
        name: 'A client',
        scope: 'openid',
        resources: {},
        since: true,
        hasAccess: true,
      };
      expect(await list()).toEqual([
        { ...calendar, scope: expect.stringMatching(/email/) as string },
        client,
      ]);
      await consents.withdraw(accountId, clientId);
      expect(await grants.findLive(grantId)).toBeNull();
      expect(await grants.findLive(offlineGrantId)).toBeNull();
      expect((await list()).map((app) => app.clientId)).toEqual([earlier]);
      await clients.remove(earlier);
      expect(await list()).toEqual([]);
    });

    it('B-28: withdrawn, end every grant and token that rests on them, and no others', async () => {
      const [one, other] = [await createSubject(storage()), await createSubject(storage())];
      const consent = { scope: 'openid', claims: [], resources: {} };
      await storage().consents.remember(one.accountId, one.clientId, consent);
      const bound = await insertTokens(storage(), one);
      const offline = await insertTokens(storage(), { ...one, grantId: one.offlineGrantId });
      const ofOther = await insertTokens(storage(), other);
      await storage().consents.withdraw(one.accountId, one.clientId);
      await storage().consents.withdraw(one.accountId, one.clientId);
      expect(await storage().consents.find(one.accountId, one.clientId)).toBeNull();
      expect(await liveOf(storage(), bound)).toEqual([]);
      expect(await liveOf(storage(), offline)).toEqual([]);
      expect(await liveOf(storage(), ofOther)).toHaveLength(3);
    });
  });
}
