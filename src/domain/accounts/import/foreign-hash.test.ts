import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPasswordHash, parsePasswordHash } from '../hashes/password-hash.ts';
import { isHashOf } from '../hashes/verification.ts';
import {
  type ForeignFormat,
  foreignFormats,
  type ForeignHashResult,
  parseForeignHash,
} from './foreign-hash.ts';
import { parseKeycloakCredential } from './keycloak-credential.ts';

/** By Python 3.11: hashlib.pbkdf2_hmac, hashlib.scrypt and crypt.crypt; the salt is bytes 0 to 15. */
const password = 'Zoë öffnet Türen';
const aspNet3 = 'AQAAAAIAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg90B594LKGP1NutlbcHbmJS+ht6O9HSY+VjGkv6v5jThg==';
const betterAuth =
  '000102030405060708090a0b0c0d0e0f:d519f29a2501778395f48f46617e05d4ab15427286fea41fe8a8c03f2f13afb56c7af6d6669507ae3c585e2e3f3354e4a6fdb1eed90c5e3d5acaf1deea32a285';
const bcrypt = '$2b$05$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56';
const scrypt = '$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$7RFWfMyhLviKAKdq9zorbjZqNMISCya9ee5g7B7goJc';

function stored(result: ForeignHashResult): string {
  if (!result.ok) throw new Error(result.problem);
  return formatPasswordHash(result.hash);
}

function matches(text: string, typed: string): boolean {
  const hash = parsePasswordHash(text);
  if (hash === null) throw new Error(`not read: ${text}`);
  return isHashOf(hash, typed);
}

describe('a hash of another system', () => {
  it.each([
    ['bcrypt', bcrypt, /^\$2b\$05\$/],
    ['scrypt', scrypt, /^\$scrypt\$ln=14,r=8,p=1\$/],
    [
      'pbkdf2',
      '$pbkdf2-sha256$i=6000$AAECAwQFBgcICQoLDA0ODw$u+4h9GYwalM2gPd6oEun8pkKxAqCLASQqptlBH4rPGc',
      /^\$pbkdf2-sha256\$i=6000\$/,
    ],
    ['better-auth', betterAuth, /^\$scrypt\$ln=14,r=16,p=1\$/],
    ['aspnet-identity', aspNet3, /^\$pbkdf2-sha512\$i=1000\$/],
    [
      'aspnet-identity',
      'AQAAAAEAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg8uLCUZsg+E/TalqVK76g4vG7w+6Pl6XX7hy6EETjSeNA==',
      /^\$pbkdf2-sha256\$i=1000\$/,
    ],
    [
      'aspnet-identity',
      'AAABAgMEBQYHCAkKCwwNDg9i2sh5LHNAXHJpVwQqWfmkI9l50tUOQBYkZwLo23fq/Q==',
      /^\$pbkdf2-sha1\$i=1000\$/,
    ],
  ] as const)('is recognized as %s, stored in one form and verified: %s', (format, text, form) => {
    const hash = stored(parseForeignHash(text, null));
    expect(stored(parseForeignHash(text, format))).toBe(hash);
    expect(hash).toMatch(form);
    expect(matches(hash, password)).toBe(true);
    expect(matches(hash, `${password}.`)).toBe(false);
  });

  it.each([
    'ANXrDknc7fGPpigibZXXZFMX4aoqz44JveK6jQuwY3eH/UyPhvr5xTPeGYEckLxz9A==',
    'AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHw',
    'AQAAAAIAAAD6AAAAIJbVi5wbMR+htSfFp8fTw8N8GOS/Sje+S/4YZcgBfU7EQuqv4OkVYmc4VJl9AGZzmRTxSkP7LtVi9IWyUxX8IAAfZ8v+ZfhjCcudtC1YERSqE1OEdXLW9VukPuJWBBjLuw==',
    'AQAAAAAAAAD6AAAAEAhftMyfTJylOlZT+eEotFXd1elee8ih5WsjXaR3PA9M',
  ])("of ASP.NET Core's own tests is verified: %s", (text) => {
    const hash = stored(parseForeignHash(text, null));
    expect(matches(hash, 'my password')).toBe(true);
    expect(matches(hash, 'my  password')).toBe(false);
  });

  it.each<[string, ForeignFormat | null, string]>([
    ['', null, 'one of these formats'],
    ['secret', null, 'one of these formats'],
    ['5f4dcc3b5aa765d61d8327deb882cf99', null, 'one of these formats'],
    [bcrypt, 'argon2', 'is not a hash of the format argon2'],
    [bcrypt.slice(0, -1), null, 'is not a hash of the format bcrypt'],
    [betterAuth.slice(0, -2), null, 'is not a hash of the format better-auth'],
    [`${betterAuth}0`, null, 'is not a hash of the format better-auth'],
    [aspNet3.slice(0, -4), 'bcrypt', 'is not a hash of the format bcrypt'],
    ['AQAAAAMAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg90B594LKGP1NutlbcHbmJS', null, 'the format aspnet-identity'],
    ['AQAAAAIAAAPo/////wABAgMEBQYHCAkKCwwNDg90B594LKGP1NutlbcHbmJS', null, 'the format aspnet-identity'],
    ['AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4A=', null, 'the format aspnet-identity'],
    ['AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggE=', null, 'the format aspnet-identity'],
    ['$argon2id$v=16$m=4096,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$7RFWfMyhLviKAKdq9zorbg', null, 'v=19'],
    [scrypt.replace('ln=14', 'ln=20'), null, 'takes 1024 MiB of memory'],
    ['$2y$17$abcdefghijklmnopqrstuucupM99zec3YfGOkJwUGf1ULKQXaSI56', null, 'cost of 17'],
  ])('is refused with what is wrong: %s as %s', (text, format, problem) => {
    const result = parseForeignHash(text, format);
    expect(result).toMatchObject({ ok: false, problem: expect.stringContaining(problem) as string });
  });

  it('is looked for in any text without a fault', () => {
    const formats = fc.constantFrom(null, ...foreignFormats);
    const almost = fc.tuple(fc.constantFrom(aspNet3, betterAuth, bcrypt, scrypt), fc.nat(200), fc.string());
    const changed = almost.map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at + 1));
    const blobs = fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), changed, blobs), formats, (text, format) => {
        const result = parseForeignHash(text, format);
        if (result.ok) expect(parsePasswordHash(formatPasswordHash(result.hash))).toEqual(result.hash);
      }),
    );
  });
});

