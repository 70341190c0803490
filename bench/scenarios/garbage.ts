import { randomBytes, randomInt } from 'node:crypto';
import { createMint } from '../deployment/token-mint.ts';

const longAgo = { now: () => new Date(Date.now() - 30 * 86_400_000) };
const ttlSeconds = 3600;
const tagLength = 8;

/** Strings that no live token can be, of every kind that can be told without looking anything up, mixed. */
export function garbage(count: number): string[] {
  const mint = createMint();
  const pastMint = createMint(longAgo);
  const token = (): string => mint.mint('access_token', ttlSeconds);
  const kinds = [
    () => randomBytes(randomInt(8, 64)).toString('base64url'),
    () => token().slice(0, randomInt(8, 60)),
    () => mint.mint('authorization_code', ttlSeconds),
    // The tag of another token.
    () => token().slice(0, -tagLength) + token().slice(-tagLength),
    () => pastMint.mint('access_token', ttlSeconds),
  ];
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length]?.() ?? '');
}
