import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AddedPasskey,
  addPasskey,
  type Enrolment,
  maxPasskeyNameLength,
  maxPasskeys,
  parsePasskeyName,
  removePasskey,
  renamePasskey,
} from './passkey-changes.ts';
import { createEnrolmentOptions } from './passkey-options.ts';
import { relyingPartyOf } from './relying-party.ts';
import {
  addAccount,
  createPasskeyWorld,
  enrol,
  origin,
  party,
  type PasskeyWorld,
} from './testing/enrolled.ts';
import { createSoftwareAuthenticator, type Lies } from './testing/software-authenticator.ts';

const authenticator = createSoftwareAuthenticator(party);
const transaction = 'the-session-of-this-browser';
const accountId = 'acc_zoe';
const change = { accountId, validFrom: new Date(1000), origin, language: 'en' };

describe('adding a passkey', () => {
  let world: PasskeyWorld;

  beforeEach(() => {
    world = createPasskeyWorld();
    addAccount(world, accountId);
  });

  const options = (id = accountId) => {
    const account = world.accounts.get(id);
    if (account === undefined) throw new Error('no such account');
    return createEnrolmentOptions(world.parts, transaction, account);
  };
  const attempt = (response: string, given: Partial<Enrolment> = {}): Promise<AddedPasskey> =>
    addPasskey(world.parts, change, { transaction, response, name: 'Phone', ...given });

  it('AU-14: adds none once everything of the account has ended', async () => {
    const { response } = authenticator.create(await options());
    const account = world.accounts.get(accountId);
    if (account !== undefined) world.accounts.set(accountId, { ...account, validFrom: new Date(2000) });
    expect(await attempt(response)).toEqual({ outcome: 'refused' });
    expect(await world.passkeys.list(accountId)).toEqual([]);
  });

  it('keeps what the authenticator said of it', async () => {
    const { passkey, response } = authenticator.create(await options());
    expect(await attempt(response)).toMatchObject({ outcome: 'added' });
    expect(await world.passkeys.list(accountId)).toMatchObject([
      {
        credentialId: passkey.credentialId,
        signCount: 0,
        transports: ['internal', 'hybrid'],
        aaguid: '00000000-0000-0000-0000-000000000000',
        isBackupEligible: false,
        isBackedUp: false,
        name: 'Phone',
      },
    ]);
  });

  it('asks for one that signs in by itself, and that this account does not have yet', async () => {
    const known = await enrol(world, authenticator, accountId);
    const asked = await options();
    expect(asked).toMatchObject({
      rp: { id: 'id.example.com' },
      user: { name: 'acc_zoe@example.com', displayName: 'acc_zoe@example.com' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: [{ id: known.credentialId.toString('base64url') }],
    });
    expect(asked.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -8, -257]);
  });

  it('knows the account to authenticators by a name that says nothing, always the same', async () => {
    const { user } = await options();
    expect(Buffer.from(user.id, 'base64url')).toHaveLength(32);
    expect((await options()).user.id).toBe(user.id);
    addAccount(world, 'acc_kim');
    expect((await options('acc_kim')).user.id).not.toBe(user.id);
  });

  it.each<[string, Lies]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['another type', { type: 'webauthn.get' }],
    ['a challenge of its own', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['a frame of another site', { clientData: { crossOrigin: true } }],
    ['nobody present', { userPresent: false }],
    ['nobody verified', { userVerified: false }],
    ['backed up though it cannot be', { backedUp: true }],
    ['an id that is too long', { credentialId: Buffer.alloc(1024, 1) }],
  ])('AU-11: with %s is refused', async (_what, lies) => {
    const { response } = authenticator.create(await options(), lies);
    expect(await attempt(response)).toEqual({ outcome: 'refused' });
    expect(await world.passkeys.list(accountId)).toEqual([]);
  });

  it('is refused for an algorithm that was not asked for', async () => {
    const other = createSoftwareAuthenticator({ ...party, kind: 'ES384' });
    const { response } = other.create(await options());
    expect(await attempt(response)).toEqual({ outcome: 'refused' });
  });

  it.each([
    [
      'packed',
      new Map<string, unknown>([
        ['alg', -7],
        ['sig', Buffer.alloc(70)],
        ['x5c', [Buffer.alloc(100)]],
      ]),
    ],
    [
      'fido-u2f',
      new Map<string, unknown>([
        ['sig', Buffer.alloc(70)],
        ['x5c', [Buffer.alloc(100)]],
      ]),
    ],
    ['apple', new Map<string, unknown>([['x5c', [Buffer.alloc(100)]]])],
    ['none', new Map<string, unknown>([['x5c', [Buffer.alloc(100)]]])],
    ['made-up', new Map<string, unknown>()],
  ])('reads no certificate that comes as attestation of form %s', async (fmt, attStmt) => {
    const { response } = authenticator.create(await options(), { attestation: { fmt, attStmt } });
    expect(await attempt(response)).toEqual({ outcome: 'refused' });
  });

  it('AU-14, AU-15: makes recovery codes with the first one, and tells the owner', async () => {
    const first = await attempt(authenticator.create(await options()).response);
    expect(first).toMatchObject({ outcome: 'added', codes: expect.any(Array) as unknown });
    expect(await world.recoveryCodes.countLeft(accountId)).toBe(10);
    const second = await attempt(authenticator.create(await options()).response);
    expect(second).toEqual({ outcome: 'added', codes: null });
    const note = { accountId, kind: 'passkey_added', detail: 'Phone', ...origin };
    expect(world.activities).toEqual([note, note]);
  });

  it('AU-11: a response is good once, and only in the browser that asked', async () => {
    const { response } = authenticator.create(await options());
    expect(await attempt(response, { transaction: 'another' })).toEqual({ outcome: 'refused' });
    expect(await attempt(response)).toMatchObject({ outcome: 'added' });
    expect(await attempt(response)).toEqual({ outcome: 'refused' });
  });

  it('a credential belongs to one account', async () => {
    const { credentialId } = await enrol(world, authenticator, 'acc_kim');
    const { response } = authenticator.create(await options(), { credentialId });
    expect(await attempt(response)).toEqual({ outcome: 'known' });
  });

  it('goes on until there are many', async () => {
    for (let count = 0; count < maxPasskeys; count += 1) await enrol(world, authenticator, accountId);
    const { response } = authenticator.create(await options());
    expect(await attempt(response)).toEqual({ outcome: 'too_many' });
  });

  it('promise 8: whatever is sent instead of a response is refused', async () => {
    const bytes = fc.uint8Array({ maxLength: 4000 }).map((array) => Buffer.from(array).toString('base64url'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, fc.string(), fc.jsonValue()), async (attestationObject) => {
        const good = JSON.parse(authenticator.create(await options()).response) as { response: object };
        const response = { ...good, response: { ...good.response, attestationObject } };
        expect(await attempt(JSON.stringify(response))).toEqual({ outcome: 'refused' });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['arrays in arrays', Buffer.alloc(8000, 0x81)],
    ['maps in maps', Buffer.alloc(8000, 0xa1)],
    ['tags of tags', Buffer.alloc(8000, 0xc1)],
    ['an array longer than memory', Buffer.from('9bffffffffffffffff', 'hex')],
    ['a map longer than memory', Buffer.from('bbffffffffffffffff', 'hex')],
    ['a text longer than memory', Buffer.from('7bffffffffffffffff', 'hex')],
    ['text without an end', Buffer.from('7f', 'hex')],
  ])('promise 8: %s are refused', async (_what, bytes) => {
    const good = JSON.parse(authenticator.create(await options()).response) as { response: object };
    const attestationObject = bytes.toString('base64url');
    const response = { ...good, response: { ...good.response, attestationObject } };
    expect(await attempt(JSON.stringify(response))).toEqual({ outcome: 'refused' });
  });
});

describe('removing a passkey', () => {
  it('AU-14, AU-15: takes the recovery codes along with the last one, and tells the owner', async () => {
    const world = createPasskeyWorld();
    await enrol(world, authenticator, accountId);
    await enrol(world, authenticator, accountId);
    const [first, second] = await world.passkeys.list(accountId);
    const remove = (id: string) => removePasskey(world.parts, change, id);
    expect(await remove(first?.id ?? '')).toEqual({ outcome: 'removed', codesRemoved: false });
    expect(await remove(second?.id ?? '')).toEqual({ outcome: 'removed', codesRemoved: true });
    expect(await world.recoveryCodes.countLeft(accountId)).toBeNull();
    expect(await remove(second?.id ?? '')).toEqual({ outcome: 'unknown' });
    expect(world.activities.slice(2)).toMatchObject([
      { kind: 'passkey_removed', detail: 'Passkey' },
      { kind: 'passkey_removed', detail: 'Passkey' },
    ]);
  });

  it('of somebody else changes nothing', async () => {
    const world = createPasskeyWorld();
    await enrol(world, authenticator, 'acc_kim');
    const [theirs] = await world.passkeys.list('acc_kim');
    expect(await removePasskey(world.parts, change, theirs?.id ?? '')).toEqual({ outcome: 'unknown' });
    expect(await world.passkeys.list('acc_kim')).toHaveLength(1);
  });
});

describe('the name of a passkey', () => {
  it('is what its owner typed, trimmed and short', async () => {
    expect(parsePasskeyName('  Zoë’s key \u{1F511} ')).toBe('Zoë’s key \u{1F511}');
    expect(parsePasskeyName('x'.repeat(maxPasskeyNameLength))).not.toBeNull();
    for (const bad of ['', '  ', 'x'.repeat(maxPasskeyNameLength + 1), 'a\u202eb', 'a\nb'])
      expect(parsePasskeyName(bad)).toBeNull();
  });

  it('can be changed, by its owner', async () => {
    const world = createPasskeyWorld();
    await enrol(world, authenticator, accountId);
    const [{ id } = { id: '' }] = await world.passkeys.list(accountId);
    expect(await renamePasskey(world.parts, { accountId, id }, 'Key ring')).toBe('renamed');
    expect(await renamePasskey(world.parts, { accountId, id }, '\u0007')).toBe('bad_name');
    expect(await renamePasskey(world.parts, { accountId: 'acc_kim', id }, 'Mine')).toBe('unknown');
    expect(await world.passkeys.list(accountId)).toMatchObject([{ name: 'Key ring' }]);
  });
});

describe('as a relying party', () => {
  it.each([
    [
      'https://id.example.com',
      { id: 'id.example.com', name: 'id.example.com', origin: 'https://id.example.com' },
    ],
    ['http://localhost:4400', { id: 'localhost', name: 'localhost:4400', origin: 'http://localhost:4400' }],
    [
      'https://id.example.com:8443',
      { id: 'id.example.com', name: 'id.example.com:8443', origin: 'https://id.example.com:8443' },
    ],
    ['http://127.0.0.1:4400', null],
    ['http://[::1]:4400', null],
  ])('%s is %j', (issuer, expected) => {
    expect(relyingPartyOf(issuer)).toEqual(expected);
  });
});
