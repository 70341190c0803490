import { createHmac } from 'node:crypto';
import {
  bytesToBase62,
  decodeBase62Number,
  encodeBase62,
  encodeBase62Number,
} from '../../platform/base62.ts';
import { type Clock, epochSeconds } from '../../platform/clock.ts';
import { equalInConstantTime, sha256, sha256Hex } from '../../platform/digest.ts';
import type { RandomBytes } from '../../platform/random.ts';
import type { Keyring } from '../keys/keyring.ts';
import { type ExpiringTable, bucketOf, bucketSeconds, isBucketOver } from './expiry-bucket.ts';
import type { RowKey } from './row-key.ts';

/**
 * Form of every token we issue: `sym_<kind>_` + 43 random characters (256 bits) + 4 of expiry bucket + 1 of key id + 8 of
 * keyed tag, all base62. The tag only keeps forged and mistyped strings away from the database; a token is good because
 * the database said so.
 */
const kinds = {
  at: { name: 'access_token', table: 'access_tokens' },
  rt: { name: 'refresh_token', table: 'refresh_tokens' },
  ac: { name: 'authorization_code', table: 'authorization_codes' },
} as const satisfies Record<string, { name: string; table: ExpiringTable }>;

type KindCode = keyof typeof kinds;
export type TokenKind = (typeof kinds)[KindCode]['name'];

const codeOf: Record<TokenKind, KindCode> = {
  access_token: 'at',
  refresh_token: 'rt',
  authorization_code: 'ac',
};

const secretBytes = 32;
const secretLength = 43;
const codeStart = 'sym_'.length;
const codeLength = 2;
const bucketStart = codeStart + codeLength + 1 + secretLength;
const bucketLength = 4;
const tagLength = 8;
const tagSpace = 62n ** 8n;
const form = /^sym_(at|rt|ac)_([0-9A-Za-z]{43})([0-9A-Za-z]{4})([0-9A-Za-z])([0-9A-Za-z]{8})$/;

export type TokenInspection =
  | { readonly form: 'foreign' }
  | { readonly form: 'forged'; readonly kind: TokenKind }
  | { readonly form: 'expired'; readonly kind: TokenKind; readonly bucketEndsAt: Date }
  | {
      readonly form: 'plausible';
      readonly kind: TokenKind;
      readonly bucketEndsAt: Date;
      readonly key: RowKey;
    };

export interface TokenStrings {
  mint(kind: TokenKind, ttlSeconds: number): string;
  /** Where the token's row would be, or null for anything we cannot have issued: no I/O needed to refuse it. */
  locate(kind: TokenKind, token: string): RowKey | null;
  inspect(token: string): TokenInspection;
  /**
   * SHA-256, hexadecimal, of what looks like an access or refresh token that is not over yet; null for the rest. Proves nothing:
   * the tag, which takes longer, has not been looked at.
   */
  digestOfCandidate(token: string): string | null;
}

interface TokenStringOptions {
  readonly keyring: Keyring;
  readonly random: RandomBytes;
  readonly clock: Clock;
}

export function createTokenStrings({ keyring, random, clock }: TokenStringOptions): TokenStrings {
  const keys = keyring.derive('token-tag').map((key) => ({ key, id: keyCharacter(key) }));
  const [newest] = keys;
  if (newest === undefined) throw new Error('the keyring is empty');

  function inspect(token: string): TokenInspection {
    const [, code, , bucketText, keyId, tag] = form.exec(token) ?? [];
    if (code === undefined || bucketText === undefined || tag === undefined) return { form: 'foreign' };
    const { name: kind, table } = kinds[code as KindCode];
    const body = token.slice(0, -tagLength);
    const genuine = keys.some(({ key, id }) => id === keyId && sameTag(tagOf(key, body), tag));
    if (!genuine) return { form: 'forged', kind };
    const bucket = decodeBase62Number(bucketText);
    const bucketEndsAt = new Date((bucket + 1) * bucketSeconds[table] * 1000);
    if (isBucketOver(table, bucket, epochSeconds(clock))) return { form: 'expired', kind, bucketEndsAt };
    return { form: 'plausible', kind, bucketEndsAt, key: { digest: sha256(token), bucket } };
  }

  return {
    mint(kind, ttlSeconds) {
      const code = codeOf[kind];
      const bucket = bucketOf(kinds[code].table, epochSeconds(clock) + ttlSeconds);
      const secret = bytesToBase62(random(secretBytes), secretLength);
      const body = `sym_${code}_${secret}${encodeBase62(BigInt(bucket), bucketLength)}${newest.id}`;
      return body + tagOf(newest.key, body);
    },
    locate(kind, token) {
      const inspection = inspect(token);
      return inspection.form === 'plausible' && inspection.kind === kind ? inspection.key : null;
    },
    inspect,
    digestOfCandidate(token) {
      if (!form.test(token)) return null;
      const { name, table } = kinds[token.slice(codeStart, codeStart + codeLength) as KindCode];
      if (name === 'authorization_code') return null;
      const bucket = decodeBase62Number(token.slice(bucketStart, bucketStart + bucketLength));
      return isBucketOver(table, bucket, epochSeconds(clock)) ? null : sha256Hex(token);
    },
  };
}

function tagOf(key: Buffer, body: string): string {
  const mac = createHmac('sha256', key).update(body).digest();
  // 62^8 is less than 2^53.
  return encodeBase62Number(Number(mac.readBigUInt64BE(0) % tagSpace), tagLength);
}

function sameTag(expected: string, given: string): boolean {
  return equalInConstantTime(Buffer.from(expected), Buffer.from(given));
}

function keyCharacter(key: Buffer): string {
  return encodeBase62(sha256(key.toString('hex')).readBigUInt64BE(0) % 62n, 1);
}
