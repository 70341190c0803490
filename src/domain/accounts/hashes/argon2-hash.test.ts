import argon2 from 'argon2';
import { describe, expect, it } from 'vitest';
import { formatArgon2, hashPassword, parseArgon2 } from './argon2-hash.ts';
import { isHashOf } from './verification.ts';

const cost = { memoryKiB: 1024, iterations: 2, parallelism: 1 };
const salt = Buffer.alloc(16, 7).toString('base64').replaceAll('=', '');
const password = 'Zoë öffnet Türen';

describe('an argon2 hash', () => {
  const text = formatArgon2(hashPassword(password, salt, cost));

  it('is one that another implementation verifies', async () => {
    expect(await argon2.verify(text, password)).toBe(true);
    expect(await argon2.verify(text, `${password} `)).toBe(false);
  });

  it.each([
    ['argon2id', argon2.argon2id, 32],
    ['argon2i', argon2.argon2i, 16],
    ['argon2d', argon2.argon2d, 64],
  ] as const)('of another implementation is verified: %s', async (variant, type, hashLength) => {
    const options = { type, hashLength, memoryCost: 4096, timeCost: 3, parallelism: 2 } as const;
    const theirs = parseArgon2(await argon2.hash(password, options));
    expect(theirs).toMatchObject({ variant, memoryKiB: 4096, iterations: 3, parallelism: 2 });
    if (theirs === null) throw new Error('not read');
    expect(isHashOf(theirs, password)).toBe(true);
    expect(isHashOf(theirs, password.toUpperCase())).toBe(false);
  });

  it('is read back, its costs in any order', () => {
    const hash = hashPassword(password, salt, cost);
    expect(parseArgon2(text)).toEqual(hash);
    expect(parseArgon2(text.replace('m=1024,t=2,p=1', 'p=1,m=1024,t=2'))).toEqual(hash);
  });

  it.each([
    ['an unknown variant', text.replace('argon2id', 'argon2x')],
    ['a secret', text.replace('p=1', 'p=1,keyid=AAAA')],
    ['less memory than its lanes need', text.replace('m=1024,t=2,p=1', 'm=31,t=2,p=4')],
    ['a number beyond the format', text.replace('t=2', 't=4294967296')],
    ['another version', text.replace('v=19', 'v=16')],
    ['a cost too few', text.replace(',p=1', '')],
    ['a cost twice', text.replace('p=1', 'm=1')],
    ['no cost at all', text.replace('t=2', 't=0')],
    ['too much memory', text.replace('m=1024', 'm=9999999999')],
    ['too little memory', text.replace('m=1024', 'm=7')],
    ['a tag of 15 bytes', text.slice(0, -23)],
    ['a tag of 66 bytes', text + 'A'.repeat(45)],
    ['text that is no base64', `${text.slice(0, -1)}!`],
    ['a salt of 6 bytes', text.replace(salt, 'AAAAAAAA')],
    ['something behind it', `${text}$`],
    ['something before it', `x${text}`],
    ['nothing', ''],
  ])('with %s is none', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(parseArgon2(changed)).toBeNull();
  });
});
