import { toBase64 } from '../hashes/phc-string.ts';
import { parseScrypt, type ScryptHash } from '../hashes/scrypt-hash.ts';

const form = /^([0-9a-fA-F]{16,256}):([0-9a-fA-F]{128})$/;

/** `<salt>:<key>` of Better Auth: scrypt with costs that are always the same, and the text of the salt, not its bytes, as salt. */
export function parseBetterAuthHash(text: string): ScryptHash | null {
  const [, salt = '', key = ''] = form.exec(text) ?? [];
  return parseScrypt(
    `$scrypt$ln=14,r=16,p=1$${toBase64(Buffer.from(salt))}$${toBase64(Buffer.from(key, 'hex'))}`,
  );
}
