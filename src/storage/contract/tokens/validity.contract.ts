import { describe, expect, it } from 'vitest';
import type { Storage } from '../../../domain/storage.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import {
  allKinds,
  createSubject,
  insertClientToken,
  insertGrant,
  insertTokens,
  agreedLiveOf,
  metadata,
  newSession,
  type Subject,
  type TokenKeys,
} from '../subjects.ts';

interface End {
  readonly name: string;
  readonly end: (storage: Storage, subject: Subject, tokens: TokenKeys) => Promise<unknown>;
  /** What is still live of a grant bound to the session, and of one that is not. */
  readonly bound: readonly string[];
  readonly offline: readonly string[];
}

const all = allKinds;
const none: readonly string[] = [];

/** The whole predicate: token AND grant AND account AND client AND bound session. */
const ends: readonly End[] = [
  { name: 'nothing', end: () => Promise.resolve(), bound: all, offline: all },
  {
    name: 'the access token',
    end: (storage, _subject, { accessToken }) => storage.accessTokens.revoke(accessToken),
    bound: ['refreshToken', 'code'],
    offline: all,
  },
  {
    name: 'the refresh token',
    end: (storage, _subject, { refreshToken }) => storage.refreshTokens.revoke(refreshToken),
    bound: ['accessToken', 'code'],
    offline: all,
  },
  {
    name: 'the grant',
    end: (storage, { grantId }) => storage.grants.end(grantId, 'revoked'),
    bound: none,
    offline: all,
  },
  {
    name: 'the session',
    end: (storage, { sessionUid }) => storage.sessions.end(sessionUid),
    bound: none,
    offline: all,
  },
  {
    name: 'the account, by disabling it',
    end: (storage, { accountId }) => storage.accounts.disable(accountId),
    bound: none,
    offline: none,
  },
  {
    name: 'the account, disabled and enabled again',
    async end(storage, { accountId }) {
      await storage.accounts.disable(accountId);
      await storage.accounts.enable(accountId);
    },
    bound: none,
    offline: none,
  },
  {
    name: 'everything of the account',
    end: (storage, { accountId }) => storage.accounts.revokeAll(accountId),
    bound: none,
    offline: none,
  },
  {
    name: 'the client, by removing it',
    end: (storage, { clientId }) => storage.clients.remove(clientId),
    bound: none,
    offline: none,
  },
  {
    name: 'the client, removed and made again',
    async end(storage, { clientId }) {
      await storage.clients.remove(clientId);
      await storage.clients.put(clientId, metadata, 'declaration');
    },
    bound: none,
    offline: none,
  },
  {
    name: 'everything of the client',
    end: (storage, { clientId }) => storage.clients.revokeAll(clientId),
    bound: none,
    offline: none,
  },
  {
    name: 'the consent',
    end: (storage, { accountId, clientId }) => storage.consents.withdraw(accountId, clientId),
    bound: none,
    offline: none,
  },
  {
    name: 'nothing, when the client changes its metadata',
    end: (storage, { clientId }) => storage.clients.put(clientId, metadata, 'declaration'),
    bound: all,
    offline: all,
  },
];

export function validityContract(backend: Backend): void {
  describe('promise 3: validity', () => {
    const storage = useStorage(backend);

    it.each(ends)('ending $name ends what hangs on it and nothing else', async ({ end, bound, offline }) => {
      const [subject, bystander] = [await createSubject(storage()), await createSubject(storage())];
      const ofSession = await insertTokens(storage(), subject);
      const ofNobody = await insertTokens(storage(), { ...subject, grantId: subject.offlineGrantId });
      const ofBystander = await insertTokens(storage(), bystander);
      await end(storage(), subject, ofSession);
      expect(await agreedLiveOf(storage(), ofSession)).toEqual(bound);
      expect(await agreedLiveOf(storage(), ofNobody)).toEqual(offline);
      expect(await agreedLiveOf(storage(), ofBystander)).toEqual(all);
    });

    it.each(ends.filter(({ bound }) => bound.length === 0))(
      'what is issued under the grant after the end of $name is dead too',
      async ({ end }) => {
        const subject = await createSubject(storage());
        await end(storage(), subject, await insertTokens(storage(), subject));
        expect(await storage().grants.findLive(subject.grantId)).toBeNull();
        expect(await agreedLiveOf(storage(), await insertTokens(storage(), subject))).toEqual([]);
      },
    );

    it('a client, account or session that is live again issues anew', async () => {
      const subject = await createSubject(storage());
      await storage().accounts.disable(subject.accountId);
      await storage().accounts.enable(subject.accountId);
      await storage().clients.remove(subject.clientId);
      await storage().clients.put(subject.clientId, metadata, 'operator');
      await awaitDatabaseClock(storage(), 0);
      const session = newSession({ accountId: subject.accountId });
      await storage().sessions.save(session);
      const grantId = await insertGrant(storage(), { ...subject, sessionUid: session.uid });
      expect(await agreedLiveOf(storage(), await insertTokens(storage(), { ...subject, grantId }))).toEqual(
        all,
      );
    });

    it('a session or grant made while the account is disabled is dead, and does not wake up with it', async () => {
      const subject = await createSubject(storage());
      await storage().accounts.disable(subject.accountId);
      const session = newSession({ accountId: subject.accountId });
      await storage().sessions.save(session);
      const grantId = await insertGrant(storage(), { ...subject, sessionUid: null });
      expect(await storage().grants.findLive(grantId)).toBeNull();
      expect(await storage().sessions.findLiveByUid(session.uid)).toBeNull();
      await storage().accounts.enable(subject.accountId);
      expect(await storage().grants.findLive(grantId)).toBeNull();
      expect(await storage().sessions.findLiveByUid(session.uid)).toBeNull();
    });

    it('a grant bound to the session of somebody else is dead', async () => {
      const [subject, other] = [await createSubject(storage()), await createSubject(storage())];
      const grantId = await insertGrant(storage(), { ...subject, sessionUid: other.sessionUid });
      expect(await storage().grants.findLive(grantId)).toBeNull();
    });

    it('tokens of a client for itself end with the client, and stay ended when it is made again', async () => {
      const { clientId } = await createSubject(storage());
      const token = await insertClientToken(storage(), clientId);
      expect(await storage().accessTokens.findLive(token, 'client_credentials')).not.toBeNull();
      await storage().clients.remove(clientId);
      expect(await storage().accessTokens.findLive(token, 'client_credentials')).toBeNull();
      await storage().clients.put(clientId, metadata, 'operator');
      expect(await storage().accessTokens.findLive(token, 'client_credentials')).toBeNull();
    });

    it('tokens of an unknown client, account or grant are dead', async () => {
      const subject = await createSubject(storage());
      const stranger = { accountId: 'acc_x', clientId: 'cli_x', grantId: 'gra_0123456789012345678901gg4A' };
      for (const part of ['accountId', 'clientId', 'grantId'] as const) {
        const tokens = await insertTokens(storage(), { ...subject, [part]: stranger[part] });
        expect(await agreedLiveOf(storage(), tokens)).toEqual([]);
      }
    });
  });
}
