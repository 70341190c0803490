import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesToBase62, decodeBase62Number, encodeBase62 } from './base62.ts';

it('is big-endian, with digits before capitals before small letters', () => {
  expect(encodeBase62(0n, 1)).toBe('0');
  expect([9n, 10n, 35n, 36n, 61n].map((value) => encodeBase62(value, 1)).join('')).toBe('9AZaz');
  expect(encodeBase62(62n, 2)).toBe('10');
  expect(encodeBase62(1n, 4)).toBe('0001');
});

it('reads back what it wrote', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 62 ** 8 - 1 }), (value) => {
      expect(decodeBase62Number(encodeBase62(BigInt(value), 8))).toBe(value);
    }),
  );
});

it('keeps the order of the numbers', () => {
  const number = fc.integer({ min: 0, max: 62 ** 4 - 1 });
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(encodeBase62(BigInt(a), 4) < encodeBase62(BigInt(b), 4)).toBe(a < b);
    }),
  );
});

it('gives different bytes different texts of one length', () => {
  const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const [one, other] = [bytesToBase62(Buffer.from(a), 43), bytesToBase62(Buffer.from(b), 43)];
      expect(one).toMatch(/^[0-9A-Za-z]{43}$/);
      expect(one === other).toBe(Buffer.from(a).equals(Buffer.from(b)));
    }),
  );
});

it('refuses what does not fit: 43 characters hold 256 bits, 22 hold 128', () => {
  expect(() => bytesToBase62(Buffer.alloc(32, 255), 43)).not.toThrow();
  expect(() => bytesToBase62(Buffer.alloc(16, 255), 22)).not.toThrow();
  expect(() => bytesToBase62(Buffer.alloc(32, 255), 42)).toThrow(RangeError);
  expect(() => encodeBase62(62n, 1)).toThrow(RangeError);
});

it.each(['-', '_', ' ', 'é', '𝟙', '1 ', '+1'])('refuses to read "%s"', (text) => {
  expect(() => decodeBase62Number(text)).toThrow(RangeError);
});
