import { randomBytes } from 'node:crypto';

/** `byteLength` bytes from a cryptographically secure source. */
export type RandomBytes = (byteLength: number) => Buffer;

export const systemRandom: RandomBytes = (byteLength) => randomBytes(byteLength);
