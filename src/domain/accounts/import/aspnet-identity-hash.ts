import { type Pbkdf2Hash, pbkdf2Hash } from '../hashes/pbkdf2-hash.ts';
import { toBase64 } from '../hashes/phc-string.ts';

/** `KeyDerivationPrf` of ASP.NET Core, by number. */
const digests = ['sha1', 'sha256', 'sha512'] as const;
const base64Form = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const version2 = { saltBytes: 16, tagBytes: 32, iterations: 1000 };
const headerBytes = 13;

/**
 * `PasswordHash` of ASP.NET Core Identity, in base64. Version 3: the byte 1; digest, iterations and length of the salt, each in
 * four bytes, the highest first; salt; hash. Version 2: the byte 0, salt, hash.
 */
export function parseAspNetIdentityHash(text: string): Pbkdf2Hash | null {
  if (!base64Form.test(text)) return null;
  const blob = Buffer.from(text, 'base64');
  if (blob[0] === 0) return parseVersion2(blob);
  return blob[0] === 1 ? parseVersion3(blob) : null;
}

function parseVersion2(blob: Buffer): Pbkdf2Hash | null {
  const { saltBytes, tagBytes, iterations } = version2;
  if (blob.length !== 1 + saltBytes + tagBytes) return null;
  const salt = toBase64(blob.subarray(1, 1 + saltBytes));
  return pbkdf2Hash({ digest: 'sha1', iterations, salt, tag: toBase64(blob.subarray(1 + saltBytes)) });
}

function parseVersion3(blob: Buffer): Pbkdf2Hash | null {
  if (blob.length < headerBytes) return null;
  const digest = digests[blob.readUInt32BE(1)];
  const saltEnd = headerBytes + blob.readUInt32BE(9);
  if (digest === undefined) return null;
  return pbkdf2Hash({
    digest,
    iterations: blob.readUInt32BE(5),
    salt: toBase64(blob.subarray(headerBytes, saltEnd)),
    tag: toBase64(blob.subarray(saltEnd)),
  });
}
