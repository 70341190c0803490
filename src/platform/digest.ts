import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a secret: the only form in which a bearer secret is stored. */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** The same as text, for names and keys in memory. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

export function equalInConstantTime(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
