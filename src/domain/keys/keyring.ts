import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { equalInConstantTime } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';

/**
 * Every key of the service derives by HKDF (RFC 5869) from the master secrets, newest first. The newest writes; the older
 * ones only read, which is how a master secret is rotated.
 */
export interface Keyring {
  /** One 32-byte key per master secret, newest first. */
  derive(purpose: KeyPurpose): Buffer[];
  /** AES-256-GCM under the newest key. `context` must be given again to open it. */
  seal(purpose: KeyPurpose, plaintext: Buffer, context: string): Buffer;
  /** @throws SealError when no master secret opens it, or the context differs. */
  open(purpose: KeyPurpose, sealed: Buffer, context: string): Buffer;
  /** HMAC-SHA-256 under the newest key, in base64url. */
  sign(purpose: KeyPurpose, text: string): string;
  verify(purpose: KeyPurpose, text: string, signature: string): boolean;
}

export type KeyPurpose =
  | 'token-tag'
  | 'signing-key'
  | 'csrf'
  | 'interaction'
  | 'original-request'
  | 'account-transaction'
  | 'mail'
  | 'email-code'
  | 'totp';

export class SealError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SealError';
  }
}

const keyIdBytes = 4;
const ivBytes = 12;
const authTagBytes = 16;

/** @param masterSecrets at least one, newest first */
export function createKeyring(masterSecrets: readonly string[], random: RandomBytes): Keyring {
  if (masterSecrets.length === 0) throw new Error('a keyring needs at least one master secret');
  const masters = masterSecrets.map((secret) => ({ secret, id: hkdf(secret, 'key-id', keyIdBytes) }));
  const cache = new Map<KeyPurpose, Buffer[]>();

  function derive(purpose: KeyPurpose): Buffer[] {
    const known = cache.get(purpose);
    if (known !== undefined) return known;
    const keys = masters.map(({ secret }) => hkdf(secret, purpose, 32));
    cache.set(purpose, keys);
    return keys;
  }

  const newestKey = (purpose: KeyPurpose): Buffer => derive(purpose)[0] as Buffer;
  const newestId = (masters[0] as { id: Buffer }).id;

  return {
    derive,
    seal: (purpose, plaintext, context) =>
      Buffer.concat([newestId, encrypt({ key: newestKey(purpose), plaintext, context, random })]),
    open(purpose, sealed, context) {
      const id = sealed.subarray(0, keyIdBytes);
      const index = masters.findIndex((master) => master.id.equals(id));
      const key = derive(purpose)[index];
      if (key === undefined) throw new SealError('sealed under a master secret that is not configured');
      return decrypt(key, sealed.subarray(keyIdBytes), context);
    },
    sign: (purpose, text) => mac(newestKey(purpose), text).toString('base64url'),
    verify: (purpose, text, signature) =>
      derive(purpose).some((key) => equalInConstantTime(mac(key, text), Buffer.from(signature, 'base64url'))),
  };
}

/** Seals under a key that only the holder of `secret` can derive: nobody else, we included, can read it back. */
export function sealForHolder(secret: string, plaintext: string, random: RandomBytes): Buffer {
  return encrypt({ key: hkdf(secret, 'holder', 32), plaintext: Buffer.from(plaintext), context: '', random });
}

/** @throws SealError when `secret` is not the one it was sealed for */
export function openAsHolder(secret: string, sealed: Buffer): string {
  return decrypt(hkdf(secret, 'holder', 32), sealed, '').toString();
}

interface Encryption {
  readonly key: Buffer;
  readonly plaintext: Buffer;
  readonly context: string;
  readonly random: RandomBytes;
}

function encrypt({ key, plaintext, context, random }: Encryption): Buffer {
  const iv = random(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + authTagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(ivBytes + authTagBytes)), decipher.final()]);
  } catch {
    throw new SealError('the sealed value does not open with this key');
  }
}

function mac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function hkdf(secret: string, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'symbolon', purpose, length));
}
