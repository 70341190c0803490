import { beforeEach, describe, expect, it } from 'vitest';
import { createCountingLimits } from '../accounts/testing/in-memory.ts';
import { systemRandom } from '../../platform/random.ts';
import { makeRecoveryCodes, type RecoveryCodeStore, useRecoveryCode } from './recovery-codes.ts';
import { createMemoryRecoveryCodes } from './testing/in-memory.ts';

const accountId = 'acc_zoe';
const points = 30;
const accepted = { outcome: 'accepted' };
const refused = { outcome: 'refused' };

let store: RecoveryCodeStore;
let limits: ReturnType<typeof createCountingLimits>;

beforeEach(() => {
  store = createMemoryRecoveryCodes();
  limits = createCountingLimits(points);
});

const make = () => makeRecoveryCodes(store, accountId, systemRandom);
const use = (code: string, by = accountId, network = '192.0.2.1') =>
  useRecoveryCode(
    { consume: (id, digest) => store.consume(id, digest), limits },
    { accountId: by, code, network, knownDevice: null },
  );

describe('AU-10: recovery codes', () => {
  it('are ten different ones of 80 bits, without the letters that are taken for others', async () => {
    const codes = await make();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  });

  it('have every character equally often', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    let offset = 0;
    const everyByte = (length: number) => bytes.subarray(offset % 256, (offset += length));
    const codes = [
      ...(await makeRecoveryCodes(store, accountId, everyByte)),
      ...(await makeRecoveryCodes(store, accountId, everyByte)),
    ].slice(0, 16);
    const counts = new Map<string, number>();
    for (const character of codes.join('').replaceAll('-', ''))
      counts.set(character, (counts.get(character) ?? 0) + 1);
    expect([...counts.values()]).toEqual(Array.from({ length: 32 }, () => 8));
  });

  it('are each good once', async () => {
    for (const code of await make()) {
      expect(await use(code)).toEqual(accepted);
      expect(await use(code)).toEqual(refused);
    }
    expect(await store.countLeft(accountId)).toBe(0);
  });

  it('are good in every way people write them down', async () => {
    const [a = '', b = '', c = '', d = '', e = ''] = await make();
    expect(await use(a.toUpperCase())).toEqual(accepted);
    expect(await use(b.replaceAll('-', ''))).toEqual(accepted);
    expect(await use(` ${c.replaceAll('-', ' – ')}\n`)).toEqual(accepted);
    expect(await use(d.replaceAll('0', 'O').replaceAll('1', 'l'))).toEqual(accepted);
    expect(await use(e.replaceAll(/[!-~]/g, (at) => String.fromCharCode(at.charCodeAt(0) + 0xfee0)))).toEqual(
      accepted,
    );
  });

  it('are good for their account only, and not after new ones were made', async () => {
    const [old = ''] = await make();
    expect(await use(old, 'acc_other')).toEqual(refused);
    const [fresh = ''] = await make();
    expect(await use(old)).toEqual(refused);
    expect(await use(fresh)).toEqual(accepted);
  });

  it.each(['', '0000', '0000-0000-0000-0000', 'u'.repeat(16), '0'.repeat(10_000), '\ud800\0'])(
    'are not "%s"',
    async (code) => {
      await make();
      expect(await use(code)).toEqual(refused);
    },
  );

  it('are not stored as they are, nor alike for two accounts', async () => {
    const stored: Buffer[] = [];
    const watched = {
      ...store,
      put: (_id: string, digests: readonly Buffer[]) => {
        stored.push(...digests);
        return Promise.resolve();
      },
    };
    const sameEachTime = (length: number) => Buffer.alloc(length, 7);
    const [code = ''] = await makeRecoveryCodes(watched, 'acc_a', sameEachTime);
    await makeRecoveryCodes(watched, 'acc_b', sameEachTime);
    expect(stored[0]?.equals(stored[10] ?? Buffer.alloc(0))).toBe(false);
    expect(Buffer.concat(stored).includes(code.replaceAll('-', ''))).toBe(false);
  });

  it.each([
    ['account', (count: number) => `192.0.2.${count}`],
    ['network', () => '192.0.2.1'],
  ])('cannot be tried out without end: %s', async (of, networkAt) => {
    const [right = ''] = await make();
    for (let count = 0; count < points; count += 1)
      await use('0000-0000-0000-0000', accountId, networkAt(count));
    const limited = { outcome: 'limited', retryAfterSeconds: 42, of };
    expect(await use(right, accountId, networkAt(points))).toEqual(limited);
  });
});
