import { z } from 'zod';

export const logSchema = z.strictObject({
  level: z
    .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least severe level that is written.'),
  pretty: z
    .boolean()
    .default(false)
    .describe('Write for people instead of one JSON object per line. Development only.'),
});
