import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSignInOptions } from './passkey-options.ts';
import { type PasskeyAttempt, type PasskeySignIn, signInWithPasskey } from './passkey-sign-in.ts';
import { createPasskeyWorld, enrol, origin, party, type PasskeyWorld } from './testing/enrolled.ts';
import {
  createSoftwareAuthenticator,
  type KeyKind,
  type Lies,
  type SoftwarePasskey,
} from './testing/software-authenticator.ts';

const authenticator = createSoftwareAuthenticator(party);
const transaction = 'the-interaction-of-this-browser';
const { network } = origin;

describe('signing in with a passkey', () => {
  let world: PasskeyWorld;
  let passkey: SoftwarePasskey;

  beforeEach(async () => {
    world = createPasskeyWorld();
    passkey = await enrol(world, authenticator, 'acc_zoe');
  });

  const options = (accountId: string | null = null) =>
    createSignInOptions(world.parts, { transaction, accountId });
  const attempt = (response: string, given: Partial<PasskeyAttempt> = {}): Promise<PasskeySignIn> =>
    signInWithPasskey(world.parts, {
      transaction,
      accountId: null,
      response,
      origin,
      language: 'en',
      ...given,
    });

  it('is told who it is, and costs the network nothing', async () => {
    const outcome = await attempt(authenticator.get(await options(), passkey));
    expect(outcome).toEqual({ outcome: 'signed_in', accountId: 'acc_zoe', validFrom: new Date(1000) });
    expect(world.limits.spent.get(`signInPerNetwork ${network}`)).toBe(0);
  });

  it.each<KeyKind>(['ES256', 'EdDSA', 'RS256'])('works with keys of %s', async (kind) => {
    const other = createSoftwareAuthenticator({ ...party, kind });
    const made = await enrol(world, other, 'acc_kim');
    expect(await attempt(other.get(await options(), made))).toMatchObject({ accountId: 'acc_kim' });
  });

  it('works with one that is kept in a cloud', async () => {
    const cloud = createSoftwareAuthenticator({ ...party, synced: true });
    const made = await enrol(world, cloud, 'acc_kim');
    for (const _time of [1, 2])
      expect(await attempt(cloud.get(await options(), made))).toMatchObject({ accountId: 'acc_kim' });
  });

  it('AU-06: asks everybody the same, whoever has passkeys', async () => {
    const { challenge, ...asked } = await options();
    expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
    expect(asked).toEqual({
      rpId: 'id.example.com',
      allowCredentials: [],
      userVerification: 'required',
      timeout: 300_000,
    });
  });

  it('as a second step names the passkeys of who it has to be', async () => {
    const { allowCredentials } = await options('acc_zoe');
    const id = passkey.credentialId.toString('base64url');
    expect(allowCredentials).toEqual([{ type: 'public-key', id, transports: ['internal', 'hybrid'] }]);
  });

  it.each<[string, string, Lies]>([
    ['another origin', 'signature', { origin: 'https://id.example.com.evil.example' }],
    ['the origin without its scheme', 'signature', { origin: 'id.example.com' }],
    ['another port', 'signature', { origin: 'https://id.example.com:8443' }],
    ['another relying party', 'signature', { rpId: 'example.com' }],
    ['another type', 'signature', { type: 'webauthn.create' }],
    ['a challenge of its own', 'challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['no challenge', 'challenge', { challenge: '' }],
    ['a frame of another site', 'malformed', { clientData: { crossOrigin: true } }],
    ['a frame of a named site', 'malformed', { clientData: { topOrigin: 'https://evil.example' } }],
    ['nobody present', 'signature', { userPresent: false }],
    ['nobody verified', 'signature', { userVerified: false }],
    ['another key', 'signature', { foreignKey: true }],
    ['backed up though it cannot be', 'signature', { backedUp: true }],
    ['another kind of passkey than was enrolled', 'signature', { backupEligible: true }],
    ['a passkey nobody knows', 'unknown', { credentialId: Buffer.alloc(32) }],
    ['no user handle', 'owner', { userHandle: null }],
    ['somebody else’s user handle', 'owner', { userHandle: Buffer.alloc(32).toString('base64url') }],
  ])('AU-11: with %s is refused: %s', async (_what, reason, lies) => {
    const response = authenticator.get(await options(), passkey, lies);
    expect(await attempt(response)).toEqual({ outcome: 'refused', reason });
    expect(world.limits.spent.get(`signInPerNetwork ${network}`)).toBe(1);
  });

  it('AU-11: a response is good once', async () => {
    const response = authenticator.get(await options(), passkey);
    expect(await attempt(response)).toMatchObject({ outcome: 'signed_in' });
    expect(await attempt(response)).toEqual({ outcome: 'refused', reason: 'challenge' });
  });

  it('AU-11: a wrong response spends the challenge too', async () => {
    const asked = await options();
    await attempt(authenticator.get(asked, passkey, { foreignKey: true }));
    expect(await attempt(authenticator.get(asked, passkey))).toMatchObject({ reason: 'challenge' });
  });

  it('AU-11: a response for another browser is refused', async () => {
    const response = authenticator.get(await options(), passkey);
    expect(await attempt(response, { transaction: 'another' })).toMatchObject({ reason: 'challenge' });
  });

  it('AU-11: as a second step, somebody else’s passkey is refused', async () => {
    const foreign = await enrol(world, authenticator, 'acc_mallory');
    const response = authenticator.get(await options('acc_zoe'), foreign);
    expect(await attempt(response, { accountId: 'acc_zoe' })).toMatchObject({ reason: 'owner' });
  });

  it('as a second step needs no user handle', async () => {
    const response = authenticator.get(await options('acc_zoe'), passkey, { userHandle: null });
    expect(await attempt(response, { accountId: 'acc_zoe' })).toMatchObject({ outcome: 'signed_in' });
  });

  it('AU-11: a count that does not advance says that the passkey was copied, and the owner is told', async () => {
    await attempt(authenticator.get(await options(), passkey, { signCount: 9 }));
    const copied = authenticator.get(await options(), passkey, { signCount: 9 });
    expect(await attempt(copied)).toEqual({ outcome: 'refused', reason: 'copied' });
    const note = { accountId: 'acc_zoe', kind: 'passkey_copied', detail: 'Passkey', ...origin };
    expect(world.activities.at(-1)).toEqual(note);
  });

  it('to a disabled account is refused, and to one that is gone', async () => {
    const account = world.accounts.get('acc_zoe');
    if (account === undefined) throw new Error('no account');
    world.accounts.set('acc_zoe', { ...account, disabledAt: new Date(0) });
    expect(await attempt(authenticator.get(await options(), passkey))).toMatchObject({ reason: 'account' });
    world.accounts.delete('acc_zoe');
    expect(await attempt(authenticator.get(await options(), passkey))).toMatchObject({ reason: 'account' });
  });

  it('promise 8: whatever is sent instead of a response is refused', async () => {
    const good = JSON.parse(authenticator.get(await options(), passkey)) as Record<string, unknown>;
    await fc.assert(
      fc.asyncProperty(mangled(good), async (response) => {
        expect(await attempt(response)).toMatchObject({ outcome: 'refused' });
      }),
      { numRuns: 500 },
    );
  });

  it('promise 8: whatever is signed in its name but not by it is refused', async () => {
    const bytes = fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array).toString('base64url'));
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (authenticatorData, signature) => {
        const good = JSON.parse(authenticator.get(await options(), passkey)) as { response: object };
        const response = { ...good, response: { ...good.response, authenticatorData, signature } };
        expect(await attempt(JSON.stringify(response))).toMatchObject({ outcome: 'refused' });
      }),
      { numRuns: 300 },
    );
  });
});

/** JSON of any kind, no JSON, and the good one with any of its parts replaced or left out. */
function mangled(good: Record<string, unknown>): fc.Arbitrary<string> {
  const inner = good['response'] as Record<string, unknown>;
  const any = fc.oneof(fc.jsonValue(), fc.string(), fc.constant(undefined));
  const outerPart = fc
    .tuple(fc.constantFrom('id', 'rawId', 'type', 'response'), any)
    .map(([name, value]) => JSON.stringify({ ...good, [name]: value }));
  const innerPart = fc
    .tuple(fc.constantFrom('clientDataJSON', 'authenticatorData', 'signature'), any)
    .map(([name, value]) => JSON.stringify({ ...good, response: { ...inner, [name]: value } }));
  const clientData = fc
    .oneof(fc.json(), fc.string())
    .map((text) => Buffer.from(text).toString('base64url'))
    .map((clientDataJSON) => JSON.stringify({ ...good, response: { ...inner, clientDataJSON } }));
  return fc.oneof(fc.json(), fc.string(), outerPart, innerPart, clientData);
}
