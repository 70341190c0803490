import { describe, expect, it } from 'vitest';
import { type ChangeSink, createCoherence, leaseMs, settleMs } from '../../domain/coherence/coherence.ts';
import type { Storage } from '../../domain/storage.ts';
import { systemMonotonicMs } from '../../platform/clock.ts';
import { createIdentifier } from '../../platform/identifiers.ts';
import { systemRandom } from '../../platform/random.ts';
import { type Backend, useDatabase } from './backends.ts';
import { createSubject, insertAccessToken, metadata, newSession, type Subject } from './subjects.ts';

interface Ending {
  readonly name: string;
  readonly end: (storage: Storage, subject: Subject) => Promise<unknown>;
  /** What it is announced by. */
  readonly announces: (subject: Subject) => readonly string[];
}

const ofAccount = ({ accountId }: Subject) => [accountId];
const ofClient = ({ clientId }: Subject) => [clientId];

const endings: readonly Ending[] = [
  {
    name: 'a grant',
    end: (s, { grantId }) => s.grants.end(grantId, 'revoked'),
    announces: (x) => [x.grantId],
  },
  {
    name: 'a session',
    end: (s, { sessionUid }) => s.sessions.end(sessionUid),
    announces: (x) => [x.sessionUid],
  },
  {
    name: 'a consent',
    end: (s, { accountId, clientId }) => s.consents.withdraw(accountId, clientId),
    announces: (x) => [x.grantId, x.offlineGrantId],
  },
  {
    name: 'an account, disabled',
    end: (s, { accountId }) => s.accounts.disable(accountId),
    announces: ofAccount,
  },
  {
    name: 'an account, signed out',
    end: (s, { accountId }) => s.accounts.revokeAll(accountId),
    announces: ofAccount,
  },
  { name: 'a client, removed', end: (s, { clientId }) => s.clients.remove(clientId), announces: ofClient },
  { name: "a client's tokens", end: (s, { clientId }) => s.clients.revokeAll(clientId), announces: ofClient },
  {
    name: "a client's metadata",
    end: (s, { clientId }) => s.clients.put(clientId, metadata, 'operator'),
    announces: ofClient,
  },
];

export function changesContract(backend: Backend): void {
  describe('announced changes', () => {
    const opened = useDatabase(backend, { settleMs });

    it.each(endings)(
      'promise 3: $name has ended everywhere once its end is answered',
      async ({ end, announces }) => {
        const { storage } = opened();
        const subject = await createSubject(storage);
        const coherence = createCoherence(systemMonotonicMs);
        await using _feed = storage.followChanges(coherence);
        await expect.poll(() => coherence.now()).not.toBeNull();
        const before = coherence.position();
        const names = announces(subject);
        for (const name of names) expect(coherence.changedSince(before, name, [])).toBe(false);
        await end(storage, subject);
        for (const name of names) expect(coherence.changedSince(before, name, []), name).toBe(true);
        expect(coherence.changedSince(before, 'somebody else', [])).toBe(false);
      },
    );

    it('promise 3: ending once more what has ended is answered no sooner', async () => {
      const { storage } = opened();
      const { grantId } = await createSubject(storage);
      const first = storage.grants.end(grantId, 'revoked');
      await expect.poll(() => storage.grants.findLive(grantId), { interval: 5 }).toBeNull();
      const askedAt = systemMonotonicMs();
      await storage.grants.end(grantId, 'revoked');
      expect(systemMonotonicMs() - askedAt).toBeGreaterThanOrEqual(leaseMs);
      await first;
    });

    it('an access token, an API and a secret are announced by their names', async () => {
      const { storage } = opened();
      const subject = await createSubject(storage);
      const api = {
        audience: `https://${subject.clientId}.example`,
        clientId: subject.clientId,
        name: 'An API',
      };
      const secret = { id: createIdentifier('sec', systemRandom), digest: systemRandom(32) };
      const key = await insertAccessToken(storage, subject);
      const received = new Set<string>();
      await using _feed = storage.followChanges(recorder(received));
      await expect.poll(() => received.has('restart')).toBe(true);
      const definition = { scopes: {}, accessTokenFormat: 'opaque', accessTokenTtlSeconds: null } as const;
      await storage.apis.put({ ...api, ...definition, managedBy: 'operator' });
      expect([...received]).toContain(subject.clientId);
      received.clear();
      await storage.clients.addSecret(subject.clientId, secret);
      await storage.accessTokens.revoke(key);
      await storage.apis.remove(api.audience);
      expect([...received].sort()).toEqual(
        [api.audience, subject.clientId, key.digest.toString('hex')].sort(),
      );
    });

    it('what is rolled back is not announced, and what is new is nobody to forget', async () => {
      const { storage } = opened();
      const subject = await createSubject(storage);
      const received = new Set<string>();
      await using _feed = storage.followChanges(recorder(received));
      await expect.poll(() => received.has('restart')).toBe(true);
      received.clear();
      await storage.unitOfWork(async () => {
        await storage.grants.end(subject.grantId, 'revoked');
        return 'rollback';
      });
      await createSubject(storage);
      await insertAccessToken(storage, subject);
      await storage.sessions.save(newSession({ uid: subject.sessionUid, accountId: subject.accountId }));
      await storage.sessions.end(subject.sessionUid);
      expect([...received]).toEqual([subject.sessionUid]);
    });
  });
}

function recorder(received: Set<string>): ChangeSink {
  return {
    receive: (name) => void received.add(name),
    renew: () => undefined,
    lapse: () => undefined,
    restart: () => void received.add('restart'),
  };
}
