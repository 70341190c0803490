import { describe, expect, it } from 'vitest';
import { AlreadyExistsError } from '../../../domain/already-exists-error.ts';
import type { Payload } from '../../../domain/tokens/token-stores.ts';
import { type Backend, useStorage } from '../backends.ts';
import { awaitDatabaseClock } from '../database-clock.ts';
import {
  createSubject,
  hour,
  insertAccessToken,
  insertClientToken,
  insertTokens,
  liveOf,
  newKey,
} from '../subjects.ts';

const payload: Payload = {
  unicode: 'Zoë 日本語 🦉 \u2028 "quoted" \\ back\\u0041slash',
  nested: { list: [1, [2, { three: [] }], null], empty: {} },
  large: Number.MAX_SAFE_INTEGER,
  small: 1e-300,
  negative: -0.1,
  nothing: null,
  yes: true,
  'key with "quotes"': "'; DROP TABLE grants; --",
  long: 'x'.repeat(20_000),
};

export function accessTokensContract(backend: Backend): void {
  describe('access tokens', () => {
    const storage = useStorage(backend);

    it('give back the payload they were stored with', async () => {
      const { accountId, clientId, grantId } = await createSubject(storage());
      const key = newKey('access_token');
      const owner = { accountId, clientId, grantId };
      await storage().accessTokens.insert({ ...owner, key, kind: 'access_token', payload, ttlSeconds: hour });
      expect((await storage().accessTokens.findLive(key, 'access_token'))?.payload).toEqual(payload);
    });

    it('IN-06: are found only as the kind they are', async () => {
      const subject = await createSubject(storage());
      const ofPerson = await insertAccessToken(storage(), subject);
      const ofClient = await insertClientToken(storage(), subject.clientId);
      expect(await storage().accessTokens.findLive(ofPerson, 'access_token')).not.toBeNull();
      expect(await storage().accessTokens.findLive(ofPerson, 'client_credentials')).toBeNull();
      expect(await storage().accessTokens.findLive(ofClient, 'client_credentials')).not.toBeNull();
      expect(await storage().accessTokens.findLive(ofClient, 'access_token')).toBeNull();
    });

    it('are dead once expired', async () => {
      const subject = await createSubject(storage());
      const expiring = await insertAccessToken(storage(), subject, 0.2);
      const ofClient = await insertClientToken(storage(), subject.clientId, 0.2);
      const lasting = await insertAccessToken(storage(), subject);
      await awaitDatabaseClock(storage(), 0.2);
      expect(await storage().accessTokens.findLive(expiring, 'access_token')).toBeNull();
      expect(await storage().accessTokens.findLive(ofClient, 'client_credentials')).toBeNull();
      expect(await storage().accessTokens.findLive(lasting, 'access_token')).not.toBeNull();
    });

    it('revoked alone, twice, take nothing else along', async () => {
      const subject = await createSubject(storage());
      const tokens = await insertTokens(storage(), subject);
      const sibling = await insertAccessToken(storage(), subject);
      await storage().accessTokens.revoke(tokens.accessToken);
      await storage().accessTokens.revoke(tokens.accessToken);
      await storage().accessTokens.revoke(newKey('access_token'));
      expect(await liveOf(storage(), tokens)).toEqual(['refreshToken', 'code']);
      expect(await storage().accessTokens.findLive(sibling, 'access_token')).not.toBeNull();
    });

    it('refuse a second row for the same secret', async () => {
      const { accountId, clientId, grantId } = await createSubject(storage());
      const token = {
        key: newKey('access_token'),
        kind: 'access_token',
        payload: {},
        ttlSeconds: hour,
      } as const;
      await storage().accessTokens.insert({ ...token, accountId, clientId, grantId });
      const again = storage().accessTokens.insert({ ...token, accountId, clientId, grantId });
      await expect(again).rejects.toThrow(AlreadyExistsError);
    });

    it('can be stored at every point of the longest lifetime', async () => {
      const { accountId, clientId, grantId } = await createSubject(storage());
      for (const days of [0, 1, 7, 29, 30]) {
        const ttlSeconds = days * 24 * hour;
        const key = newKey('access_token', ttlSeconds);
        const token = { key, kind: 'access_token', payload: {}, ttlSeconds } as const;
        await storage().accessTokens.insert({ ...token, accountId, clientId, grantId });
      }
    });
  });
}
