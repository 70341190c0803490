import { describe, expect, it } from 'vitest';
import type { EmailProofs } from '../../mail/email-proof.ts';
import type { Storage } from '../../storage.ts';
import { createCountingLimits } from '../testing/in-memory.ts';
import { type CodeRequest, askForCode, askForCodeAgain } from './code-request.ts';

const device = Buffer.from('the browser of mallory');
const request: Omit<CodeRequest, 'email'> = {
  purpose: 'reset_password',
  transaction: 'interaction',
  network: '192.0.2.1',
  device,
  app: 'Notes',
  language: 'en',
};

/** Known is the browser for mallory alone. */
function world() {
  const limits = createCountingLimits(100);
  const asked: string[] = [];
  const proofs = {
    ask: ({ content }: { content: string }) => {
      asked.push(content);
      return Promise.resolve();
    },
    asked: () => Promise.resolve(asked.at(-1) ?? null),
  } as unknown as EmailProofs;
  const storage = {
    accounts: { findByEmail: () => Promise.resolve(null) },
    knownDevices: { isKnown: (email: string) => Promise.resolve(email === 'mallory@mail.example') },
  } as unknown as Pick<Storage, 'accounts' | 'knownDevices'>;
  const spent = () => [...limits.spent.keys()].map((key) => key.split(' ')[0]).sort();
  return { parts: { storage, proofs, limits }, asked, spent };
}

describe('asking for a code', () => {
  it('AU-07: counts for the network and for everybody, but where the browser is known for that address', async () => {
    const stranger = world();
    await askForCode(stranger.parts, { ...request, email: 'victim@mail.example' });
    const owner = world();
    await askForCode(owner.parts, { ...request, email: 'mallory@mail.example' });
    expect(stranger.spent()).toContain('mailPerNetwork');
    expect(owner.spent()).not.toContain('mailPerNetwork');
  });

  it('AU-07: again counts as what it is for, whatever the browser is known for besides', async () => {
    const { parts, asked, spent } = world();
    await askForCode(parts, { ...request, device: null, email: 'victim@mail.example' });
    const before = parts.limits.spent.get('mailPerNetwork 192.0.2.1');
    expect(await askForCodeAgain(parts, request)).toEqual({ outcome: 'asked' });
    expect(parts.limits.spent.get('mailPerNetwork 192.0.2.1')).toBe((before ?? 0) + 1);
    expect(asked.map((content) => (JSON.parse(content) as { email: string }).email)).toEqual([
      'victim@mail.example',
      'victim@mail.example',
    ]);
    expect(spent()).toContain('mailPerNetwork');
  });

  it('again, where nothing was asked for, asks for nothing', async () => {
    const { parts, asked, spent } = world();
    expect(await askForCodeAgain(parts, request)).toEqual({ outcome: 'over' });
    expect([asked, spent()]).toEqual([[], []]);
  });
});
