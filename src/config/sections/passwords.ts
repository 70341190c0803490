import { z } from 'zod';
import { ifValid, wholeNumber } from './section.ts';

/** The weakest argon2id settings OWASP's password storage sheet still accepts: (m=19 MiB, t=2) or (m=46 MiB, t=1). */
const ENOUGH_MEMORY_FOR_ONE_PASS_KIB = 47_104;

export const passwordsSchema = z
  .strictObject({
    minLength: wholeNumber(8, 64).default(8).describe('Fewest characters of a new password.'),
    maxLength: wholeNumber(64, 1024)
      .default(256)
      .describe('Most characters of a password; bounds the work per attempt.'),
    memoryKiB: wholeNumber(19_456, 1_048_576).default(19_456).describe('argon2id memory per hash, in KiB.'),
    iterations: wholeNumber(1, 64).default(2).describe('argon2id passes over the memory.'),
    parallelism: wholeNumber(1, 16).default(1).describe('argon2id lanes.'),
    concurrency: wholeNumber(1, 256)
      .nullable()
      .default(null)
      .describe(
        'Hashes computed at once; workers share them out, at least 1 each. null is one less than the processor cores, at least 1.',
      ),
    queueLimit: wholeNumber(1, 10_000)
      .default(32)
      .describe(
        'Sign-ins that may wait for a hash, in all workers together; more are answered 503, so that they cannot starve token checks.',
      ),
  })
  .refine((passwords) => passwords.iterations >= 2 || passwords.memoryKiB >= ENOUGH_MEMORY_FOR_ONE_PASS_KIB, {
    error: `expected at least 2, or passwords.memoryKiB of at least ${ENOUGH_MEMORY_FOR_ONE_PASS_KIB}`,
    path: ['iterations'],
    when: ifValid('iterations', 'memoryKiB'),
  });
