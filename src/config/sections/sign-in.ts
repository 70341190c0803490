import { z } from 'zod';

const groupRequirement = z.strictObject({
  group: z
    .string()
    .min(1)
    .max(100)
    .describe('Name of a group, as given to accounts by `symbolon accounts groups`.'),
  acr: z
    .enum(['pwd', 'mfa', 'phr'])
    .describe('The weakest sign-in that will do: pwd, mfa (two factors) or phr (a passkey).'),
});

export const signInSchema = z.strictObject({
  groups: z
    .array(groupRequirement)
    .default([])
    .describe(
      'What people of a group need at least, whatever the app asks for. Whoever lacks it is told to set it up.',
    ),
});
