const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const radix = 62n;
const digitOf = new Map([...alphabet].map((character, value) => [character, value]));

/** Big-endian base62 of `value`, left-padded with `0` to exactly `length` characters. */
export function encodeBase62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = alphabet.charAt(Number(rest % radix)) + text;
    rest /= radix;
  }
  if (rest > 0n) throw new RangeError(`value does not fit in ${length} base62 characters`);
  return text;
}

/** The same for numbers up to 2^53, without the cost of arbitrary precision. */
export function encodeBase62Number(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = alphabet.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  if (rest > 0) throw new RangeError(`value does not fit in ${length} base62 characters`);
  return text;
}

export function bytesToBase62(bytes: Buffer, length: number): string {
  return encodeBase62(BigInt(`0x${bytes.toString('hex')}`), length);
}

/** `text` must consist of base62 digits only and fit in a safe integer (8 characters always do). */
export function decodeBase62Number(text: string): number {
  let value = 0;
  for (const character of text) {
    const digit = digitOf.get(character);
    if (digit === undefined) throw new RangeError('not a base62 digit');
    value = value * 62 + digit;
  }
  return value;
}
