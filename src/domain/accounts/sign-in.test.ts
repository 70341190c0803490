import { beforeEach, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../platform/unavailable-error.ts';
import { emailKey } from './email/email.ts';
import { type SignInAttempt, type SignInParts, signIn } from './sign-in.ts';
import { createCountingLimits, createMemoryAccounts, createPlainHasher } from './testing/in-memory.ts';

const points = 3;
const account = { id: 'acc_zoe', email: 'Zoë@example.com', emailVerified: true, name: null };
const right: SignInAttempt = {
  email: 'zoë@EXAMPLE.com',
  password: 'right',
  network: '192.0.2.1',
  device: null,
};
const wrong = { ...right, password: 'wrong' };
const refused = { outcome: 'refused' };
const signedIn = { outcome: 'signed_in', accountId: account.id, validFrom: new Date(0) };
const limited = { outcome: 'limited', retryAfterSeconds: 42, of: 'network' };

const ownDevice = Buffer.from('own');
const knownDevices = {
  isKnown: (email: string, device: Buffer) =>
    Promise.resolve(emailKey(email) === emailKey(account.email) && device.equals(ownDevice)),
};

let accounts: ReturnType<typeof createMemoryAccounts>;
let hasher: ReturnType<typeof createPlainHasher>;
let parts: SignInParts;

beforeEach(async () => {
  accounts = createMemoryAccounts();
  hasher = createPlainHasher();
  parts = { accounts, knownDevices, hasher, limits: createCountingLimits(points) };
  await accounts.insert({ ...account, passwordHash: 'new:right' });
});

describe('signing in', () => {
  it('needs the address, in any spelling, and the password', async () => {
    expect(await signIn(parts, right)).toEqual(signedIn);
    expect(await signIn(parts, wrong)).toEqual(refused);
  });

  it('B-35: remembers no more of an attempt than a short key, however long the address', async () => {
    const limits = createCountingLimits(points);
    const long = 'ﷺ'.repeat(10_000);
    await signIn({ ...parts, limits }, { ...wrong, email: long });
    await signIn({ ...parts, limits }, { ...wrong, email: `${'ß'.repeat(60)}@example.com` });
    for (const key of limits.spent.keys()) expect(key.length).toBeLessThan(100);
    expect([...limits.spent.keys()].filter((key) => key.startsWith('signInPerAccount'))).toHaveLength(1);
  });

  it('AU-06: is refused in one way for all reasons, after the same work', async () => {
    await accounts.insert({
      ...account,
      id: 'acc_none',
      email: 'no-password@example.com',
      passwordHash: null,
    });
    await accounts.insert({ ...account, id: 'acc_off', email: 'off@example.com', passwordHash: 'new:right' });
    await accounts.disable('acc_off');
    const emails = ['unknown@example.com', 'no-password@example.com', 'off@example.com', ''];
    for (const [index, email] of emails.entries())
      expect(await signIn(parts, { ...right, email, network: `192.0.2.${index}` })).toEqual(refused);
    expect(await signIn(parts, wrong)).toEqual(refused);
    expect(hasher.verified).toEqual([null, null, 'new:right', null, 'new:right']);
  });

  it('renews a weaker hash, and only at a successful sign-in', async () => {
    await accounts.putPasswordHash(account.id, 'old:right');
    await signIn(parts, wrong);
    expect(accounts.rows.get(account.id)?.passwordHash).toBe('old:right');
    expect(await signIn(parts, right)).toEqual(signedIn);
    expect(accounts.rows.get(account.id)?.passwordHash).toBe('new:right');
    await signIn(parts, right);
    expect(hasher.hashed).toBe(1);
  });

  it('is a fault, not a refusal, when the passwords cannot be checked now', async () => {
    const full = { ...hasher, verify: () => Promise.reject(new UnavailableError('password hashing')) };
    await expect(signIn({ ...parts, hasher: full }, right)).rejects.toThrow(UnavailableError);
  });
});

describe('AU-07: guessing', () => {
  async function guess(times: number, attempt: SignInAttempt) {
    let last;
    for (let count = 0; count < times; count += 1) last = await signIn(parts, attempt);
    return last;
  }

  it('one account from one network ends after so many, also with the right password', async () => {
    expect(await guess(points, wrong)).toEqual(refused);
    expect(await signIn(parts, wrong)).toEqual(limited);
    const checked = hasher.verified.length;
    expect(await signIn(parts, right)).toEqual(limited);
    expect(hasher.verified).toHaveLength(checked);
  });

  it('B-25: counts the spellings of an address together', async () => {
    for (const email of ['zoë@example.com', 'ZOË@EXAMPLE.COM', ' zoe\u0308@example.com '])
      expect(await signIn(parts, { ...wrong, email })).toEqual(refused);
    expect(await signIn(parts, wrong)).toEqual(limited);
  });

  it('many accounts from one network ends too, also of accounts that do not exist', async () => {
    for (let count = 0; count < points; count += 1)
      expect(await signIn(parts, { ...wrong, email: `${count}@example.com` })).toEqual(refused);
    expect(await signIn(parts, { ...wrong, email: 'next@example.com' })).toEqual(limited);
  });

  it('B-42: by a stranger does not lock the owner out', async () => {
    expect(await guess(points + 5, wrong)).toEqual(limited);
    expect(await signIn(parts, { ...right, network: '198.51.100.1' })).toEqual(signedIn);
  });

  it('AU-07: by somebody in the same network does not lock the owner out of a browser that is known', async () => {
    expect(await guess(points + 5, wrong)).toEqual(limited);
    expect(await signIn(parts, { ...right, device: Buffer.from('of somebody else') })).toEqual(limited);
    expect(await signIn(parts, { ...right, device: ownDevice })).toEqual(signedIn);
  });

  it('AU-07: ends in a known browser too, which frees nobody else', async () => {
    expect(await guess(points + 1, { ...wrong, device: ownDevice })).toEqual({ ...limited, of: 'account' });
    const other = { ...wrong, email: 'next@example.com', device: ownDevice };
    expect(await guess(points, other)).toEqual(refused);
    expect(await signIn(parts, other)).toEqual(limited);
  });

  it('does not count for who signs in every morning', async () => {
    for (let count = 0; count < points * 3; count += 1) expect(await signIn(parts, right)).toEqual(signedIn);
  });

  it('starts anew for the account after a sign-in', async () => {
    await guess(points - 1, wrong);
    expect(await signIn(parts, right)).toEqual(signedIn);
    expect(await signIn(parts, wrong)).toEqual(refused);
  });
});
