import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { weaknessOfSecret } from './secrets.ts';

describe('weaknessOfSecret', () => {
  it.each([
    ['31 characters', 'Yq3vT8mK1zR6bN0cXwL5hJ9dF2gP7sU'],
    ['one character repeated', 'a'.repeat(64)],
    ['few characters', 'aabbccddeeffgghhaabbccddeeffgghhh'],
    ['a short text repeated', 'Yq3vT8mK1zR6bN0cXw'.repeat(2)],
    ['the hexadecimal digits repeated', '0123456789abcdef'.repeat(4)],
    ['a common word', 'Change-Me 3vT8mK1zR6bN0cXwL5hJ9dF2gP7sUa'],
    ['a passphrase that says what it is', 'my very own Symbolon passphrase, 2026 edition'],
  ])('refuses %s', (_, secret) => expect(weaknessOfSecret(secret)).toMatch(/^expected .* openssl rand/));

  it.each(['hex', 'base64', 'base64url'] as const)(
    'accepts what a random generator gives in %s',
    (encoding) => {
      for (let seed = 0; seed < 500; seed += 1) {
        const secret = createHash('sha256').update(String(seed)).digest(encoding);
        expect(weaknessOfSecret(secret)).toBeNull();
      }
    },
  );
});
