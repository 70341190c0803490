import { readdirSync } from 'node:fs';
import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../platform/random.ts';
import { UnavailableError } from '../../../platform/unavailable-error.ts';
import { createHashingThreads } from './hashing-threads.ts';
import { createPasswordHasher, type PasswordHasherOptions } from './password-hasher.ts';

const options: PasswordHasherOptions = {
  memoryKiB: 1024,
  iterations: 2,
  parallelism: 1,
  concurrency: 1,
  queueLimit: 100,
  maxLength: 128,
  random: systemRandom,
};
const hasher = createPasswordHasher(options);
const password = 'correct horse battery';

describe('a password', () => {
  it('AU-05: is hashed with argon2id and its own salt', async () => {
    const [one, other] = [await hasher.hash(password), await hasher.hash(password)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=1024,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(one).not.toContain(password);
  });

  it('AU-02: matches as a whole and in its case only', async () => {
    const hash = await hasher.hash(`${'x'.repeat(72)}end`);
    expect(await hasher.verify(hash, `${'x'.repeat(72)}end`)).toBe(true);
    for (const wrong of ['x'.repeat(72), `${'x'.repeat(72)}enD`, `${'x'.repeat(72)}end `, ''])
      expect(await hasher.verify(hash, wrong)).toBe(false);
  });

  it('matches however a keyboard composes its characters', async () => {
    const hash = await hasher.hash('Zoë öffnet Türen'.normalize('NFC'));
    expect(await hasher.verify(hash, 'Zoë öffnet Türen'.normalize('NFD'))).toBe(true);
  });

  it('AU-01: that is too long is refused without being hashed', async () => {
    const full = createPasswordHasher({ ...options, queueLimit: 0 });
    // A hasher that takes no work at all: whoever asks for a hash is refused.
    await expect(full.verify(null, 'x'.repeat(128))).rejects.toThrow(UnavailableError);
    expect(await full.verify(null, 'x'.repeat(129))).toBe(false);
    expect(await full.verify(null, 'x'.repeat(10_000_000))).toBe(false);
  });
});

describe('AU-06: an account that does not exist', () => {
  it('never matches, after the same work', async () => {
    const full = createPasswordHasher({ ...options, queueLimit: 0 });
    const hash = await hasher.hash(password);
    expect(await hasher.verify(null, password)).toBe(false);
    expect(await hasher.verify(null, '')).toBe(false);
    // Both ways lead through the lane.
    await expect(full.verify(null, password)).rejects.toThrow(UnavailableError);
    await expect(full.verify(hash, password)).rejects.toThrow(UnavailableError);
  });
});

describe('a hash of another system', () => {
  // By Python's crypt.crypt, of what was typed as it was: NFKC would make it '1\u20442 fine'.
  const typed = '½ ﬁne';
  const bcrypt = '$2b$05$abcdefghijklmnopqrstuu4tVACbBxRFTb7PjBXIAUS74AGqqR7sy';

  it('is verified in the lane, as it was made, and is to be renewed', async () => {
    expect(await hasher.verify(bcrypt, typed)).toBe(true);
    expect(await hasher.verify(bcrypt, '1⁄2 fine')).toBe(false);
    expect(hasher.needsRehash(bcrypt)).toBe(true);
  });

  it.each([
    ['another variant', (text: string) => text.replace('argon2id', 'argon2i')],
    ['a short salt', (text: string) => text.replace(/[^$]{22}(?=\$[^$]*$)/, 'AAAAAAAAAAAAAAAA')],
    ['a short tag', (text: string) => text.slice(0, -11)],
  ])('is to be renewed also when it looks like ours, with %s', async (_, change) => {
    const ours = await hasher.hash(password);
    expect(change(ours)).not.toBe(ours);
    expect(hasher.needsRehash(ours)).toBe(false);
    expect(hasher.needsRehash(change(ours))).toBe(true);
  });

  it.each(['', 'plain text', '$1$saltsalt$DqZtYbGVJnGdzTCY4qsDF0'])(
    'that we do not know is a fault: %j',
    async (text) => {
      await expect(hasher.verify(text, password)).rejects.toThrow('of no kind that we know');
    },
  );
});

describe('the lane', () => {
  it('takes so many and sends the others away at once', async () => {
    const narrow = createPasswordHasher({ ...options, queueLimit: 3 });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => narrow.hash(password)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(16);
    expect(refused.length).toBeLessThan(20);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(UnavailableError);
    expect(refused[0]?.reason).toMatchObject({ component: 'password hashing', retryAfterSeconds: 2 });
    expect(narrow.queueLength()).toBe(0);
    expect(await narrow.hash(password)).toMatch(/^\$argon2id/);
  });

  it('shows how many wait', async () => {
    const busy = createPasswordHasher(options);
    const work = Array.from({ length: 5 }, () => busy.hash(password));
    await Promise.resolve();
    expect(busy.queueLength()).toBeGreaterThanOrEqual(4);
    await Promise.all(work);
    expect(busy.queueLength()).toBe(0);
  });
});

describe('one network', () => {
  it('gets a fourth of the queue, and others the rest', async () => {
    const shared = createPasswordHasher({ ...options, queueLimit: 8 });
    const from = (network: string) => shared.hash(password, network);
    const greedy = Promise.allSettled(Array.from({ length: 10 }, () => from('greedy')));
    expect(shared.isFull('greedy')).toBe(true);
    expect(shared.isFull('modest')).toBe(false);
    expect(shared.isFull(null)).toBe(false);
    expect(await from('modest')).toMatch(/^\$argon2id/);
    const done = (await greedy).filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(3);
    expect(shared.isFull('greedy')).toBe(false);
  });

  it('and others together fill it', async () => {
    const shared = createPasswordHasher({ ...options, queueLimit: 8 });
    const work: Array<Promise<string>> = [];
    for (let network = 0; network < 5; network += 1) work.push(shared.hash(password, `network ${network}`));
    await Promise.resolve();
    expect(shared.isFilling()).toBe(true);
    await Promise.all(work);
    expect(shared.isFilling()).toBe(false);
  });
});

it('a thread that is stopped fails what it was doing, and nothing else', async () => {
  const threads = createHashingThreads();
  const cost = { memoryKiB: 1024, iterations: 2, parallelism: 1 };
  const task = { kind: 'hash', password, salt: 'AAAAAAAAAAAAAAAAAAAAAA', cost } as const;
  const slow = threads.run({ ...task, cost: { ...cost, memoryKiB: 262_144, iterations: 20 } });
  await Promise.all([expect(slow).rejects.toThrow(/ended/), threads[Symbol.asyncDispose]()]);
  expect(await threads.run(task)).toMatchObject({ kind: 'hash' });
  expect(await threads.run({ ...task, salt: '' })).toMatchObject({ kind: 'failed' });
  await threads[Symbol.asyncDispose]();
});

it.runIf(process.platform === 'linux')('hashes on threads that give way to all others', async () => {
  await hasher.hash(password);
  const tasks = readdirSync('/proc/self/task').map((id) => ({
    id: Number(id),
    nice: getPriority(Number(id)),
  }));
  const own = tasks.find(({ id }) => id === process.pid)?.nice ?? NaN;
  expect(tasks.some(({ nice }) => nice > own)).toBe(true);
});

describe('AU-05: a hash of weaker parameters', () => {
  it.each([{ memoryKiB: 2048 }, { iterations: 3 }])('is to be renewed under %o', async (stronger) => {
    const hash = await hasher.hash(password);
    expect(hasher.needsRehash(hash)).toBe(false);
    expect(createPasswordHasher({ ...options, ...stronger }).needsRehash(hash)).toBe(true);
  });
});
