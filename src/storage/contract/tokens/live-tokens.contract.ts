import { describe, expect, it } from 'vitest';
import type { RowKey } from '../../../domain/tokens/row-key.ts';
import { type Backend, useStorage } from '../backends.ts';
import {
  createSubject,
  hour,
  insertAccessToken,
  insertClientToken,
  insertRefreshToken,
  newKey,
} from '../subjects.ts';

/** Whether a token is live, in every state, is compared with the other stores in `liveOf`. */
export function liveTokensContract(backend: Backend): void {
  describe('live tokens', () => {
    const storage = useStorage(backend);
    const nameOf = ({ digest, bucket }: RowKey) => ({ digest: digest.toString('hex'), bucket });

    it('are answered in the order they were asked for, with null for what is not live', async () => {
      const [one, two] = [await createSubject(storage()), await createSubject(storage())];
      const ofOne = await insertAccessToken(storage(), one);
      const ofTwo = await insertAccessToken(storage(), { ...two, grantId: two.offlineGrantId });
      const ofClient = await insertClientToken(storage(), one.clientId);
      const keys = [newKey('access_token'), ofTwo, ofOne, newKey('access_token'), ofClient, ofTwo];
      const found = await storage().liveTokens.findLive('access_token', keys.map(nameOf));
      const owners = found.map(
        (token) => token && [token.clientId, token.accountId, token.grantId, token.sessionUid],
      );
      const second = [two.clientId, two.accountId, two.offlineGrantId, null];
      expect(owners).toEqual([
        null,
        second,
        [one.clientId, one.accountId, one.grantId, one.sessionUid],
        null,
        [one.clientId, null, null, null],
        second,
      ]);
      expect(await storage().liveTokens.findLive('access_token', [])).toEqual([]);
    });

    it('are good until the first of token, grant and session expires', async () => {
      const subject = await createSubject(storage());
      const lasting = await insertAccessToken(
        storage(),
        { ...subject, grantId: subject.offlineGrantId },
        2 * hour,
      );
      const short = await insertAccessToken(storage(), subject, 60);
      const { now } = await storage().describeDatabase();
      const found = await storage().liveTokens.findLive('access_token', [lasting, short].map(nameOf));
      const secondsLeft = found.map((token) => ((token?.liveUntil ?? 0) - now.getTime()) / 1000);
      expect(secondsLeft[0]).toBeGreaterThan(hour - 60);
      expect(secondsLeft[0]).toBeLessThanOrEqual(hour);
      expect(secondsLeft[1]).toBeGreaterThan(30);
      expect(secondsLeft[1]).toBeLessThanOrEqual(60);
    });

    it('are no refresh tokens once these are spent, and never those of another kind', async () => {
      const subject = await createSubject(storage());
      const refreshToken = await insertRefreshToken(storage(), subject);
      const ask = async (kind: 'access_token' | 'refresh_token') =>
        (await storage().liveTokens.findLive(kind, [nameOf(refreshToken)])).map((token) => token !== null);
      expect(await ask('refresh_token')).toEqual([true]);
      expect(await ask('access_token')).toEqual([false]);
      await storage().refreshTokens.consume(refreshToken);
      expect(await ask('refresh_token')).toEqual([false]);
    });
  });
}
