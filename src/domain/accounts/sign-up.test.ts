import { beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../platform/random.ts';
import type { NewActivity } from '../activity/activity.ts';
import { type SignUpParts, type SignUpRequest, signUp } from './sign-up.ts';
import { createCountingLimits, createMemoryAccounts, createPlainHasher } from './testing/in-memory.ts';

const points = 3;
const request: SignUpRequest = {
  email: ' Zoë@example.com ',
  name: ' Zoë Muster ',
  password: 'seven tall lanterns',
  origin: { network: '192.0.2.1', browser: 'Firefox' },
  transaction: 'transaction',
  language: 'en',
  app: 'Notes',
};

let accounts: ReturnType<typeof createMemoryAccounts>;
let hasher: ReturnType<typeof createPlainHasher>;
let parts: SignUpParts;
let noted: NewActivity[];

beforeEach(() => {
  accounts = createMemoryAccounts();
  hasher = createPlainHasher();
  noted = [];
  const policy = { minLength: 12, maxLength: 64 };
  parts = {
    storage: { accounts, unitOfWork: async (work) => void (await work()) },
    hasher,
    limits: createCountingLimits(points),
    proofs: null,
    policy,
    random: systemRandom,
    activity: { note: (activity) => Promise.resolve(void noted.push(activity)) },
  };
});

describe('signing up', () => {
  it('makes an account with the address as given, unverified, and the password hashed', async () => {
    const outcome = await signUp(parts, request);
    if (outcome.outcome !== 'signed_up') throw new Error(outcome.outcome);
    expect(outcome.accountId).toMatch(/^acc_[0-9A-Za-z]{22}$/);
    expect(accounts.rows.get(outcome.accountId)).toMatchObject({
      email: 'Zoë@example.com',
      emailVerified: false,
      name: 'Zoë Muster',
      passwordHash: `new:${request.password}`,
    });
    expect(noted).toEqual([
      { accountId: outcome.accountId, kind: 'account_created', detail: null, ...request.origin },
    ]);
  });

  it('needs no name', async () => {
    await signUp(parts, { ...request, name: '  ' });
    expect([...accounts.rows.values()]).toMatchObject([{ name: null }]);
  });

  it('FE-02: changes nothing about an account that has the address, in any spelling', async () => {
    await signUp(parts, request);
    const before = [...accounts.rows.values()];
    const again = {
      ...request,
      email: 'ZOE\u0308@EXAMPLE.COM',
      name: 'Mallory',
      password: 'another long one',
    };
    expect(await signUp(parts, again)).toEqual({ outcome: 'taken' });
    expect([...accounts.rows.values()]).toEqual(before);
    expect(noted).toHaveLength(1);
    // Hashed all the same, so that the time does not tell.
    expect(hasher.hashed).toBe(2);
  });

  it('names everything that is wrong at once, and does nothing', async () => {
    const outcome = await signUp(parts, {
      ...request,
      email: 'nobody',
      name: 'x'.repeat(101),
      password: 'short',
    });
    expect(outcome).toEqual({
      outcome: 'invalid',
      email: 'malformed',
      password: 'too_short',
      name: 'too_long',
    });
    expect(accounts.rows.size).toBe(0);
    expect(hasher.hashed).toBe(0);
  });

  it('names one thing that is wrong', async () => {
    expect(await signUp(parts, { ...request, name: '🦉'.repeat(101) })).toEqual({
      outcome: 'invalid',
      email: null,
      password: null,
      name: 'too_long',
    });
    expect(await signUp(parts, { ...request, name: '🦉'.repeat(100) })).toMatchObject({
      outcome: 'signed_up',
    });
  });

  it('is limited for a network, before anything is hashed', async () => {
    for (let count = 0; count < points; count += 1)
      expect(await signUp(parts, { ...request, email: `${count}@example.com` })).toMatchObject({
        outcome: 'signed_up',
      });
    expect(await signUp(parts, { ...request, email: 'next@example.com' })).toEqual({
      outcome: 'limited',
      retryAfterSeconds: 42,
    });
    expect(hasher.hashed).toBe(points);
    expect(
      await signUp(parts, { ...request, origin: { network: '198.51.100.1', browser: '' } }),
    ).toMatchObject({
      outcome: 'signed_up',
    });
  });

  it('does not count what was mistyped', async () => {
    for (let count = 0; count < points * 3; count += 1) await signUp(parts, { ...request, email: 'nobody' });
    expect(await signUp(parts, request)).toMatchObject({ outcome: 'signed_up' });
  });
});
