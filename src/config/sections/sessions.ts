import { z } from 'zod';
import { DAY, HOUR, ifValid, MINUTE, wholeNumber } from './section.ts';

/** Browsers keep no cookie for longer. */
const LONGEST_COOKIE = 400 * DAY;

export const sessionsSchema = z
  .strictObject({
    idleTtlSeconds: wholeNumber(60, LONGEST_COOKIE)
      .default(14 * DAY)
      .describe('How long a browser session lasts without being used.'),
    absoluteTtlSeconds: wholeNumber(60, LONGEST_COOKIE)
      .default(30 * DAY)
      .describe('How long a browser session lasts at most, however much it is used.'),
    interactionTtlSeconds: wholeNumber(60, HOUR)
      .default(15 * MINUTE)
      .describe(
        'Time to finish signing in, a code from the mail included; an expired one restarts by itself.',
      ),
  })
  .refine((sessions) => sessions.absoluteTtlSeconds >= sessions.idleTtlSeconds, {
    error: 'expected at least sessions.idleTtlSeconds',
    path: ['absoluteTtlSeconds'],
    when: ifValid('absoluteTtlSeconds', 'idleTtlSeconds'),
  });
