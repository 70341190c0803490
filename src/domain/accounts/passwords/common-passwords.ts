import { sha256 } from '../../../platform/digest.ts';
import { commonPasswordDigests } from './common-password-digests.ts';

/** Of a digest; enough to tell the listed ones from all that anybody will ever try. */
const prefixBytes = 6;

/** Decoded when the first new password is checked: most processes never see one. */
let decoded: Buffer | null = null;

/** Whether a password is one of the most used, in any case of letters (OWASP ASVS 5.0 §6.2.4). */
export function isCommonPassword(password: string): boolean {
  decoded ??= Buffer.from(commonPasswordDigests, 'base64');
  return includes(decoded, prefixOf(password));
}

/** The digests of these passwords in the form that the search wants: prefixes, in order. */
export function encodeDigests(passwords: readonly string[]): string {
  const prefixes = [...new Set(passwords.map((password) => password.toLowerCase()))].map(prefixOf);
  return Buffer.concat(prefixes.toSorted((one, other) => one.compare(other))).toString('base64');
}

function prefixOf(password: string): Buffer {
  return sha256(password.toLowerCase()).subarray(0, prefixBytes);
}

function includes(sorted: Buffer, prefix: Buffer): boolean {
  let [low, high] = [0, sorted.length / prefixBytes];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const order = sorted.compare(prefix, 0, prefixBytes, middle * prefixBytes, (middle + 1) * prefixBytes);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
