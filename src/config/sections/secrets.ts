import { z } from 'zod';

const MIN_CHARACTERS = 32;
const MIN_DISTINCT = 16;
/** Random hexadecimal has 16 symbols at most: one in five strings of 64 misses at least one of them. */
const MIN_DISTINCT_HEX = 8;

/** Long enough that random text holds none of them by accident. */
const OBVIOUS = [
  'changeme',
  'changethis',
  'changeit',
  'replaceme',
  'replacethis',
  'placeholder',
  'password',
  'passw0rd',
  'secret',
  'example',
  'default',
  'insecure',
  'development',
  'symbolon',
  'qwerty',
  'letmein',
  'abcdefgh',
  '12345678',
];

const REMEDY = 'generate one with: openssl rand -base64 48';

/** Says what is wrong with a master secret without repeating any of it; null when nothing is. */
export function weaknessOfSecret(secret: string): string | null {
  if (secret.length < MIN_CHARACTERS) return `expected at least ${MIN_CHARACTERS} characters; ${REMEDY}`;
  const isHex = /^[0-9a-f]+$/i.test(secret);
  if (new Set(secret).size < (isHex ? MIN_DISTINCT_HEX : MIN_DISTINCT)) {
    return `expected random text, this has too few different characters; ${REMEDY}`;
  }
  // A text that is some shorter text repeated, and only such a one, is found inside its own doubling.
  if ((secret + secret).indexOf(secret, 1) < secret.length)
    return `expected random text, this repeats itself; ${REMEDY}`;
  const letters = secret.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (OBVIOUS.some((word) => letters.includes(word)))
    return `expected random text, this holds a common word; ${REMEDY}`;
  return null;
}

const masterSecret = z.string({ error: `expected text; ${REMEDY}` }).superRefine((secret, context) => {
  const message = weaknessOfSecret(secret);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

export const secretsSchema = z.strictObject({
  master: z
    .array(masterSecret, { error: 'expected a list of secrets, newest first' })
    .max(10, { error: 'expected at most 10 secrets; remove those that protect nothing any more' })
    .refine((secrets) => new Set(secrets).size === secrets.length, { error: 'expected every secret once' })
    .default([])
    .describe(
      'Master secrets, newest first: the first protects what is written, all can read. ' +
        'Set by SYMBOLON_SECRET (comma separated) or SYMBOLON_SECRET_FILE (one per line) rather than in a file like this.',
    ),
});
