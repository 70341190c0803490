import { describe, expect, it } from 'vitest';
import { spendMail } from './mail-budget.ts';
import { createCountingLimits } from '../testing/in-memory.ts';

const points = 3;
const email = 'zoe@example.com';

describe('codes by mail', () => {
  it('are so many for an address, from wherever they are asked for', async () => {
    const limits = createCountingLimits(points);
    const ask = (network: string) => spendMail(limits, { email, network });
    for (let index = 0; index < points; index += 1)
      expect((await ask(`192.0.2.${index}`)).allowed).toBe(true);
    expect((await ask('192.0.2.99')).allowed).toBe(false);
    expect((await ask('192.0.2.1')).allowed).toBe(false);
  });

  it('AU-07: are still sent to the owner in a known browser, after a crowd of strangers has asked for as many as there are', async () => {
    const limits = createCountingLimits(points);
    for (let index = 0; index <= points; index += 1)
      await spendMail(limits, { email, network: `192.0.2.${index}` });
    const own = { email, network: '192.0.2.1', knownDevice: Buffer.from('own') };
    for (let index = 0; index < points; index += 1) expect((await spendMail(limits, own)).allowed).toBe(true);
    expect((await spendMail(limits, own)).allowed).toBe(false);
  });
});
