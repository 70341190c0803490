import { z } from 'zod';
import { DAY, HOUR, ifValid, wholeNumber } from './section.ts';

const YEARS_5 = 5 * 366 * DAY;

export const tokensSchema = z
  .strictObject({
    authorizationCodeTtlSeconds: wholeNumber(5, 600)
      .default(60)
      .describe('Time to redeem an authorization code. RFC 6749 §4.1.2 recommends at most 600.'),
    accessTokenTtlSeconds: wholeNumber(10, 30 * DAY)
      .default(HOUR)
      .describe('Life of an access token.'),
    idTokenTtlSeconds: wholeNumber(10, YEARS_5).default(HOUR).describe('Life of an ID token.'),
    refreshTokenIdleTtlSeconds: wholeNumber(60, YEARS_5)
      .default(30 * DAY)
      .describe('How long a client may go without refreshing before the person must sign in again.'),
    grantTtlSeconds: wholeNumber(60, YEARS_5)
      .default(90 * DAY)
      .describe(
        'Absolute life of a sign-in at a client; refreshing never extends it, and no token of it lives longer.',
      ),
    persistentTokenTtlSeconds: wholeNumber(60, 366 * DAY)
      .default(30 * DAY)
      .describe('Life of the single long-lived token of clients with the profile "persistent".'),
    refreshRetryWindowSeconds: wholeNumber(0, 60)
      .default(20)
      .describe(
        'How long a client that lost the response to a refresh may repeat it and get the same answer.',
      ),
  })
  .refine((tokens) => tokens.grantTtlSeconds >= tokens.refreshTokenIdleTtlSeconds, {
    error: 'expected at least tokens.refreshTokenIdleTtlSeconds',
    path: ['grantTtlSeconds'],
    when: ifValid('grantTtlSeconds', 'refreshTokenIdleTtlSeconds'),
  });
