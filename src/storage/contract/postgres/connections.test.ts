import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../e2e/environment/free-port.ts';
import { UnavailableError } from '../../../platform/unavailable-error.ts';
import { postgres, useDatabase } from '../backends.ts';
import { createSubject, insertAccount, insertCode, newKey } from '../subjects.ts';
import { connect, killBackends } from './connection.ts';

describe('promise 5: a database that is gone', () => {
  const opened = useDatabase(postgres);

  it('ends no process with its idle connections, and is used again at once', async () => {
    const { storage } = opened();
    await using onlooker = await connect(opened());
    await Promise.all(Array.from({ length: 5 }, () => storage.ping()));
    for (let round = 0; round < 3; round += 1) {
      expect(await killBackends(onlooker, 'idle')).toBeGreaterThan(0);
      await expect
        .poll(() => storage.ping().then(() => 'answers', String), { timeout: 5_000 })
        .toBe('answers');
    }
  });

  it('is unavailable, at once, when nobody listens', async () => {
    const databaseUrl = `postgres://symbolon@127.0.0.1:${await freePort()}/none`;
    await using storage = await opened().database.open({ databaseUrl });
    const begin = performance.now();
    await expect(storage.ping()).rejects.toThrow(UnavailableError);
    await expect(storage.accounts.findById('acc_x')).rejects.toThrow(UnavailableError);
    await expect(storage.authorizationCodes.consume(newKey('authorization_code'))).rejects.toThrow(
      UnavailableError,
    );
    await expect(storage.migrate()).rejects.toThrow(UnavailableError);
    await expect(storage.maintainPartitions()).rejects.toThrow(UnavailableError);
    const work = storage.unitOfWork(async () => {
      await storage.accounts.findById('acc_x');
      return 'commit';
    });
    await expect(work).rejects.toThrow(UnavailableError);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it('is unavailable after the time to connect when it takes the call and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const databaseUrl = `postgres://symbolon@127.0.0.1:${port}/none`;
    await using storage = await opened().database.open({ databaseUrl, connectTimeoutMs: 300 });
    await expect(storage.ping()).rejects.toThrow(UnavailableError);
  });

  it('is unavailable when every connection is taken for too long', async () => {
    await using storage = await opened().database.open({ poolSize: 1, connectTimeoutMs: 300 });
    const [held, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holder = storage.unitOfWork(async () => {
      await insertAccount(storage);
      held.resolve();
      await mayEnd.promise;
      return 'rollback';
    });
    await held.promise;
    await expect(storage.ping()).rejects.toThrow(UnavailableError);
    mayEnd.resolve();
    await holder;
    await expect(storage.ping()).resolves.toBeUndefined();
  });

  it('lends a unit of work no connection before it changes something', async () => {
    await using storage = await opened().database.open({ poolSize: 1, connectTimeoutMs: 300 });
    const [mayEnd, hasRead] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const reader = storage.unitOfWork(async () => {
      await storage.accounts.findById('acc_x');
      hasRead.resolve();
      await mayEnd.promise;
      return 'commit';
    });
    await hasRead.promise;
    await expect(storage.ping()).resolves.toBeUndefined();
    mayEnd.resolve();
    await reader;
  });

  it('is unavailable when a statement takes too long', async () => {
    const { database, storage } = opened();
    await using hasty = await database.open({ statementTimeoutMs: 300 });
    const code = await insertCode(storage, await createSubject(storage));
    await using holder = await connect(opened());
    await holder.query('BEGIN');
    await holder.query('SELECT FROM authorization_codes WHERE digest = $1 FOR UPDATE', [code.digest]);
    await expect(hasty.authorizationCodes.consume(code)).rejects.toThrow(UnavailableError);
    await holder.query('ROLLBACK');
    expect(await hasty.authorizationCodes.consume(code)).toBe(true);
  });

  it('is unavailable while it takes no writes: an old primary that became a standby', async () => {
    const { database } = opened();
    await using onlooker = await connect(opened());
    const { rows } = await onlooker.query<{ name: string }>('SELECT current_database() AS name');
    const name = rows[0]?.name ?? '';
    await onlooker.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    try {
      await using standby = await database.open();
      await expect(standby.ping()).rejects.toThrow(UnavailableError);
      const code = newKey('authorization_code');
      await expect(standby.authorizationCodes.consume(code)).rejects.toThrow(UnavailableError);
    } finally {
      await onlooker.query('SET default_transaction_read_only = off');
      await onlooker.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    }
  });
});
