import { z } from 'zod';
import { DAY, HOUR, MINUTE, wholeNumber } from './section.ts';

function rateLimit(points: number, windowSeconds: number, description: string) {
  return z
    .strictObject({
      points: wholeNumber(1, 1_000_000).default(points).describe('How many are allowed in one window.'),
      windowSeconds: wholeNumber(1, 7 * DAY)
        .default(windowSeconds)
        .describe('Length of the window.'),
    })
    .prefault({})
    .describe(description);
}

export const rateLimitsSchema = z.strictObject({
  signInPerAccount: rateLimit(10, 15 * MINUTE, 'Failed sign-ins for one account from one network.'),
  signInPerNetwork: rateLimit(100, 15 * MINUTE, 'Failed sign-ins from one network.'),
  signUpPerNetwork: rateLimit(20, HOUR, 'New accounts from one network.'),
  clientAuthenticationPerClient: rateLimit(30, 5 * MINUTE, 'Failed authentications of one client.'),
  clientAuthenticationPerNetwork: rateLimit(
    100,
    5 * MINUTE,
    'Failed client authentications from one network.',
  ),
  mailPerAddress: rateLimit(5, HOUR, 'Codes sent to one address, asked for from one network.'),
  mailPerAddressInAll: rateLimit(30, DAY, 'Codes sent to one address, wherever they are asked for.'),
  mailPerNetwork: rateLimit(50, HOUR, 'Codes asked for from one network.'),
  totpPerAccount: rateLimit(5, 5 * MINUTE, 'Wrong codes of an authenticator app, for one account.'),
  totpPerAccountInAll: rateLimit(
    50,
    DAY,
    'The same over a longer time. Whoever sends them has the password of the account.',
  ),
  recoveryPerAccount: rateLimit(10, HOUR, 'Wrong recovery codes for one account.'),
  warningPerAccount: rateLimit(
    1,
    DAY,
    'Mails to the owner of one account that its codes are being tried out.',
  ),
  accountFormsPerAccount: rateLimit(120, HOUR, 'Forms of the account pages that one account sends.'),
  signInNotesPerAccount: rateLimit(
    30,
    HOUR,
    'Sign-ins to one account that are noted, and told to its owner where the browser is new.',
  ),
  interactionsPerNetwork: rateLimit(
    1000,
    5 * MINUTE,
    'Steps of sign-ins and sign-outs, and requests pushed by public clients, from one network.',
  ),
});
