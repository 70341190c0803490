import argon2 from 'argon2';
import { describe, expect, it } from 'vitest';
import { formatArgon2, hashPassword, isHashOf, parseArgon2 } from './argon2-hash.ts';

const cost = { memoryKiB: 1024, iterations: 2, parallelism: 1 };
const salt = Buffer.alloc(16, 7).toString('base64').replaceAll('=', '');
const password = 'Zoë öffnet Türen';

describe('an argon2id hash', () => {
  const text = formatArgon2(hashPassword(password, salt, cost));

  it('is one that another implementation verifies', async () => {
    expect(await argon2.verify(text, password)).toBe(true);
    expect(await argon2.verify(text, `${password} `)).toBe(false);
  });

  it('of another implementation is verified', async () => {
    const options = { type: argon2.argon2id, memoryCost: 4096, timeCost: 3, parallelism: 2 } as const;
    const theirs = parseArgon2(await argon2.hash(password, options));
    expect(theirs).toMatchObject({ memoryKiB: 4096, iterations: 3, parallelism: 2 });
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
    ['argon2i', text.replace('argon2id', 'argon2i')],
    ['another version', text.replace('v=19', 'v=16')],
    ['a cost too few', text.replace(',p=1', '')],
    ['a cost twice', text.replace('p=1', 'm=1')],
    ['no cost at all', text.replace('t=2', 't=0')],
    ['too much memory', text.replace('m=1024', 'm=9999999999')],
    ['too little memory', text.replace('m=1024', 'm=7')],
    ['a short tag', text.slice(0, -1)],
    ['something behind it', `${text}$`],
    ['something before it', `x${text}`],
    ['nothing', ''],
  ])('with %s is none', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(parseArgon2(changed)).toBeNull();
  });
});
