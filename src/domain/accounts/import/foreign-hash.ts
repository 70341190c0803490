import { parseArgon2 } from '../hashes/argon2-hash.ts';
import { parseBcrypt } from '../hashes/bcrypt-hash.ts';
import { type PasswordHash, workProblem } from '../hashes/password-hash.ts';
import { parsePbkdf2 } from '../hashes/pbkdf2-hash.ts';
import { parseScrypt } from '../hashes/scrypt-hash.ts';
import { parseAspNetIdentityHash } from './aspnet-identity-hash.ts';
import { parseBetterAuthHash } from './better-auth-hash.ts';

/** How other systems write a password's hash as one text. */
export const foreignFormats = [
  'argon2',
  'bcrypt',
  'scrypt',
  'pbkdf2',
  'better-auth',
  'aspnet-identity',
] as const;

export type ForeignFormat = (typeof foreignFormats)[number];

export type ForeignHashResult =
  | { readonly ok: true; readonly hash: PasswordHash }
  /** Says nothing of the hash itself. */
  | { readonly ok: false; readonly problem: string };

interface FormatRules {
  /** What texts of the format begin with, or look like. */
  readonly mark: RegExp;
  readonly parse: (text: string) => PasswordHash | null;
  readonly expected: string;
}

const rules: Record<ForeignFormat, FormatRules> = {
  argon2: {
    mark: /^\$argon2/,
    parse: parseArgon2,
    expected: '$argon2id$v=19$m=…,t=…,p=…$salt$hash, argon2i or argon2d, without a secret',
  },
  bcrypt: { mark: /^\$2/, parse: parseBcrypt, expected: '$2a$, $2b$ or $2y$, 60 characters in all' },
  scrypt: { mark: /^\$scrypt\$/, parse: parseScrypt, expected: '$scrypt$ln=…,r=…,p=…$salt$hash' },
  pbkdf2: {
    mark: /^\$pbkdf2/,
    parse: parsePbkdf2,
    expected: '$pbkdf2-sha256$i=…$salt$hash, with sha1, sha256 or sha512',
  },
  'better-auth': {
    mark: /^[0-9a-fA-F]+:[0-9a-fA-F]+$/,
    parse: parseBetterAuthHash,
    expected: 'salt:key in hexadecimal, the key of 128 digits',
  },
  'aspnet-identity': {
    mark: /^A[A-Za-z0-9+/]+={0,2}$/,
    parse: parseAspNetIdentityHash,
    expected: 'the base64 of version 2 or 3',
  },
};

/** @param format null: found out by what the text looks like */
export function parseForeignHash(text: string, format: ForeignFormat | null): ForeignHashResult {
  const found = format ?? foreignFormats.find((each) => rules[each].mark.test(text));
  if (found === undefined)
    return { ok: false, problem: `expected a hash of one of these formats: ${foreignFormats.join(', ')}` };
  const hash = rules[found].parse(text);
  return hash === null
    ? { ok: false, problem: `is not a hash of the format ${found}: expected ${rules[found].expected}` }
    : boundedHash(hash);
}

/** Refuses what would take unreasonable memory or time at a sign-in. */
export function boundedHash(hash: PasswordHash): ForeignHashResult {
  const problem = workProblem(hash);
  return problem === null
    ? { ok: true, hash }
    : { ok: false, problem: `${problem}; leave the password out to import the account without it` };
}
