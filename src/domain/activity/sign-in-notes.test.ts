import { describe, expect, it } from 'vitest';
import { createCountingLimits } from '../accounts/testing/in-memory.ts';
import type { NewActivity } from './activity.ts';
import { createSignInNotes } from './sign-in-notes.ts';

const points = 3;

function createWorld() {
  const noted: NewActivity[] = [];
  const known = new Set<string>();
  const notes = createSignInNotes({
    activity: { note: (activity) => Promise.resolve(void noted.push(activity)) },
    activities: { list: () => Promise.resolve(noted.map((activity) => ({ ...activity, at: new Date(0) }))) },
    knownDevices: {
      remember(_accountId, device) {
        const seen = known.size === 0 ? 'first' : known.has(device.toString()) ? 'known' : 'new';
        known.add(device.toString());
        return Promise.resolve(seen);
      },
    },
    limits: createCountingLimits(points),
  });
  const signIn = (device: string) =>
    notes.note(
      {
        accountId: 'acc_zoe',
        device: Buffer.from(device),
        app: 'Notes',
        browser: 'Firefox',
        network: '192.0.2.1',
      },
      'en',
    );
  return { noted, known, signIn, kinds: () => noted.map(({ kind }) => kind) };
}

describe('the notes of sign-ins', () => {
  it('AU-15: tell of a browser that is new, but not of the one an account was made with', async () => {
    const { signIn, kinds, noted } = createWorld();
    await signIn('laptop');
    await signIn('laptop');
    await signIn('phone');
    expect(kinds()).toEqual(['signed_in', 'signed_in', 'new_device']);
    expect(noted[2]).toMatchObject({ accountId: 'acc_zoe', detail: 'Notes', browser: 'Firefox' });
  });

  it('AU-15: nor of the one in which it was created just now', async () => {
    const { signIn, noted, kinds } = createWorld();
    const origin = { browser: 'Firefox', network: '192.0.2.1' };
    noted.push({ accountId: 'acc_zoe', kind: 'account_created', detail: null, ...origin });
    await signIn('laptop');
    await signIn('phone');
    expect(kinds()).toEqual(['account_created', 'signed_in', 'new_device']);
  });

  it('AU-15: tell of every browser after all were forgotten', async () => {
    const { signIn, known, kinds } = createWorld();
    await signIn('laptop');
    known.clear();
    await signIn('laptop');
    expect(kinds()).toEqual(['signed_in', 'new_device']);
  });

  it('promise 7: are so many in a while and no more, whoever signs in over and over', async () => {
    const { signIn, noted } = createWorld();
    for (let index = 0; index < points * 2; index += 1) await signIn(String(index));
    expect(noted).toHaveLength(points);
  });
});
