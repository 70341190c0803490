import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../../platform/unavailable-error.ts';
import { postgres, useDatabase } from '../backends.ts';
import {
  allKinds,
  createSubject,
  insertAccessToken,
  insertCode,
  insertRefreshToken,
  insertTokens,
  liveOf,
  newKey,
  type TokenKeys,
} from '../subjects.ts';
import { awaitLockWaiters, connect, killBackends } from './connection.ts';

describe('a crash between the statements of a token request', () => {
  const opened = useDatabase(postgres);

  it('promise 1, B-09: leaves the code unspent and no token behind, and the next request succeeds', async () => {
    const { storage } = opened();
    await using onlooker = await connect(opened());
    const subject = await createSubject(storage);
    const code = await insertCode(storage, subject);
    let tokens: TokenKeys | null = null;

    const crashed = storage.unitOfWork(async () => {
      expect(await storage.authorizationCodes.consume(code)).toBe(true);
      tokens = await insertTokens(storage, subject);
      expect(await killBackends(onlooker, 'idle in transaction')).toBe(1);
      return 'commit';
    });
    await expect(crashed).rejects.toThrow(UnavailableError);
    if (tokens === null) throw new Error('the work did not get as far as the crash');
    expect(await liveOf(storage, tokens)).toEqual([]);
    expect(await storage.authorizationCodes.findLive(code)).toMatchObject({ consumed: false });

    await storage.unitOfWork(async () => {
      expect(await storage.authorizationCodes.consume(code)).toBe(true);
      tokens = await insertTokens(storage, subject);
      return 'commit';
    });
    expect(await liveOf(storage, tokens)).toEqual(allKinds);
  });

  it('is a fault for the statement that comes after it, too', async () => {
    const { storage } = opened();
    await using onlooker = await connect(opened());
    const subject = await createSubject(storage);
    const token = await insertRefreshToken(storage, subject);
    const crashed = storage.unitOfWork(async () => {
      await storage.refreshTokens.consume(token);
      await killBackends(onlooker, 'idle in transaction');
      await insertAccessToken(storage, subject);
      return 'commit';
    });
    await expect(crashed).rejects.toThrow(UnavailableError);
    expect((await storage.refreshTokens.findLive(token, 20))?.state).toBe('unspent');
  });

  it('of the winner lets one of those who wait for it win', async () => {
    const { storage } = opened();
    await using onlooker = await connect(opened());
    const code = await insertCode(storage, await createSubject(storage));
    const [held, mayCrash] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const winner = storage.unitOfWork(async () => {
      await storage.authorizationCodes.consume(code);
      held.resolve();
      await mayCrash.promise;
      return 'commit';
    });
    await held.promise;
    const others = Array.from({ length: 5 }, () => storage.authorizationCodes.consume(code));
    await awaitLockWaiters(onlooker, 5);
    await killBackends(onlooker, 'idle in transaction');
    mayCrash.resolve();
    await expect(winner).rejects.toThrow(UnavailableError);
    expect((await Promise.all(others)).filter(Boolean)).toHaveLength(1);
  });

  it('of those who wait is unavailability, never a verdict', async () => {
    const { storage } = opened();
    await using onlooker = await connect(opened());
    const code = await insertCode(storage, await createSubject(storage));
    const [held, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const winner = storage.unitOfWork(async () => {
      await storage.authorizationCodes.consume(code);
      held.resolve();
      await mayEnd.promise;
      return 'commit';
    });
    await held.promise;
    const loser = storage.authorizationCodes.consume(code);
    const refusal = expect(loser).rejects.toThrow(UnavailableError);
    await awaitLockWaiters(onlooker, 1);
    await killBackends(onlooker, 'active');
    await refusal;
    mayEnd.resolve();
    await winner;
    expect(await storage.authorizationCodes.consume(code)).toBe(false);
  });
});

describe('CO-06: a grant that ends while its code is being redeemed', () => {
  const opened = useDatabase(postgres);

  it.each(['the redemption', 'the end'])('leaves nothing alive when %s commits first', async (first) => {
    const { storage } = opened();
    const subject = await createSubject(storage);
    const code = await insertCode(storage, subject);
    const redeemed = Promise.withResolvers<TokenKeys>();
    const ended = Promise.withResolvers<void>();
    const redemption = storage.unitOfWork(async () => {
      expect(await storage.authorizationCodes.consume(code)).toBe(true);
      redeemed.resolve(await insertTokens(storage, subject));
      if (first === 'the end') await ended.promise;
      return 'commit';
    });
    const tokens = await redeemed.promise;
    if (first === 'the redemption') await redemption;
    await storage.grants.end(subject.grantId, 'code_replayed');
    ended.resolve();
    await redemption;
    expect(await liveOf(storage, tokens)).toEqual([]);
  });

  it('leaves nothing alive when both are under way at once', async () => {
    const { storage } = opened();
    const subject = await createSubject(storage);
    const code = await insertCode(storage, subject);
    const bothDone = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const key = newKey('access_token');
    const redemption = storage.unitOfWork(async () => {
      await storage.authorizationCodes.consume(code);
      const { accountId, clientId, grantId } = subject;
      const token = { key, kind: 'access_token', payload: {}, ttlSeconds: 300 } as const;
      await storage.accessTokens.insert({ ...token, accountId, clientId, grantId });
      bothDone[0].resolve();
      await bothDone[1].promise;
      return 'commit';
    });
    const end = storage.unitOfWork(async () => {
      await bothDone[0].promise;
      await storage.grants.end(subject.grantId, 'code_replayed');
      bothDone[1].resolve();
      await redemption;
      return 'commit';
    });
    await Promise.all([redemption, end]);
    expect(await storage.accessTokens.findLive(key, 'access_token')).toBeNull();
  });
});
