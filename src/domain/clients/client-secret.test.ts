import { expect, it } from 'vitest';
import { sha256 } from '../../platform/digest.ts';
import { createClientSecret, declaredSecretId } from './client-secret.ts';

const counting = (byteLength: number) => Buffer.from(Array.from({ length: byteLength }, (_, index) => index));

it('makes a secret of one word that scanners can find, and only its digest is for storing', () => {
  const { id, secret, digest } = createClientSecret(counting);
  expect(secret).toMatch(/^sym_cs_[0-9A-Za-z]{43}$/);
  expect(digest).toEqual(sha256(secret));
  expect(id).toMatch(/^sec_[0-9A-Za-z]{22}$/);
  expect(secret).not.toContain(id.slice(4));
});

it('holds 256 random bits', () => {
  const asked: number[] = [];
  createClientSecret((byteLength) => {
    asked.push(byteLength);
    return Buffer.alloc(byteLength, 255);
  });
  expect(asked).toContain(32);
});

it('names a declared secret by its digest, always the same', () => {
  expect(declaredSecretId(sha256('a'))).toBe(declaredSecretId(sha256('a')));
  expect(declaredSecretId(sha256('a'))).not.toBe(declaredSecretId(sha256('b')));
});
