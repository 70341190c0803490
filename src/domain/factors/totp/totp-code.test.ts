import { expect, it } from 'vitest';
import { describeTotp, stepsOfCode } from './totp-code.ts';

const secret = Buffer.from('12345678901234567890');
const stepAt = (epochSeconds: number) => Math.floor(epochSeconds / 30);

// RFC 6238 appendix B, of whose eight digits the last six are the six-digit code.
const vectors: ReadonlyArray<readonly [number, string]> = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

it.each(vectors)('RFC 6238: at second %i the code is %s', (second, code) => {
  expect(stepsOfCode(secret, code, stepAt(second))).toEqual([stepAt(second)]);
});

it('AU-09: a code is good one step early and one step late, and no further', () => {
  const step = stepAt(1_234_567_890);
  const found = [-3, -2, -1, 0, 1, 2, 3].map((distance) => stepsOfCode(secret, '005924', step + distance));
  expect(found).toEqual([[], [], [step], [step], [step], [], []]);
});

it.each(['005 924', ' 005924\n', '005-924', '００５９２４', '٠٠٥٩٢٤', '۰۰۵۹۲۴'])(
  'takes "%s" as typed',
  (code) => {
    expect(stepsOfCode(secret, code, stepAt(1_234_567_890))).toHaveLength(1);
  },
);

it.each(['', '5924', '0059241', '00592', 'abcdef', '005924\0', '9'.repeat(10_000), '\ud800'])(
  'takes "%s" for wrong, not for a fault',
  (code) => {
    expect(stepsOfCode(secret, code, stepAt(1_234_567_890))).toEqual([]);
  },
);

it('describes the secret as authenticator apps read it, and as people type it', () => {
  const { uri, key } = describeTotp(secret, 'id.example.com', 'zoë+x@example.com');
  expect(key).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  const url = new URL(uri);
  expect(`${url.protocol}//${url.host}`).toBe('otpauth://totp');
  expect(decodeURIComponent(url.pathname)).toBe('/id.example.com:zoë+x@example.com');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    issuer: 'id.example.com',
    secret: key,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
