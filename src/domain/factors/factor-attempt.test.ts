import { describe, expect, it } from 'vitest';
import { createCountingLimits } from '../accounts/testing/in-memory.ts';
import { type Attempt, attemptFactor, recoveryBudgets, totpBudgets } from './factor-attempt.ts';

const stranger: Attempt = { accountId: 'acc_1', code: '', network: '192.0.2.1', knownDevice: null };
const known: Attempt = { ...stranger, knownDevice: Buffer.from([1, 2, 3]) };
const right = () => Promise.resolve(true);
const wrong = () => Promise.resolve(false);
const fault = () => Promise.reject(new Error('the database is gone'));

function limits(points = 2) {
  const all = createCountingLimits(points);
  const counted = () => Object.fromEntries([...all.spent].filter(([, count]) => count > 0));
  return { all, counted };
}

describe('an attempt at a factor', () => {
  it('that is wrong counts for the network and the account', async () => {
    const { all, counted } = limits();
    expect(await attemptFactor(totpBudgets(all, stranger), wrong)).toEqual({ outcome: 'refused' });
    expect(counted()).toEqual({
      'signInPerNetwork 192.0.2.1': 1,
      'totpPerAccount acc_1': 1,
      'totpPerAccountInAll acc_1': 1,
    });
  });

  it('that is right gives the account its attempts back, and what it spent of those in all', async () => {
    const { all, counted } = limits(3);
    for (const answer of [wrong, wrong]) await attemptFactor(totpBudgets(all, stranger), answer);
    expect(await attemptFactor(totpBudgets(all, stranger), right)).toEqual({ outcome: 'accepted' });
    expect(counted()).toEqual({ 'signInPerNetwork 192.0.2.1': 2, 'totpPerAccountInAll acc_1': 2 });
  });

  it('AU-07: of a browser that is known counts for it alone, and not for its network', async () => {
    const { all, counted } = limits();
    await attemptFactor(totpBudgets(all, known), wrong);
    expect(counted()).toEqual({ 'totpPerAccount acc_1 AQID': 1, 'totpPerAccountInAll acc_1 AQID': 1 });
    for (const attempt of [stranger, stranger, stranger])
      await attemptFactor(totpBudgets(all, attempt), wrong);
    expect(await attemptFactor(totpBudgets(all, known), right)).toEqual({ outcome: 'accepted' });
  });

  it('is not looked at once they are used up, and says whose they were', async () => {
    const { all } = limits();
    for (const answer of [wrong, wrong]) await attemptFactor(recoveryBudgets(all, stranger), answer);
    const limited = { outcome: 'limited', retryAfterSeconds: 42 };
    const elsewhere = { ...stranger, network: '198.51.100.1' };
    expect(await attemptFactor(recoveryBudgets(all, stranger), fault)).toEqual({ ...limited, of: 'network' });
    expect(await attemptFactor(recoveryBudgets(all, elsewhere), fault)).toEqual({
      ...limited,
      of: 'account',
    });
  });

  it('that fails by our own fault costs nothing', async () => {
    const { all, counted } = limits();
    await expect(attemptFactor(totpBudgets(all, stranger), fault)).rejects.toThrow('the database is gone');
    expect(counted()).toEqual({});
  });
});
