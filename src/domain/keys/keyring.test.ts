import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../platform/random.ts';
import { createKeyring, openAsHolder, SealError, sealForHolder } from './keyring.ts';

const plaintext = Buffer.from('{"d":"a private key"}');
const old = createKeyring(['old secret'], systemRandom);
const rotated = createKeyring(['new secret', 'old secret'], systemRandom);
const fresh = createKeyring(['new secret'], systemRandom);

describe('sealing', () => {
  it('gives back what was sealed, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000 }),
        fc.string({ unit: 'binary-ascii' }),
        (bytes, context) => {
          const sealed = old.seal('signing-key', Buffer.from(bytes), context);
          expect(old.open('signing-key', sealed, context)).toEqual(Buffer.from(bytes));
        },
      ),
    );
  });

  it('hides the plaintext and is different each time', () => {
    const [one, other] = [old.seal('csrf', plaintext, 'c'), old.seal('csrf', plaintext, 'c')];
    expect(one.equals(other)).toBe(false);
    expect(one.includes('private')).toBe(false);
  });

  it('opens only in the context and for the purpose it was made for', () => {
    const sealed = old.seal('signing-key', plaintext, 'key_1');
    expect(() => old.open('signing-key', sealed, 'key_2')).toThrow(SealError);
    expect(() => old.open('signing-key', sealed, '')).toThrow(SealError);
    expect(() => old.open('csrf', sealed, 'key_1')).toThrow(SealError);
  });

  it('does not open with any byte changed, missing or added', () => {
    const sealed = old.seal('signing-key', plaintext, 'key_1');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => old.open('signing-key', changed, 'key_1')).toThrow(SealError);
      expect(() => old.open('signing-key', sealed.subarray(0, index), 'key_1')).toThrow(SealError);
    }
    const extended = Buffer.concat([sealed, Buffer.from([0])]);
    expect(() => old.open('signing-key', extended, 'key_1')).toThrow(SealError);
  });

  it('survives the rotation of the master secret while the old one is listed', () => {
    const sealed = old.seal('signing-key', plaintext, 'key_1');
    expect(rotated.open('signing-key', sealed, 'key_1')).toEqual(plaintext);
    expect(() => fresh.open('signing-key', sealed, 'key_1')).toThrow(/not configured/);
    const renewed = rotated.seal('signing-key', plaintext, 'key_1');
    expect(fresh.open('signing-key', renewed, 'key_1')).toEqual(plaintext);
    expect(() => old.open('signing-key', renewed, 'key_1')).toThrow(SealError);
  });
});

describe('signatures', () => {
  it('hold for their text and purpose, also after a rotation', () => {
    const signature = old.sign('csrf', 'text');
    expect(old.verify('csrf', 'text', signature)).toBe(true);
    expect(rotated.verify('csrf', 'text', signature)).toBe(true);
    expect(old.verify('csrf', 'text', rotated.sign('csrf', 'text'))).toBe(false);
    expect(fresh.verify('csrf', 'text', signature)).toBe(false);
    expect(old.verify('original-request', 'text', signature)).toBe(false);
    expect(old.verify('csrf', 'text ', signature)).toBe(false);
  });

  it('are never any other text', () => {
    const signature = old.sign('csrf', 'text');
    for (const text of ['', signature.slice(0, -2), `${signature}AA`, signature.toLowerCase(), '\0', '='])
      expect(old.verify('csrf', 'text', text)).toBe(false);
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(old.verify('csrf', 'text', text)).toBe(false);
      }),
    );
  });
});

describe('keys', () => {
  it('differ by purpose and by secret, and come newest first', () => {
    const keys = [rotated.derive('token-tag'), rotated.derive('csrf')]
      .flat()
      .map((key) => key.toString('hex'));
    expect(new Set(keys).size).toBe(4);
    expect(rotated.derive('token-tag')).toEqual([...fresh.derive('token-tag'), ...old.derive('token-tag')]);
    for (const key of keys) expect(key).toHaveLength(64);
  });

  it('need at least one secret', () => {
    expect(() => createKeyring([], systemRandom)).toThrow(/at least one/);
  });
});

describe('sealing for the holder of a secret', () => {
  it('opens for the holder and for nobody else', () => {
    const sealed = sealForHolder('sym_rt_secret', 'Zoë 🦉', systemRandom);
    expect(openAsHolder('sym_rt_secret', sealed)).toBe('Zoë 🦉');
    for (const secret of ['', 'sym_rt_secreT', 'sym_rt_secret '])
      expect(() => openAsHolder(secret, sealed)).toThrow(SealError);
  });

  it('does not open what was cut short', () => {
    const sealed = sealForHolder('secret', 'text', systemRandom);
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => openAsHolder('secret', sealed.subarray(0, length))).toThrow(SealError);
  });
});
