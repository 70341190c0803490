import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPasswordHash, parsePasswordHash, type PasswordHash, workProblem } from './password-hash.ts';
import { isHashOf } from './verification.ts';

function read(text: string): PasswordHash {
  const hash = parsePasswordHash(text);
  if (hash === null) throw new Error(`not read: ${text}`);
  return hash;
}

/** By Python 3.11: hashlib.pbkdf2_hmac and hashlib.scrypt, and crypt.crypt of libxcrypt; the salt is bytes 0 to 15. */
const password = 'Zoë öffnet Türen';
const byPython = [
  '$pbkdf2-sha1$i=1000$AAECAwQFBgcICQoLDA0ODw$YtrIeSxzQFxyaVcEKln5pCPZedLVDkAWJGcC6Nt36v0',
  '$pbkdf2-sha256$i=6000$AAECAwQFBgcICQoLDA0ODw$u+4h9GYwalM2gPd6oEun8pkKxAqCLASQqptlBH4rPGc',
  '$pbkdf2-sha256$i=27500$AAECAwQFBgcICQoLDA0ODw$C+bXPz9kZ+gZp+lapOs0lWU7kqyyeYKJJpYd9vlFtRTnitNo3ypdD8YCPQbt4g2PVfXv5NA4jn92EzTTT/eF+A',
  '$pbkdf2-sha512$i=2100$AAECAwQFBgcICQoLDA0ODw$mYC6vkIaMf3wNR+bSx06BvTvnSGWCyvc/2TDSwQspuctABjlLOsiDcVacHmgmHrdVDLW0OJyzAO2sQspfUfzhA',
  '$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$7RFWfMyhLviKAKdq9zorbjZqNMISCya9ee5g7B7goJc',
  '$scrypt$ln=10,r=8,p=4$AAECAwQFBgcICQoLDA0ODw$40cWQOnowuOVGH4norQ0SwQZBVJ3VRhWG7igOjCjhLg1SUdgyTlKEqmN+4gQgAQiYRqo763ej9roj9JeeMrOhg',
  '$2a$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56',
  '$2b$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56',
  '$2y$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56',
];

/** [where it is published, password, hash] */
const published = [
  [
    'RFC 6070',
    'passwordPASSWORDpassword',
    '$pbkdf2-sha1$i=4096$c2FsdFNBTFRzYWx0U0FMVHNhbHRTQUxUc2FsdFNBTFRzYWx0$PS7sT+QchJuAyNg2YsDkSospGpZM8vBwOA',
  ],
  [
    'RFC 7914 §12',
    'pleaseletmein',
    '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw',
  ],
  ['crypt_blowfish', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['crypt_blowfish', '', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy'],
] as const;

describe('a stored hash', () => {
  it.each(byPython)('made by another implementation is verified and written as it was: %s', (text) => {
    const hash = read(text);
    expect(formatPasswordHash(hash)).toBe(text);
    expect(isHashOf(hash, password)).toBe(true);
    for (const wrong of [`${password} `, password.toLowerCase(), password.normalize('NFD'), ''])
      expect(isHashOf(hash, wrong)).toBe(false);
  });

  it.each(published)('of %s is verified', (_, published, text) => {
    expect(isHashOf(read(text), published)).toBe(true);
    expect(isHashOf(read(text), `${published}x`)).toBe(false);
  });

  it('of bcrypt counts 72 bytes, as where it was made', () => {
    // crypt.crypt('é' * 36 + 'what follows is not looked at', …)
    const hash = read('$2b$05$abcdefghijklmnopqrstuu9CyuiEyTnupb4rnoYIlshaDzoYa6ZaS');
    expect(isHashOf(hash, 'é'.repeat(36))).toBe(true);
    expect(isHashOf(hash, `${'é'.repeat(36)} and anything`)).toBe(true);
    expect(isHashOf(hash, 'é'.repeat(35))).toBe(false);
  });

  it('of bcrypt is verified also when the last character of its salt has bits that count for nothing', () => {
    const hash = read('$2y$05$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW');
    expect(isHashOf(hash, 'U*U')).toBe(true);
  });

  it.each([
    '',
    'password',
    '$1$saltsalt$DqZtYbGVJnGdzTCY4qsDF0',
    '$2x$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56',
    '$2b$03$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56',
    '$2b$32$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56',
    '$2b$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI5',
    '$2b$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56\n',
    '$pbkdf2-md5$i=1000$AAECAwQFBgcICQoLDA0ODw$YtrIeSxzQFxyaVcEKln5pCPZedLVDkAWJGcC6Nt36v0',
    '$pbkdf2-sha1$i=0$AAECAwQFBgcICQoLDA0ODw$YtrIeSxzQFxyaVcEKln5pCPZedLVDkAWJGcC6Nt36v0',
    '$pbkdf2-sha1$i=2147483648$AAECAwQFBgcICQoLDA0ODw$YtrIeSxzQFxyaVcEKln5pCPZedLVDkAWJGcC6Nt36v0',
    '$pbkdf2-sha1$i=1000$AAEC$YtrIeSxzQFxyaVcEKln5pCPZedLVDkAWJGcC6Nt36v0',
    '$pbkdf2-sha1$i=1000$AAECAwQFBgcICQoLDA0ODw$YtrI',
    '$scrypt$ln=0,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$7RFWfMyhLviKAKdq9zorbjZqNMISCya9ee5g7B7goJc',
    '$scrypt$ln=16,r=1,p=1$AAECAwQFBgcICQoLDA0ODw$7RFWfMyhLviKAKdq9zorbjZqNMISCya9ee5g7B7goJc',
    '$scrypt$ln=14,r=8$AAECAwQFBgcICQoLDA0ODw$7RFWfMyhLviKAKdq9zorbjZqNMISCya9ee5g7B7goJc',
  ])('is of no kind that we know: %j', (text) => {
    expect(parsePasswordHash(text)).toBeNull();
  });

  it('is looked for in any text without a fault', () => {
    const pieces = fc.constantFrom(
      '$',
      '2b',
      'argon2id',
      'pbkdf2-sha1',
      'scrypt',
      'v=19',
      'm=8,t=1,p=1',
      'i=1',
      'A=',
    );
    const almost = fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 12 });
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      almost.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const hash = parsePasswordHash(text);
        if (hash !== null) expect(parsePasswordHash(formatPasswordHash(hash))).toEqual(hash);
      }),
    );
  });
});

