import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../platform/digest.ts';
import { systemRandom } from '../../platform/random.ts';
import { createKeyring } from '../keys/keyring.ts';
import { bucketOf, bucketSeconds, retentionAfterExpirySeconds } from './expiry-bucket.ts';
import { createTokenStrings, type TokenKind } from './token-string.ts';

const kinds: readonly TokenKind[] = ['access_token', 'refresh_token', 'authorization_code'];
const tables = {
  access_token: 'access_tokens',
  refresh_token: 'refresh_tokens',
  authorization_code: 'authorization_codes',
} as const;
const start = Date.parse('2026-03-04T05:06:07Z');
const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_'];

function stringsAt(instant: number, ...secrets: string[]) {
  return createTokenStrings({
    keyring: createKeyring(secrets.length > 0 ? secrets : ['first secret'], systemRandom),
    random: systemRandom,
    clock: { now: () => new Date(instant) },
  });
}

const strings = stringsAt(start);
const anyKind = fc.constantFrom(...kinds);
const anyToken = fc.tuple(anyKind, fc.integer({ min: 1, max: 90 * 24 * 3600 })).map(([kind, ttlSeconds]) => ({
  kind,
  ttlSeconds,
  token: strings.mint(kind, ttlSeconds),
}));

describe('a token', () => {
  it('is one word that a double click selects and a scanner can find', () => {
    expect(strings.mint('access_token', 60)).toMatch(/^sym_at_[0-9A-Za-z]{56}$/);
    expect(strings.mint('refresh_token', 60)).toMatch(/^sym_rt_[0-9A-Za-z]{56}$/);
    expect(strings.mint('authorization_code', 60)).toMatch(/^sym_ac_[0-9A-Za-z]{56}$/);
  });

  it('leads to the row of its digest, in the partition of its expiry', () => {
    fc.assert(
      fc.property(anyToken, ({ kind, token, ttlSeconds }) => {
        const bucket = bucketOf(tables[kind], start / 1000 + ttlSeconds);
        expect(strings.locate(kind, token)).toEqual({ digest: sha256(token), bucket });
      }),
    );
  });

  it('CO-08: holds 256 random bits and is never the same twice', () => {
    const asked: number[] = [];
    const counting = createTokenStrings({
      keyring: createKeyring(['x'], systemRandom),
      random: (byteLength) => {
        asked.push(byteLength);
        return systemRandom(byteLength);
      },
      clock: { now: () => new Date(start) },
    });
    const minted = Array.from({ length: 1000 }, () => counting.mint('access_token', 60));
    expect(asked).toEqual(Array.from({ length: 1000 }, () => 32));
    expect(new Set(minted).size).toBe(1000);
    expect(new Set(minted.map((token) => token.slice(7, 50))).size).toBe(1000);
  });
});

describe('B-31: what is not exactly a token of ours is refused without looking it up', () => {
  function refused(kind: TokenKind, token: string): void {
    expect(strings.locate(kind, token)).toBeNull();
  }

  it('truncated or extended anywhere', () => {
    fc.assert(
      fc.property(anyToken, fc.nat(), fc.constantFrom(...alphabet), ({ kind, token }, at, extra) => {
        const cut = at % token.length;
        refused(kind, token.slice(0, cut));
        refused(kind, token.slice(cut + 1));
        refused(kind, token.slice(0, cut) + token.slice(cut + 1));
        refused(kind, token.slice(0, cut) + extra + token.slice(cut));
        refused(kind, token + extra);
      }),
    );
  });

  it('with any one character changed', () => {
    const token = strings.mint('access_token', 3600);
    for (let index = 0; index < token.length; index += 1) {
      for (const character of alphabet) {
        if (character === token[index]) continue;
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        expect(strings.locate('access_token', changed), changed).toBeNull();
      }
    }
  });

  it('with letters in another case', () => {
    fc.assert(
      fc.property(anyToken, fc.nat(), ({ kind, token }, at) => {
        const index = at % token.length;
        const character = token.charAt(index);
        const flipped =
          character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
        fc.pre(flipped !== character);
        refused(kind, token.slice(0, index) + flipped + token.slice(index + 1));
        refused(kind, token.toLowerCase());
        refused(kind, token.toUpperCase());
      }),
    );
  });

  it.each(['\n', ' ', '\t', '\r\n', '\0', '\u00a0', '=', '%20'])(
    'with %j before, within or after it',
    (extra) => {
      const token = strings.mint('refresh_token', 3600);
      for (const text of [extra + token, token + extra, token.slice(0, 20) + extra + token.slice(20)])
        refused('refresh_token', text);
    },
  );

  it('IN-06: asked for as another kind', () => {
    for (const minted of kinds)
      for (const asked of kinds) {
        const located = strings.locate(asked, strings.mint(minted, 60));
        expect(located !== null).toBe(minted === asked);
      }
  });

  it('with the prefix of another kind', () => {
    const token = strings.mint('access_token', 60);
    refused('refresh_token', token.replace('sym_at_', 'sym_rt_'));
    refused('authorization_code', token.replace('sym_at_', 'sym_ac_'));
  });

  it('any text at all', () => {
    fc.assert(fc.property(anyKind, fc.string({ unit: 'binary-ascii', maxLength: 200 }), refused));
    const ofTheForm = fc.array(fc.constantFrom(...alphabet.slice(0, -1)), { minLength: 56, maxLength: 56 });
    fc.assert(
      fc.property(ofTheForm, (characters) => refused('access_token', `sym_at_${characters.join('')}`)),
    );
  });

  it('in bounded time, however long it is', () => {
    refused('access_token', `sym_at_${'a'.repeat(10_000_000)}`);
  });

  it('made under the key of another service', () => {
    fc.assert(
      fc.property(anyToken, ({ kind, token }) => {
        expect(stringsAt(start, 'another secret').locate(kind, token)).toBeNull();
      }),
    );
  });
});

