/**
 * An authenticator, and the browser around it, in a few lines of their own: what it hands back is right in every part, except
 * for the parts that a test asks it to get wrong.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly challenge?: string;
  /** Members of the client data beside the usual ones. */
  readonly clientData?: Readonly<Record<string, unknown>>;
  readonly userPresent?: boolean;
  readonly userVerified?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  readonly signCount?: number;
  readonly userHandle?: string | null;
  readonly credentialId?: Buffer;
  /** Signs with another key than the passkey's. */
  readonly foreignKey?: boolean;
  readonly attestation?: { readonly fmt: string; readonly attStmt: Map<string, unknown> };
}

export type KeyKind = 'ES256' | 'EdDSA' | 'RS256' | 'ES384';

interface Behaviour {
  readonly origin: string;
  readonly kind?: KeyKind;
  /** Like a passkey that a cloud keeps: on several devices, not counting. */
  readonly synced?: boolean;
}

export interface SoftwarePasskey {
  readonly credentialId: Buffer;
  readonly userHandle: string;
  readonly rpId: string;
  signCount: number;
}

export interface SoftwareAuthenticator {
  /** @param options of `navigator.credentials.create`, as JSON */
  create(
    options: CreationOptions,
    lies?: Lies,
  ): { readonly passkey: SoftwarePasskey; readonly response: string };
  /** @param options of `navigator.credentials.get`, as JSON */
  get(options: RequestOptions, passkey: SoftwarePasskey, lies?: Lies): string;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
}

const flagBits = { userPresent: 1, userVerified: 4, backupEligible: 8, backedUp: 16, attested: 64 };

export function createSoftwareAuthenticator({
  origin,
  kind = 'ES256',
  synced = false,
}: Behaviour): SoftwareAuthenticator {
  const keys = new Map<SoftwarePasskey, KeyObject>();

  const clientDataOf = (type: string, challenge: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: false,
        ...lies.clientData,
      }),
    );

  const flagsOf = (lies: Lies): number =>
    (lies.userPresent === false ? 0 : flagBits.userPresent) |
    (lies.userVerified === false ? 0 : flagBits.userVerified) |
    ((lies.backupEligible ?? synced) ? flagBits.backupEligible : 0) |
    ((lies.backedUp ?? synced) ? flagBits.backedUp : 0);

  return {
    create(options, lies = {}) {
      const { publicKey, privateKey } = makeKey(kind);
      const rpId = lies.rpId ?? options.rp.id;
      const credentialId = lies.credentialId ?? randomBytes(32);
      const passkey: SoftwarePasskey = { credentialId, userHandle: options.user.id, rpId, signCount: 0 };
      keys.set(passkey, privateKey);
      const authData = Buffer.concat([
        sha256(Buffer.from(rpId)),
        Buffer.from([flagsOf(lies) | flagBits.attested]),
        uint32(lies.signCount ?? 0),
        Buffer.alloc(16),
        uint16(credentialId.length),
        credentialId,
        cbor(coseKey(publicKey, kind)),
      ]);
      const { fmt, attStmt } = lies.attestation ?? { fmt: 'none', attStmt: new Map() };
      const attestationObject = cbor(
        new Map<string, unknown>([
          ['fmt', fmt],
          ['attStmt', attStmt],
          ['authData', authData],
        ]),
      );
      const response = toResponse(credentialId, {
        clientDataJSON: clientDataOf('webauthn.create', options.challenge, lies),
        attestationObject,
      });
      return {
        passkey,
        response: JSON.stringify({
          ...response,
          response: { ...response.response, transports: ['internal', 'hybrid'] },
        }),
      };
    },
    get(options, passkey, lies = {}) {
      const key = keys.get(passkey);
      if (key === undefined) throw new Error('this authenticator has no such passkey');
      passkey.signCount = lies.signCount ?? (synced ? 0 : passkey.signCount + 1);
      const clientDataJSON = clientDataOf('webauthn.get', options.challenge, lies);
      const authenticatorData = Buffer.concat([
        sha256(Buffer.from(lies.rpId ?? passkey.rpId)),
        Buffer.from([flagsOf(lies)]),
        uint32(passkey.signCount),
      ]);
      const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
      const signature = signWith(lies.foreignKey === true ? makeKey(kind).privateKey : key, kind, signed);
      const userHandle = lies.userHandle === undefined ? passkey.userHandle : lies.userHandle;
      const response = toResponse(lies.credentialId ?? passkey.credentialId, {
        clientDataJSON,
        authenticatorData,
        signature,
      });
      return JSON.stringify({ ...response, response: { ...response.response, userHandle } });
    },
  };
}

function toResponse(credentialId: Buffer, parts: Readonly<Record<string, Buffer>>) {
  const id = credentialId.toString('base64url');
  return {
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: 'platform',
    clientExtensionResults: {},
    response: Object.fromEntries(
      Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64url')]),
    ),
  };
}

function makeKey(kind: KeyKind): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (kind) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
}

function signWith(key: KeyObject, kind: KeyKind, data: Buffer): Buffer {
  return sign(kind === 'EdDSA' ? null : kind === 'ES384' ? 'sha384' : 'sha256', data, key);
}

/** RFC 9052, section 7, and RFC 8230, section 4. */
function coseKey(publicKey: KeyObject, kind: KeyKind): Map<number, unknown> {
  const jwk = publicKey.export({ format: 'jwk' });
  const bytes = (value: string | undefined): Buffer => Buffer.from(value ?? '', 'base64url');
  switch (kind) {
    case 'ES256':
    case 'ES384':
      return new Map<number, unknown>([
        [1, 2],
        [3, kind === 'ES256' ? -7 : -35],
        [-1, kind === 'ES256' ? 1 : 2],
        [-2, bytes(jwk.x)],
        [-3, bytes(jwk.y)],
      ]);
    case 'EdDSA':
      return new Map<number, unknown>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, bytes(jwk.x)],
      ]);
    case 'RS256':
      return new Map<number, unknown>([
        [1, 3],
        [3, -257],
        [-1, bytes(jwk.n)],
        [-2, bytes(jwk.e)],
      ]);
  }
}

/** As much of RFC 8949 as this takes. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  if (value instanceof Map)
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)]),
    ]);
  throw new TypeError('nothing that an authenticator says');
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size]);
  if (size < 256) return Buffer.from([(major << 5) | 24, size]);
  return Buffer.concat([Buffer.from([(major << 5) | 25]), uint16(size)]);
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
