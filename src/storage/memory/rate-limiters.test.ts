import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryRateLimiters, type Limits } from './rate-limiters.ts';

const limit = { points: 3, windowSeconds: 60 };
const limits: Limits = {
  signInPerAccount: limit,
  signInPerNetwork: { points: 1, windowSeconds: 60 },
  signUpPerNetwork: limit,
  clientAuthenticationPerClient: limit,
  clientAuthenticationPerNetwork: limit,
  interactionsPerNetwork: limit,
  mailPerAddress: limit,
  mailPerAddressInAll: limit,
  totpPerAccount: limit,
  totpPerAccountInAll: limit,
  recoveryPerAccount: limit,
  warningPerAccount: limit,
  accountFormsPerAccount: limit,
  signInNotesPerAccount: limit,
  mailPerNetwork: limit,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('rate limits in memory', () => {
  it('let the budget through and say when the next attempt makes sense', async () => {
    const { signInPerAccount } = createMemoryRateLimiters(limits);
    for (let count = 0; count < 3; count += 1)
      expect(await signInPerAccount.spend('key')).toEqual({ allowed: true });
    vi.advanceTimersByTime(20_000);
    expect(await signInPerAccount.spend('key')).toEqual({ allowed: false, retryAfterSeconds: 40 });
  });

  it('start anew when the window is over', async () => {
    const { signInPerNetwork } = createMemoryRateLimiters(limits);
    expect(await signInPerNetwork.spend('key')).toEqual({ allowed: true });
    expect(await signInPerNetwork.spend('key')).toMatchObject({ allowed: false });
    vi.advanceTimersByTime(60_001);
    expect(await signInPerNetwork.spend('key')).toEqual({ allowed: true });
  });

  it('count each key and each limit apart', async () => {
    const { signInPerNetwork, signUpPerNetwork } = createMemoryRateLimiters(limits);
    await signInPerNetwork.spend('key');
    expect(await signInPerNetwork.spend('other')).toEqual({ allowed: true });
    expect(await signUpPerNetwork.spend('key')).toEqual({ allowed: true });
    expect(await signInPerNetwork.spend('key')).toMatchObject({ allowed: false });
  });

  it('give the whole budget back after a reset, and one point after a refund', async () => {
    const { signInPerAccount } = createMemoryRateLimiters(limits);
    for (let count = 0; count < 4; count += 1) await signInPerAccount.spend('key');
    await signInPerAccount.reset('key');
    for (let count = 0; count < 3; count += 1)
      expect(await signInPerAccount.spend('key')).toEqual({ allowed: true });
    await signInPerAccount.refund('key');
    expect(await signInPerAccount.spend('key')).toEqual({ allowed: true });
    expect(await signInPerAccount.spend('key')).toMatchObject({ allowed: false });
  });
});
