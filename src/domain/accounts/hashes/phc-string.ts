/** Parts of the PHC string format: `$<algorithm>$<name>=<number>,…$<salt>$<hash>`, its base64 without padding. */

/** Bytes as the text of a salt or a hash. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}

export function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

const base64Form = /^[A-Za-z0-9+/]+$/;
const minSaltBytes = 8;
const maxSaltBytes = 128;
const minTagBytes = 16;
const maxTagBytes = 64;

/** Salts of 8 to 128 bytes. */
export function isSalt(text: string): boolean {
  return isBase64(text, minSaltBytes, maxSaltBytes);
}

/** Hashes of 16 to 64 bytes. */
export function isTag(text: string): boolean {
  return isBase64(text, minTagBytes, maxTagBytes);
}

function isBase64(text: string, minBytes: number, maxBytes: number): boolean {
  const bytes = Math.floor((text.length * 3) / 4);
  return bytes >= minBytes && bytes <= maxBytes && text.length % 4 !== 1 && base64Form.test(text);
}

const maxNumber = 2 ** 32 - 1;

/** `m=1024,t=2` in any order, each name once and a number of 1 or more; null otherwise. */
export function parseNumbers<Name extends string>(
  text: string,
  names: readonly Name[],
): Readonly<Record<Name, number>> | null {
  const parts = text.split(',');
  const numbers = new Map<string, number>();
  for (const part of parts) {
    const [, name = '', digits = ''] = /^([a-z]+)=([1-9]\d{0,9})$/.exec(part) ?? [];
    numbers.set(name, Number(digits));
  }
  const isComplete = parts.length === names.length && names.every((name) => numbers.has(name));
  if (!isComplete || [...numbers.values()].some((number) => number > maxNumber)) return null;
  return Object.fromEntries(numbers) as Record<Name, number>;
}
