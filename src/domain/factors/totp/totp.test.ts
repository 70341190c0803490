import { HOTP, Secret } from 'otpauth';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCountingLimits } from '../../accounts/testing/in-memory.ts';
import { createKeyring } from '../../keys/keyring.ts';
import { systemRandom } from '../../../platform/random.ts';
import type { Attempt } from '../factor-attempt.ts';
import { createMemoryTotps, type MemoryTotps } from '../testing/in-memory.ts';
import { type TotpParts, beginTotpEnrolment, confirmTotpEnrolment, verifyTotp } from './totp.ts';

const points = 5;
const session = { accountId: 'acc_zoe', sessionUid: 'ses_1' };
const accepted = { outcome: 'accepted' };
const refused = { outcome: 'refused' };
const limited = { outcome: 'limited', retryAfterSeconds: 42, of: 'account' };

let totps: MemoryTotps;
let limits: ReturnType<typeof createCountingLimits>;
let parts: TotpParts;

beforeEach(() => {
  totps = createMemoryTotps(60_000_000);
  limits = createCountingLimits(points);
  const keyring = createKeyring(['a-master-secret-for-these-tests'], systemRandom);
  parts = { storage: { totps }, keyring, random: systemRandom, limits, issuerName: 'id.example.com' };
});

const begin = (name = session) => beginTotpEnrolment(parts, name, 'zoe@example.com');
const confirm = (code: string, name = session) => confirmTotpEnrolment(parts, name, code);
const verify = (code: string, given: Partial<Attempt> = {}) =>
  verifyTotp(parts, {
    accountId: session.accountId,
    network: '192.0.2.1',
    knownDevice: null,
    code,
    ...given,
  });

function codeOf(key: string, step = totps.step): string {
  return HOTP.generate({ secret: Secret.fromBase32(key), counter: step, digits: 6 });
}

/** Neither of the current step nor of those beside it. */
function wrongCode(key: string): string {
  const right = [-1, 0, 1].map((distance) => codeOf(key, totps.step + distance));
  return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? '';
}

/** The next step is unused then. */
async function add(): Promise<string> {
  const { key } = await begin();
  expect(await confirm(codeOf(key))).toBe('confirmed');
  totps.step += 1;
  return key;
}

describe('adding an authenticator app', () => {
  it('shows the same secret until it is confirmed, with 160 bits of it', async () => {
    const { key } = await begin();
    expect(key).toMatch(/^[A-Z2-7]{32}$/);
    expect((await begin()).key).toBe(key);
    expect(await confirm(codeOf(key))).toBe('confirmed');
    expect((await begin()).key).not.toBe(key);
  });

  it('shows another session another secret, of which it says nothing to the first', async () => {
    const { key } = await begin();
    const other = { ...session, sessionUid: 'ses_2' };
    expect((await begin(other)).key).not.toBe(key);
    expect(await confirm(codeOf(key))).toBe('over');
  });

  it('takes a wrong code for that, as often as needed, and then the right one', async () => {
    const { key } = await begin();
    for (let count = 0; count < 20; count += 1) expect(await confirm(wrongCode(key))).toBe('wrong');
    expect(await verify(codeOf(key))).toEqual(refused);
    expect(await confirm(codeOf(key))).toBe('confirmed');
    expect(await confirm(codeOf(key))).toBe('over');
  });

  it('B-22: counts as a use of the code it was confirmed with', async () => {
    const { key } = await begin();
    await confirm(codeOf(key));
    expect(await verify(codeOf(key))).toEqual(refused);
    totps.step += 1;
    expect(await verify(codeOf(key))).toEqual(accepted);
  });

  it('seals the secret for its account', async () => {
    await add();
    const { storage } = parts;
    const stolen = await totps.find(session.accountId);
    const moved = { ...storage.totps, find: () => Promise.resolve(stolen) };
    const attempt = { accountId: 'acc_eve', network: '192.0.2.1', knownDevice: null, code: '000000' };
    await expect(verifyTotp({ ...parts, storage: { totps: moved } }, attempt)).rejects.toThrow(
      /does not open/,
    );
  });
});

describe('AU-09: a code of an authenticator app', () => {
  it('is good once', async () => {
    const key = await add();
    expect(await verify(codeOf(key))).toEqual(accepted);
    expect(await verify(codeOf(key))).toEqual(refused);
  });

  it('may be of the step before or after, and of none further away', async () => {
    const key = await add();
    totps.step += 10;
    for (const distance of [-2, 2]) expect(await verify(codeOf(key, totps.step + distance))).toEqual(refused);
    for (const distance of [-1, 0, 1])
      expect(await verify(codeOf(key, totps.step + distance))).toEqual(accepted);
    for (const distance of [-1, 0, 1])
      expect(await verify(codeOf(key, totps.step + distance))).toEqual(refused);
  });

  it('is refused where the account has no authenticator app', async () => {
    const key = await add();
    expect(await verify(codeOf(key), { accountId: 'acc_other' })).toEqual(refused);
    await totps.remove(session.accountId);
    expect(await verify(codeOf(key))).toEqual(refused);
  });

  it('cannot be tried out: after so many wrong ones the right one is not looked at, wherever it comes from', async () => {
    const key = await add();
    for (let count = 0; count < points; count += 1)
      expect(await verify(wrongCode(key), { network: `192.0.2.${count}` })).toEqual(refused);
    expect(await verify(codeOf(key), { network: '192.0.2.99' })).toEqual(limited);
  });

  it('AU-07: tried out by others leaves a browser that is known its own attempts, and not without end', async () => {
    const key = await add();
    const knownDevice = Buffer.from('known');
    for (let count = 0; count <= points; count += 1)
      await verify(wrongCode(key), { network: `192.0.2.${count}` });
    expect(await verify(codeOf(key), { network: '192.0.2.99' })).toEqual(limited);
    for (let count = 1; count < points; count += 1)
      expect(await verify(wrongCode(key), { knownDevice })).toEqual(refused);
    expect(await verify(codeOf(key), { knownDevice })).toEqual(accepted);
    for (let count = 0; count < points; count += 1) await verify(wrongCode(key), { knownDevice });
    totps.step += 1;
    expect(await verify(codeOf(key), { knownDevice })).toEqual(limited);
  });

  it('when right, gives the account its attempts back, and the network the one it took', async () => {
    const key = await add();
    for (let count = 1; count < points; count += 1) await verify(wrongCode(key));
    expect(await verify(codeOf(key))).toEqual(accepted);
    expect(Object.fromEntries(limits.spent)).toEqual({
      'signInPerNetwork 192.0.2.1': points - 1,
      'totpPerAccountInAll acc_zoe': points - 1,
    });
  });

  it('costs no attempt when we fail', async () => {
    await add();
    const broken = { ...totps, find: () => Promise.reject(new Error('gone')) };
    const attempt = { ...session, network: '192.0.2.1', knownDevice: null, code: '000000' };
    await expect(verifyTotp({ ...parts, storage: { totps: broken } }, attempt)).rejects.toThrow('gone');
    expect([...limits.spent.values()]).toEqual([0, 0, 0]);
  });
});
