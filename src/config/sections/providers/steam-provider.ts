import { z } from 'zod';
import { label, providerId } from './provider-parts.ts';

/** Steam speaks OpenID 2.0, and says nothing but a number: no address, no name. */
export const steamProviderSchema = z.strictObject({
  type: z.literal('steam').describe('Steam.'),
  id: providerId,
  label,
  mode: z
    .enum(['link', 'login', 'both'])
    .default('link')
    .describe(
      'link: people who are signed in may connect their Steam account, which is no way to sign in. ' +
        'login: it is one, and not offered for linking. both: it is one, and accounts can be connected later.',
    ),
});

export type SteamProviderSettings = z.output<typeof steamProviderSchema>;