describe("a password credential of Keycloak's", () => {
  const salt = 'AAECAwQFBgcICQoLDA0ODw==';
  const credential = (algorithm: string, hashIterations: number) =>
    JSON.stringify({ hashIterations, algorithm, additionalParameters: {} });
  const secret = (value: string) => JSON.stringify({ value, salt, additionalParameters: {} });
  /** By Python's hashlib.pbkdf2_hmac, 64 bytes each. */
  const sha1 = 'YtrIeSxzQFxyaVcEKln5pCPZedLVDkAWJGcC6Nt36v1qg96egI09spMkEdwfwZwbte8yvgposYF91rQDsNIl6g==';
  const sha256 = 'C+bXPz9kZ+gZp+lapOs0lWU7kqyyeYKJJpYd9vlFtRTnitNo3ypdD8YCPQbt4g2PVfXv5NA4jn92EzTTT/eF+A==';
  const sha512 = 'mYC6vkIaMf3wNR+bSx06BvTvnSGWCyvc/2TDSwQspuctABjlLOsiDcVacHmgmHrdVDLW0OJyzAO2sQspfUfzhA==';

  it.each([
    ['pbkdf2', 1000, sha1],
    ['pbkdf2-sha1', 1000, sha1],
    ['pbkdf2-sha256', 27_500, sha256],
    ['pbkdf2-sha512', 2100, sha512],
  ])('is stored in one form and verified: %s', (algorithm, iterations, value) => {
    const texts = parseKeycloakCredential(credential(algorithm, iterations), secret(value));
    const objects = parseKeycloakCredential(
      JSON.parse(credential(algorithm, iterations)),
      JSON.parse(secret(value)),
    );
    expect(objects).toEqual(texts);
    expect(matches(stored(texts), password)).toBe(true);
    expect(matches(stored(texts), password.toLowerCase())).toBe(false);
  });

  const argon2 = (changes: Record<string, string[]> = {}) => ({
    hashIterations: 5,
    algorithm: 'argon2',
    additionalParameters: {
      hashLength: ['32'],
      memory: ['7168'],
      type: ['id'],
      version: ['1.3'],
      parallelism: ['1'],
      ...changes,
    },
  });
  /** As Keycloak 26 writes it, made with the npm package `argon2` and the costs above. */
  const argon2Value = 'CFBFi4ft4nN3Grl8w7rZMbCcwWsxQNq0D/fQVc9en7U=';

  it('is stored in one form and verified: argon2', () => {
    const hash = stored(parseKeycloakCredential(argon2(), { value: argon2Value, salt }));
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=7168,t=5,p=1\$/);
    expect(matches(hash, password)).toBe(true);
    expect(matches(hash, '')).toBe(false);
  });

  it.each([
    ['another algorithm', credential('pbkdf2-sha384', 1000), secret(sha1), 'expected the algorithm'],
    [
      'an algorithm by the name of a method',
      credential('constructor', 1),
      secret(sha1),
      'expected the algorithm',
    ],
    ['no iterations', credential('pbkdf2', 0), secret(sha1), 'expected parameters'],
    ['half an iteration', credential('pbkdf2', 1.5), secret(sha1), 'expected parameters'],
    ['too many iterations', credential('pbkdf2', 10_000_001), secret(sha1), '10000001 iterations'],
    ['no salt', credential('pbkdf2', 1000), '{"value":""}', 'secretData: expected value and salt'],
    ['no JSON', '{', secret(sha1), 'credentialData: expected'],
    ['nothing', undefined, undefined, 'credentialData: expected'],
    ['an older argon2', argon2({ version: ['1.0'] }), secret(sha1), 'expected parameters'],
    ['no memory', argon2({ memory: [] }), secret(sha1), 'expected parameters'],
    ['all memory', argon2({ memory: ['9999999'] }), secret(sha1), '9999999 KiB of memory'],
  ])('is refused with %s', (_, credentialData, secretData, problem) => {
    const result = parseKeycloakCredential(credentialData, secretData);
    expect(result).toMatchObject({ ok: false, problem: expect.stringContaining(problem) as string });
  });

  it('is looked for in anything without a fault', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (one, other) => void parseKeycloakCredential(one, other)),
    );
    fc.assert(fc.property(fc.json(), fc.json(), (one, other) => void parseKeycloakCredential(one, other)));
  });
});
