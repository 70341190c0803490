import { expect, it } from 'vitest';
import { checkPassword } from './password-policy.ts';
import { generatePassword } from './generated-password.ts';

const bytes = (values: readonly number[]) => (byteLength: number) => Buffer.from(values.slice(0, byteLength));

it('makes four words that can be read out', () => {
  const password = generatePassword(bytes(Array.from({ length: 12 }, (_, index) => index * 21)));
  expect(password).toMatch(/^[a-z]{6}(?:-[a-z]{6}){3}$/);
  expect(checkPassword(password, { minLength: 8, maxLength: 64 }, 'ada@example.com')).toBeNull();
});

it('uses six bits of every random byte', () => {
  const first = Array.from({ length: 256 }, (_, value) =>
    generatePassword(bytes([value, ...Array<number>(11).fill(0)])),
  );
  const times = new Map<string, number>();
  for (const password of first) times.set(password, (times.get(password) ?? 0) + 1);
  expect(times.size).toBe(64);
  expect(new Set(times.values())).toEqual(new Set([4]));
});
