import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../platform/unavailable-error.ts';
import { createCoherence } from '../coherence/coherence.ts';
import { createLiveTokenReads } from './live-token-reads.ts';
import type { LiveToken, TokenName } from './live-token.ts';

const live: LiveToken = {
  kind: 'access_token',
  clientId: 'client',
  accountId: 'acc_1',
  grantId: 'gra_1',
  sessionUid: null,
  payload: {},
  issuedAt: 0,
  expiresAt: 1,
  liveUntil: 1000,
};
const nameOf = (digest: string): TokenName => ({ digest, bucket: 1 });
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A database that answers when it is told to. */
function start() {
  const coherence = createCoherence(() => 0);
  coherence.restart();
  coherence.renew(0, 0);
  const statements: Array<{
    digests: string[];
    answer: (token: LiveToken | null) => void;
    fail: (error: Error) => void;
  }> = [];
  const reader = {
    findLive: (_kind: LiveToken['kind'], tokens: readonly TokenName[]) =>
      new Promise<Array<LiveToken | null>>((resolve, reject) => {
        statements.push({
          digests: tokens.map(({ digest }) => digest),
          answer: (token) => resolve(tokens.map(() => token)),
          fail: reject,
        });
      }),
  };
  return { coherence, statements, reads: createLiveTokenReads('access_token', reader, coherence) };
}

describe('reads of live tokens', () => {
  it('of one tick are one statement, and of one token one row of it', async () => {
    const { reads, statements } = start();
    const asked = ['a', 'b', 'a'].map((digest) => reads.read(nameOf(digest)));
    await tick();
    expect(statements.map(({ digests }) => digests)).toEqual([['a', 'b']]);
    statements[0]?.answer(live);
    expect((await Promise.all(asked)).map(({ token }) => token)).toEqual([live, live, live]);
  });

  it('wait, beyond two statements, and then travel together', async () => {
    const { reads, statements } = start();
    const asked = [];
    for (const digest of ['a', 'b', 'c', 'd']) {
      asked.push(reads.read(nameOf(digest)));
      await tick();
    }
    expect(statements.map(({ digests }) => digests)).toEqual([['a'], ['b']]);
    statements[0]?.answer(live);
    await asked[0];
    await tick();
    expect(statements[2]?.digests).toEqual(['c', 'd']);
  });

  it('are shared while one is under way and nothing changes', async () => {
    const { reads, statements } = start();
    const first = reads.read(nameOf('a'));
    await tick();
    const second = reads.read(nameOf('a'));
    await tick();
    expect(statements).toHaveLength(1);
    statements[0]?.answer(live);
    expect([(await first).token, (await second).token]).toEqual([live, live]);
  });

  it('promise 3: are made anew for who came later, when what they rest on changed after they began', async () => {
    const { reads, statements, coherence } = start();
    const first = reads.read(nameOf('a'));
    await tick();
    coherence.receive('gra_1');
    const second = reads.read(nameOf('a'));
    statements[0]?.answer(live);
    expect((await first).token).toEqual(live);
    await tick();
    statements[1]?.answer(null);
    expect((await second).token).toBeNull();
  });

  it('promise 3: are never shared without a lease', async () => {
    const { reads, statements, coherence } = start();
    const first = reads.read(nameOf('a'));
    await tick();
    coherence.lapse();
    const second = reads.read(nameOf('a'));
    await tick();
    expect(statements).toHaveLength(2);
    statements[0]?.answer(live);
    statements[1]?.answer(null);
    expect([(await first).token, (await second).token]).toEqual([live, null]);
  });

  it('fail together, and the next ones are not affected', async () => {
    const { reads, statements } = start();
    const asked = ['a', 'b'].map((digest) => reads.read(nameOf(digest)));
    await tick();
    statements[0]?.fail(new UnavailableError('database'));
    for (const each of await Promise.allSettled(asked)) expect(each.status).toBe('rejected');
    const later = reads.read(nameOf('a'));
    await tick();
    statements[1]?.answer(live);
    expect((await later).token).toEqual(live);
  });
});
