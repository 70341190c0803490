import { z } from 'zod';
import { wholeNumber } from './section.ts';

export const introspectionSchema = z.strictObject({
  rememberedTokens: wholeNumber(0, 10_000_000)
    .default(100_000)
    .describe(
      'How many live access tokens one process answers about from memory, about 0.4 KB each. 0: it always asks PostgreSQL.',
    ),
});