describe('a master secret that is rotated', () => {
  it('still knows the tokens made before, while it is listed', () => {
    const token = strings.mint('access_token', 3600);
    expect(stringsAt(start, 'new secret', 'first secret').locate('access_token', token)).toEqual(
      strings.locate('access_token', token),
    );
    expect(stringsAt(start, 'new secret').locate('access_token', token)).toBeNull();
  });

  it('makes new tokens under the newest', () => {
    const token = stringsAt(start, 'new secret', 'first secret').mint('access_token', 3600);
    expect(stringsAt(start, 'new secret').locate('access_token', token)).not.toBeNull();
    expect(strings.locate('access_token', token)).toBeNull();
  });

  it('whose key id is that of another is told apart by the tag', () => {
    // The key id has one character, so that of 200 secrets many share theirs.
    const token = strings.mint('access_token', 3600);
    for (let index = 0; index < 200; index += 1) {
      const other = `other ${index}`;
      expect(stringsAt(start, other).locate('access_token', token)).toBeNull();
      expect(stringsAt(start, other, 'first secret').locate('access_token', token)).not.toBeNull();
    }
  });
});

describe('expiry', () => {
  it.each(kinds)('of the whole bucket of a %s, and its retention, ends it without looking it up', (kind) => {
    const token = strings.mint(kind, 60);
    const table = tables[kind];
    const end = (bucketOf(table, start / 1000 + 60) + 1) * bucketSeconds[table] + retentionAfterExpirySeconds;
    expect(stringsAt((end - 1) * 1000).locate(kind, token)).not.toBeNull();
    expect(stringsAt(end * 1000).locate(kind, token)).toBeNull();
  });
});

describe('what may be remembered', () => {
  const digestOf = (token: string, at = strings) => at.digestOfCandidate(token);

  it.each(['access_token', 'refresh_token'] as const)('is a %s, under its digest', (kind) => {
    const token = strings.mint(kind, 60);
    expect(digestOf(token)).toBe(sha256(token).toString('hex'));
    const table = tables[kind];
    const end = (bucketOf(table, start / 1000 + 60) + 1) * bucketSeconds[table] + retentionAfterExpirySeconds;
    expect(digestOf(token, stringsAt((end - 1) * 1000))).not.toBeNull();
    expect(digestOf(token, stringsAt(end * 1000))).toBeNull();
  });

  it('is nothing that cannot be a live token', () => {
    const token = strings.mint('access_token', 60);
    for (const text of [strings.mint('authorization_code', 60), token.slice(0, -1), `${token}0`, 'x', ''])
      expect(digestOf(text)).toBeNull();
  });
});

describe('inspection', () => {
  const token = strings.mint('refresh_token', 3600);

  it('tells a plausible token from a forged, an expired and a foreign one', () => {
    expect(strings.inspect(token)).toMatchObject({ form: 'plausible', kind: 'refresh_token' });
    expect(stringsAt(start, 'another secret').inspect(token)).toEqual({
      form: 'forged',
      kind: 'refresh_token',
    });
    const later = stringsAt(start + 90 * 24 * 3600 * 1000);
    expect(later.inspect(token)).toMatchObject({ form: 'expired', kind: 'refresh_token' });
    expect(strings.inspect('eyJhbGciOiJFUzI1NiJ9.e30.AA')).toEqual({ form: 'foreign' });
  });

  it('says when the bucket ends', () => {
    const inspection = strings.inspect(token);
    if (inspection.form !== 'plausible') throw new Error('not plausible');
    const ends = inspection.bucketEndsAt.getTime();
    expect(ends).toBeGreaterThan(start + 3600 * 1000);
    expect(ends).toBeLessThanOrEqual(start + 3600 * 1000 + bucketSeconds.refresh_tokens * 1000);
  });
});
