import { z } from 'zod';
import { wholeNumber } from './section.ts';

/** Messages never repeat the value: it may hold a password. */
function serverUrl(pattern: RegExp, example: string) {
  const error = `expected a URL such as ${example}, with special characters percent-encoded`;
  return z
    .string({ error })
    .regex(pattern, { error })
    .refine((value) => URL.canParse(value) && !value.includes('#'), { error });
}

export const storageSchema = z.strictObject({
  databaseUrl: serverUrl(/^postgres(?:ql)?:\/\//, 'postgres://user:password@host:5432/symbolon')
    .nullable()
    .default(null)
    .describe(
      'PostgreSQL, the only truth. null stores in dataDir with the embedded database, for trying the service.',
    ),
  redisUrl: serverUrl(/^rediss?:\/\//, 'redis://host:6379')
    .nullable()
    .default(null)
    .describe('Redis, for what may be lost (rate-limit counters). null keeps these in process memory.'),
  dataDir: z
    .string()
    .min(1, { error: 'expected the path of a directory' })
    .default('./data')
    .describe(
      'Directory of the embedded database and the generated secret, relative to the working directory.',
    ),
  poolSize: wholeNumber(1, 500)
    .default(10)
    .describe('Most connections one process (each worker) opens to PostgreSQL.'),
  connectTimeoutMs: wholeNumber(50, 60_000)
    .default(1000)
    .describe('How long to wait for a connection before the request is answered 503.'),
  statementTimeoutMs: wholeNumber(50, 600_000)
    .default(5000)
    .describe('How long one SQL statement may run before PostgreSQL cancels it.'),
});
