import { describe, expect, it } from 'vitest';
import { createCoherence, leaseMs, settleMs } from './coherence.ts';

function start() {
  let monotonic = 1_000_000;
  const coherence = createCoherence(() => monotonic);
  coherence.restart();
  return { coherence, pass: (ms: number) => (monotonic += ms), monotonic: () => monotonic };
}

describe('the lease', () => {
  it('is not there before a ping was answered', () => {
    expect(start().coherence.now()).toBeNull();
  });

  it('counts from the sending of the ping, not from its answer', () => {
    const { coherence, pass, monotonic } = start();
    const sentAt = monotonic();
    pass(leaseMs - 1);
    coherence.renew(sentAt, 5_000_000);
    expect(coherence.now()).toBe(5_000_000 + leaseMs - 1);
    pass(1);
    expect(coherence.now()).toBeNull();
  });

  it('never begins when the answer took longer than it lasts', () => {
    const { coherence, pass, monotonic } = start();
    const sentAt = monotonic();
    pass(leaseMs);
    coherence.renew(sentAt, 0);
    expect(coherence.now()).toBeNull();
  });

  it('ends with the connection', () => {
    const { coherence, monotonic } = start();
    coherence.renew(monotonic(), 0);
    coherence.lapse();
    expect(coherence.now()).toBeNull();
  });

  it('is outlasted by what an ending waits', () => {
    expect(settleMs).toBeGreaterThan(leaseMs);
  });
});

describe('changes', () => {
  it('concern what was read before them, and only the rows they name', () => {
    const { coherence } = start();
    const before = coherence.position();
    coherence.receive('gra_1');
    const after = coherence.position();
    expect(coherence.changedSince(before, 'token', ['acc_1', 'gra_1'])).toBe(true);
    expect(coherence.changedSince(before, 'token', ['acc_1', 'gra_2'])).toBe(false);
    expect(coherence.changedSince(after, 'gra_1', [])).toBe(false);
    coherence.receive('gra_1');
    expect(coherence.changedSince(after, 'gra_1', [])).toBe(true);
  });

  it('of everything may have been missed while the connection was gone', () => {
    const { coherence } = start();
    const before = coherence.position();
    coherence.restart();
    expect(coherence.changedSince(before, 'gra_1', [])).toBe(true);
    expect(coherence.changedSince(coherence.position(), 'gra_1', [])).toBe(false);
  });

  it('that are too many to keep make everything older doubtful, and keep memory bounded', () => {
    const { coherence } = start();
    const before = coherence.position();
    for (let index = 0; index < 20_000; index += 1) coherence.receive(`gra_${index}`);
    expect(coherence.changedSince(before, 'acc_1', [])).toBe(true);
    const recent = coherence.position();
    coherence.receive('gra_x');
    expect(coherence.changedSince(recent, 'acc_1', [])).toBe(false);
  });

  it('of one row, however many, push no other out', () => {
    const { coherence } = start();
    const before = coherence.position();
    for (let index = 0; index < 20_000; index += 1) coherence.receive('gra_1');
    expect(coherence.changedSince(before, 'acc_1', [])).toBe(false);
  });
});