describe('the work that a hash asks for', () => {
  const salt = 'AAECAwQFBgcICQoLDA0ODw';
  const tag = 'YtrIeSxzQFxyaVcEKln5pCPZedLVDkAWJGcC6Nt36v0';

  it.each([
    ['$argon2id$v=19$m=262144,t=16,p=4', '$argon2id$v=19$m=262145,t=1,p=4', 'KiB of memory'],
    ['$argon2i$v=19$m=4096,t=1024,p=1', '$argon2i$v=19$m=4096,t=1025,p=1', 'in 1025 passes'],
    ['$argon2d$v=19$m=4096,t=1,p=64', '$argon2d$v=19$m=4096,t=1,p=65', '65 lanes'],
    ['$scrypt$ln=18,r=8,p=1', '$scrypt$ln=19,r=8,p=1', 'takes 512 MiB of memory'],
    ['$scrypt$ln=18,r=8,p=4', '$scrypt$ln=18,r=8,p=5', '5 times'],
    ['$scrypt$ln=1,r=8,p=4', '$scrypt$ln=1,r=8,p=1000000', '1000000 times'],
    ['$pbkdf2-sha256$i=10000000', '$pbkdf2-sha256$i=10000001', '10000001 iterations'],
  ])('may be that of %s, not that of %s', (possible, excessive, problem) => {
    expect(workProblem(read(`${possible}$${salt}$${tag}`))).toBeNull();
    expect(workProblem(read(`${excessive}$${salt}$${tag}`))).toContain(problem);
  });

  it.each([
    '$argon2d$v=19$m=512,t=1,p=64',
    '$argon2i$v=19$m=8,t=1000,p=1',
    '$scrypt$ln=15,r=1,p=1',
    '$scrypt$ln=1,r=5000,p=1',
    '$scrypt$ln=1,r=1,p=5000',
    '$pbkdf2-sha512$i=1',
  ])('can be done also for what nobody would choose: %s', (costs) => {
    const hash = read(`${costs}$${salt}$${tag}`);
    expect(workProblem(hash)).toBeNull();
    expect(isHashOf(hash, '')).toBe(false);
  });

  it('may be that of bcrypt up to a cost of 16', () => {
    const bcrypt = (cost: number) =>
      read(`$2b$${cost}$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56`);
    expect(workProblem(bcrypt(16))).toBeNull();
    expect(workProblem(bcrypt(17))).toContain('cost of 17');
  });
});
